// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzTarget.h"

#include <cstdio>
#include <cstdlib>

namespace faultline {

void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "This doesn't hold: %s\n", what);
    std::abort();
}

} // namespace faultline
