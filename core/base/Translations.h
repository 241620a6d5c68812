// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// Makes tr() speak the language of the default locale, and count in good English where there is no
/// translation into it. Call once, after the application was made.
void installTranslations();

} // namespace faultline
