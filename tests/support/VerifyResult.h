// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QTest>

namespace faultline {

/// What a test that fails because of this result prints.
template<typename T>
QByteArray whyNot(const Result<T>& result)
{
    return result ? QByteArray() : result.error().toText().toUtf8();
}

} // namespace faultline

/// QVERIFY for a Result: a failure prints its message.
#define VERIFY_RESULT(result)                                                                      \
    do {                                                                                           \
        const auto& verifiedResult = (result);                                                     \
        QVERIFY2(verifiedResult.ok(), faultline::whyNot(verifiedResult).constData());              \
    } while (false)

/// Checks that the result is an error with this code.
#define VERIFY_ERROR(result, expectedCode)                                                         \
    do {                                                                                           \
        const auto& verifiedResult = (result);                                                     \
        QVERIFY2(!verifiedResult.ok(), "succeeded, and should not have");                          \
        QVERIFY2(                                                                                  \
            verifiedResult.error().code == (expectedCode),                                         \
            (verifiedResult.error().code.toUtf8() + ": " + faultline::whyNot(verifiedResult))      \
                .constData());                                                                     \
    } while (false)
