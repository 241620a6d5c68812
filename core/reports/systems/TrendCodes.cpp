// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/TrendCodes.h"

#include "reports/definition/ReportWords.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kPercent = 100;

} // namespace

QString notObservedCode()
{
    return u"not-observed"_s;
}

QString tooFewReadingsCode()
{
    return u"too-few-readings"_s;
}

QString reasonCode(const reliability::Reason& reason)
{
    using Kind = reliability::Reason::Kind;
    switch (reason.kind) {
    case Kind::NeedsFailures:
        return reason.needed == 1 ? u"needs-a-failure"_s
                                  : machineWord(u"needs-failures"_s, {reason.needed, reason.has});
    case Kind::NeedsSystems:
        return machineWord(u"needs-equipment"_s, {reason.needed, reason.has});
    case Kind::NoTimeObserved:
        return u"too-short"_s;
    case Kind::NoSpread:
        return u"all-at-once"_s;
    case Kind::NotConverged:
        break;
    }
    return u"no-model-fits"_s;
}

QString trendCode(const reliability::TrendVerdict& verdict, bool isMostlyUnread)
{
    if (!verdict.tests.ok())
        return reasonCode(verdict.tests.reason());
    if (isMostlyUnread)
        return tooFewReadingsCode();
    switch (verdict.trend) {
    case reliability::Trend::GettingWorse:
        return u"getting-worse"_s;
    case reliability::Trend::GettingBetter:
        return u"getting-better"_s;
    case reliability::Trend::Stable:
    case reliability::Trend::Unknown:
        break;
    }
    return u"stable"_s;
}

ComputedValue trendPercent(const reliability::TrendVerdict& verdict, bool isMostlyUnread)
{
    if (!verdict.tests.ok() || isMostlyUnread)
        return {};
    return verdict.tests->military.p * kPercent;
}

} // namespace faultline
