// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include <cmath>

// Fails the test, and says by how much, unless a figure is as it is printed: within a half of its
// last digit, if that is the tolerance.
#define VERIFY_NEAR(actual, expected, tolerance)                                                   \
    do {                                                                                           \
        const double actualValue = (actual);                                                       \
        const double expectedValue = (expected);                                                   \
        QVERIFY2(                                                                                  \
            std::abs(actualValue - expectedValue) <= (tolerance),                                  \
            qPrintable(QStringLiteral(#actual " is %1, not %2")                                    \
                           .arg(actualValue, 0, 'g', 12)                                           \
                           .arg(expectedValue, 0, 'g', 12)));                                      \
    } while (false)
