// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// A step of the work at which a test can end the program, as a power failure would: the program is
/// killed at the N-th such step that it comes to, where N is FAULTLINE_FAIL_AT in its environment.
/// FAULTLINE_FAIL_LOG names a file that gets a line with the name of each step. Does nothing in
/// programs that are built without FAULTLINE_FAILPOINTS, which are those that people install.
#ifdef FAULTLINE_FAILPOINTS
void failPoint(const char* step);
#else
inline void failPoint(const char*)
{}
#endif

} // namespace faultline
