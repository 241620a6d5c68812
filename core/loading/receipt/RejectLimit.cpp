// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/RejectLimit.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kPercent = 100.0;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectLimit)
};

} // namespace

Result<RejectLimit> RejectLimit::fromText(const QString& text)
{
    RejectLimit limit;
    bool ok = false;
    if (text.endsWith(u'%')) {
        limit.percent = text.chopped(1).toDouble(&ok);
        ok = ok && *limit.percent >= 0.0 && *limit.percent <= kPercent;
    } else {
        limit.lines = text.toLongLong(&ok);
        ok = ok && *limit.lines >= 0;
    }
    if (!ok) {
        return UserMessage::error(Text::tr("“%1” is neither a number of lines, such as 1000, nor a "
                                           "percentage, such as 2.5%.")
                                      .arg(text))
            .withCode(u"usage"_s);
    }
    return limit;
}

bool RejectLimit::isExceeded(qint64 rejected, qint64 records, bool isEnd) const
{
    if (lines && rejected > *lines)
        return true;
    // As a binary number a share such as 0.29 may be a little less: that isn't exceeded yet.
    constexpr double kRoundedUp = 1.0 + 1e-12;
    return percent && (isEnd || records >= kMinRecordsForShare)
           && static_cast<double>(rejected) * kPercent
                  > *percent * static_cast<double>(records) * kRoundedUp;
}

UserMessage RejectLimit::exceeded(qint64 rejected, qint64 records) const
{
    const QLocale locale;
    return UserMessage::error(Text::tr("The load was stopped because too many lines were rejected"))
        .because(Text::tr("%1 of the %2 records so far were rejected; the limit is %3.")
                     .arg(locale.toString(rejected), locale.toString(records), toText()))
        .withRemedy(Text::tr("What was stored stays. Check the rejected lines. Then fix the files "
                             "or raise the limit, and load again to load the rest."))
        .withCode(u"too-many-rejects"_s);
}

QString RejectLimit::toText() const
{
    if (lines)
        return QString::number(*lines);
    return percent ? QString::number(*percent) + u'%' : QString();
}

} // namespace faultline
