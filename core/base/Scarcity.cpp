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
        .because(Text::tr("The system can't give this program any more."))
        .withRemedy(
            Text::tr("What is stored stays. Close other programs, raise the limit (ulimit -v), or "
                     "load with fewer workers (--workers 1). Then load again to load the rest."))
        .withCode(u"no-memory"_s);
}

UserMessage outOfThreads(const std::error_code& error)
{
    return UserMessage::error(Text::tr("The system can't start another thread"))
        .because(qt_error_string(error.value()))
        .withRemedy(Text::tr(
            "What is stored stays. Close other programs, raise the limits (ulimit -u, ulimit -v), "
            "or load with fewer workers (--workers 1). Then load again to load the rest."))
        .withCode(u"no-thread"_s);
}

} // namespace faultline
