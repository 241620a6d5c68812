// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reliability/life/LifeSample.h"

#include <vector>

namespace faultline::reliability {

using Times = std::vector<double>;

// NIST/SEMATECH e-Handbook of Statistical Methods, 8.2.2.1: ten units failed, ten were removed.
inline const Times kNistFailures{54, 187, 216, 240, 244, 335, 361, 373, 375, 386};
inline const Times kNistSuspensions(10, 500);

// J. Lieblein and M. Zelen, Statistical Investigation of the Fatigue Life of Deep Groove Ball
// Bearings, J. Res. Nat. Bur. Stand. 57 (1956) 273-316: millions of revolutions.
inline const Times kBearings{17.88, 28.92, 33.00,  41.52,  42.12,  45.60,  48.48, 51.84,
                             51.96, 54.12, 55.56,  67.80,  68.64,  68.64,  68.88, 84.12,
                             93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40};

// W. Q. Meeker and L. A. Escobar, Statistical Methods for Reliability Data, 1998, table C.2:
// kilometres of shock absorbers.
inline const Times kShockFailures{6700,  9120,  12200, 13150, 14300, 17520,
                                  20100, 20900, 22700, 26510, 27490};
inline const Times kShockSuspensions{6950,  7820,  8790,  9660,  9820,  11310, 11690, 11850, 11880,
                                     12140, 12870, 13330, 13470, 14040, 17540, 17890, 18450, 18960,
                                     18980, 19410, 20100, 20150, 20320, 23490, 27410, 27890, 28100};

// Meeker and Escobar: thousands of cycles of alloy T7987.
inline const Times kAlloyFailures{
    291, 274, 271, 269, 257, 256, 227, 226, 224, 213, 211, 205, 203, 197, 196, 190, 189,
    188, 187, 184, 180, 180, 177, 176, 173, 172, 171, 170, 170, 169, 168, 168, 162, 159,
    159, 159, 159, 152, 152, 149, 149, 144, 143, 141, 141, 140, 139, 139, 136, 135, 133,
    131, 129, 123, 121, 121, 118, 117, 117, 114, 112, 108, 104, 99,  99,  96,  94};
inline const Times kAlloySuspensions(5, 300);

inline LifeSample nist()
{
    return lifeSample(kNistFailures, kNistSuspensions);
}

} // namespace faultline::reliability
