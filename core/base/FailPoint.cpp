// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/FailPoint.h"

#ifdef FAULTLINE_FAILPOINTS

#include <QByteArray>
#include <QtGlobal>

#include <atomic>
#include <csignal>
#include <cstdio>

namespace faultline {

namespace {

void log(const QByteArray& file, const char* step)
{
    if (FILE* const stream = std::fopen(file.constData(), "a")) {
        std::fprintf(stream, "%s\n", step);
        std::fclose(stream);
    }
}

} // namespace

void failPoint(const char* step)
{
    static const int wanted = qEnvironmentVariableIntValue("FAULTLINE_FAIL_AT");
    static const QByteArray logFile = qgetenv("FAULTLINE_FAIL_LOG");
    static std::atomic<int> passed = 0;
    if (!logFile.isEmpty())
        log(logFile, step);
    if (wanted > 0 && ++passed == wanted)
        std::raise(SIGKILL);
}

} // namespace faultline

#endif
