// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/Instant.h"

#include "reports/Period.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Instant)
};

} // namespace

Result<QDateTime> instantFromText(const QString& text)
{
    static const QRegularExpression form(
        u"\\A([0-9-]{4,10})(?:[ T]+([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,3})?)?)Z?)?\\z"_s);
    const auto match = form.match(text.trimmed());
    const auto day = Period::fromText(match.captured(1));
    const QTime time = match.hasCaptured(2)
                           ? QTime::fromString(match.captured(2), Qt::ISODateWithMs)
                           : QTime(0, 0);
    if (!match.hasMatch() || !day || !day->firstDay.isValid() || !time.isValid()) {
        return UserMessage::error(Text::tr("“%1” is not a time").arg(text.trimmed()))
            .toMend(Text::tr("Write it like 2020-01-15 10:30, in UTC; a day or a month will do."))
            .withCode(u"time"_s);
    }
    return QDateTime(day->firstDay, time, Qt::UTC);
}

} // namespace faultline
