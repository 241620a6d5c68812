// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CancelToken.h"

namespace faultline {

// Not in the header: GCC 12 warns of a token that isn't initialized where it can look into this.
CancelToken::CancelToken() = default;

} // namespace faultline
