// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/TrendWords.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComputedReport)
};

constexpr double kPercent = 100;

} // namespace

QString notObservedWords()
{
    return Text::tr("not observed");
}

QString tooFewReadingsWords()
{
    return Text::tr("too few readings");
}

QString reasonWords(const reliability::Reason& reason)
{
    using Kind = reliability::Reason::Kind;
    switch (reason.kind) {
    case Kind::NeedsFailures:
        return reason.needed == 1
                   ? Text::tr("needs a failure, has none")
                   : Text::tr("needs %1 failures, has %2").arg(reason.needed).arg(reason.has);
    case Kind::NeedsSystems:
        return Text::tr("needs %1 pieces of equipment, has %2").arg(reason.needed).arg(reason.has);
    case Kind::NoTimeObserved:
        return Text::tr("too short a time");
    case Kind::NoSpread:
        return Text::tr("all failures at once");
    case Kind::NotConverged:
        break;
    }
    return Text::tr("the model doesn't fit");
}

QString trendWords(const reliability::TrendVerdict& verdict, bool isMostlyUnread)
{
    if (!verdict.tests.ok())
        return reasonWords(verdict.tests.reason());
    if (isMostlyUnread)
        return tooFewReadingsWords();
    switch (verdict.trend) {
    case reliability::Trend::GettingWorse:
        return Text::tr("getting worse");
    case reliability::Trend::GettingBetter:
        return Text::tr("getting better");
    case reliability::Trend::Stable:
    case reliability::Trend::Unknown:
        break;
    }
    return Text::tr("stable");
}

ComputedValue trendPercent(const reliability::TrendVerdict& verdict, bool isMostlyUnread)
{
    if (!verdict.tests.ok() || isMostlyUnread)
        return {};
    return verdict.tests->military.p * kPercent;
}

} // namespace faultline
