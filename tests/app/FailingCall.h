// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "CommandLineProcess.h"

namespace faultline {

/// Lets a call about files fail in the program that is started next; tests/support/FailingIo.cpp
/// says what an order is, such as "fsync 28 /folder/report.csv*".
inline void letFail(CommandLineProcess& program, const QString& order)
{
    QProcessEnvironment environment = program.process().processEnvironment();
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(FAULTLINE_FAILING_IO_LIBRARY));
    environment.insert(QStringLiteral("FAULTLINE_FAILING_IO"), order);
    // The address sanitizer wants to be the first of all libraries.
    const QString sanitizer = QStringLiteral("ASAN_OPTIONS");
    environment.insert(
        sanitizer, environment.value(sanitizer) + QStringLiteral(":verify_asan_link_order=0"));
    program.process().setProcessEnvironment(environment);
}

/// Of the files of this pattern.
inline QString failingCall(const QString& call, int reason, const QString& files)
{
    return call + QLatin1Char(' ') + QString::number(reason) + QLatin1Char(' ') + files;
}

} // namespace faultline
