// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// Makes tr() use the language of the default locale, and correct English plurals where there is no
/// translation. Call once, after creating the application.
void installTranslations();

} // namespace faultline
