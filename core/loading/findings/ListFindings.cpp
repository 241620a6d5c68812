// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/ListFindings.h"

#include "loading/findings/FindingRows.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ListFindings)
};

UserMessage listedTwice(const SourceFile& list, qint64 conflicts, const QStringList& ids)
{
    const auto what =
        list.role == SourceRole::SensorMap
            ? Text::tr(
                "%n sensor(s) are mapped to more than one piece of equipment", nullptr,
                static_cast<int>(conflicts))
            : Text::tr(
                "%n piece(s) of equipment are listed more than once with different values", nullptr,
                static_cast<int>(conflicts));
    UserMessage message = UserMessage::warning(what)
                              .because(Text::tr("The last entry in the file counts."))
                              .at(list.path)
                              .withCode(u"listed-twice"_s);
    message.details = {{u"count"_s, conflicts}, {u"report"_s, u"data_findings"_s}};
    FindingRows rows;
    rows.role = list.role;
    rows.file = list.path;
    (list.role == SourceRole::SensorMap ? rows.sensors : rows.equipment) = ids;
    rows.addTo(message);
    return message;
}

UserMessage lenientJson(const SourceFile& list, const JsonLeniency& leniency)
{
    QStringList what;
    if (leniency.unknownNumbers > 0) {
        what << Text::tr("NaN or Infinity instead of a number, which count as empty: %1.")
                    .arg(QLocale().toString(leniency.unknownNumbers));
    }
    if (leniency.trailingCommas > 0) {
        what << Text::tr("Commas with nothing after them, which were ignored: %1.")
                    .arg(QLocale().toString(leniency.trailingCommas));
    }
    UserMessage message =
        UserMessage::information(Text::tr("A list isn't standard JSON, but was read"));
    message.because(what.join(u' '))
        .at(Text::tr("%1, line %2, byte %3")
                .arg(list.path)
                .arg(leniency.firstLine)
                .arg(leniency.firstByte))
        .withCode(u"lenient-json"_s);
    FindingRows rows;
    rows.places = {{list.path, leniency.firstLine}};
    rows.role = list.role;
    rows.addTo(message);
    return message;
}

} // namespace

QList<UserMessage> findInList(
    const SourceFile& list, qint64 conflicts, const JsonLeniency& leniency, const QStringList& ids)
{
    QList<UserMessage> findings;
    if (conflicts > 0)
        findings << listedTwice(list, conflicts, ids);
    if (leniency.count() > 0)
        findings << lenientJson(list, leniency);
    return findings;
}

} // namespace faultline
