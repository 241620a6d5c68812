// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Scarcity.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Scarcity)
};

} // namespace

UserMessage outOfMemory()
{
    return UserMessage::error(Text::tr("There is not enough memory"))
        .because(Text::tr("The system gives this program no more than it has."))
        .withRemedy(
            Text::tr("What is stored stays. End other programs or raise the limit (ulimit -v), or "
                     "load with fewer workers (--workers 1), which takes less. Then load again: "
                     "the rest is then loaded."))
        .withCode(u"no-memory"_s);
}

UserMessage outOfThreads(const std::error_code& error)
{
    return UserMessage::error(Text::tr("The system gives this program no more threads"))
        .because(qt_error_string(error.value()))
        .withRemedy(
            Text::tr("What is stored stays. End other programs or raise the limits of processes "
                     "and of memory (ulimit -u, ulimit -v), or load with fewer workers (--workers "
                     "1). Then load again: the rest is then loaded."))
        .withCode(u"no-thread"_s);
}

} // namespace faultline
