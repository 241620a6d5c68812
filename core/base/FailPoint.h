// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// A step at which a test can kill the program, as a power failure would. The program is killed at
/// the N-th step it reaches; N is FAULTLINE_FAIL_AT in its environment. FAULTLINE_FAIL_LOG names a
/// file that gets a line for each step. Does nothing without FAULTLINE_FAILPOINTS, as in the
/// programs that people install.
#ifdef FAULTLINE_FAILPOINTS
void failPoint(const char* step);
#else
inline void failPoint(const char*)
{}
#endif

} // namespace faultline
