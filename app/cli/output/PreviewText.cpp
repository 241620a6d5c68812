// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/PreviewText.h"

#include "cli/output/Figures.h"
#include "cli/output/TextTable.h"

#include "base/Utf8.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PreviewText)
};

constexpr qsizetype kMaxRawCharacters = 80;
constexpr qsizetype kMaxReadingsOfRecord = 3;
constexpr qsizetype kMaxColumns = 40;

QString shortened(const QString& text, qsizetype characters)
{
    return text.size() <= characters ? text : text.left(characters - 1) + u'…';
}

QString rawText(const PreviewRecord& record)
{
    return shortened(
        readableText({record.raw.constData(), static_cast<std::size_t>(record.raw.size())}),
        kMaxRawCharacters);
}

// "1 h 30 min": failures last longer than loads.
QString lastingText(double seconds)
{
    const qint64 whole = std::llround(seconds);
    QStringList parts;
    for (const auto& [unit, text] :
         {std::pair(qint64{3'600}, Text::tr("%1 h")), std::pair(qint64{60}, Text::tr("%1 min")),
          std::pair(qint64{1}, Text::tr("%1 s"))}) {
        const qint64 count = unit == 3'600 ? whole / unit : whole / unit % 60;
        if (count > 0)
            parts << text.arg(count);
    }
    return parts.isEmpty() ? Text::tr("%1 s").arg(seconds) : parts.join(u' ');
}

QString readingText(const PreviewReading& reading)
{
    QStringList parts{reading.time.written(), reading.sensor, reading.severity};
    for (const PreviewMeasurement& each : reading.measurements)
        parts << each.name + u' ' + each.value;
    if (!reading.mode.isEmpty())
        parts << Text::tr("mode %1").arg(readableText(reading.mode.toStdString()));
    if (!reading.cause.isEmpty())
        parts << Text::tr("cause %1").arg(readableText(reading.cause.toStdString()));
    if (reading.endedAt)
        parts << Text::tr("until %1").arg(reading.endedAt->written());
    if (reading.isEndBefore)
        parts << Text::tr("its end is before it");
    if (reading.seconds)
        parts << Text::tr("for %1").arg(lastingText(*reading.seconds));
    if (reading.isContradictory)
        parts << Text::tr("which contradicts the end");
    return parts.join(u"  "_s);
}

QString equipmentText(const Equipment& equipment)
{
    QStringList parts{QString::fromUtf8(equipment.equipmentId), QString::fromUtf8(equipment.code)};
    if (equipment.groupName)
        parts << QString::fromUtf8(*equipment.groupName);
    for (const auto& [name, value] : equipment.attributes) {
        if (value)
            parts << QString::fromUtf8(name) + u' ' + QString::fromUtf8(*value);
    }
    return parts.join(u"  "_s);
}

QString mapText(const SensorMapEntry& entry)
{
    return Text::tr("sensor %1 on %2")
        .arg(QString::fromUtf8(entry.sensorId), QString::fromUtf8(entry.equipmentId));
}

// What becomes of a record, a line each.
QStringList resultsOf(const PreviewRecord& record)
{
    QStringList results;
    for (const PreviewReading& reading : record.readings)
        results << readingText(reading);
    if (record.equipment)
        results << equipmentText(*record.equipment);
    if (record.mapEntry)
        results << mapText(*record.mapEntry);
    if (const qsizetype more = record.readingCount - kMaxReadingsOfRecord; more > 0) {
        results = results.first(kMaxReadingsOfRecord);
        results << Text::tr("… and %1 more").arg(figures::count(more));
    }
    for (const PreviewRejection& rejection : record.rejections)
        results << Text::tr("REJECTED: %1").arg(rejection.toText());
    return results;
}

QString recordTable(const QList<PreviewRecord>& records)
{
    TextTable table({{Text::tr("Line"), true}, {Text::tr("In the file")}, {Text::tr("Becomes")}});
    for (const PreviewRecord& record : records) {
        const QStringList results = resultsOf(record);
        table.addRow({figures::count(record.lineNumber), rawText(record), results.value(0)});
        for (qsizetype i = 1; i < results.size(); ++i)
            table.addRow({QString(), QString(), results.at(i)});
    }
    return table.toText();
}

QString columnTable(const QList<PreviewColumn>& columns)
{
    TextTable table(
        {{Text::tr("Column")}, {Text::tr("Field")}, {Text::tr("Label")}, {Text::tr("Example")}});
    for (const PreviewColumn& column : columns.first(std::min(columns.size(), kMaxColumns)))
        table.addRow({column.name, column.field, column.label, column.example});
    if (columns.size() > kMaxColumns)
        table.addRow({Text::tr("… and %1 more").arg(columns.size() - kMaxColumns)});
    return table.toText();
}

QString countsText(const FilePreview& preview)
{
    const QString counts =
        Text::tr("Records: %1. Loaded: %2, rejected: %3, blank: %4")
            .arg(
                figures::count(preview.recordsRead), figures::count(preview.readingsRead),
                figures::count(preview.rejectedRead), figures::count(preview.blankRead));
    return preview.isWhole ? Text::tr("%1 (the whole file)").arg(counts)
                           : Text::tr("%1 (the beginning of the file)").arg(counts);
}

// The rejected ones that aren't among the first records.
QList<PreviewRecord> furtherRejects(const FilePreview& preview)
{
    const qint64 last = preview.records.isEmpty() ? 0 : preview.records.constLast().lineNumber;
    QList<PreviewRecord> further;
    for (const PreviewRecord& record : preview.rejected) {
        if (record.lineNumber > last)
            further << record;
    }
    return further;
}

} // namespace

QString previewText(const QString& path, const FilePreview& preview)
{
    QStringList facts;
    if (preview.role)
        facts << sourceRoleText(*preview.role);
    if (!preview.kind.isEmpty() && preview.kind != facts.value(0))
        facts << preview.kind;
    facts << preview.encoding;
    if (!preview.role)
        facts.prepend(Text::tr("Not loaded"));
    QStringList lines{u"%1: %2"_s.arg(path, facts.join(u"; "_s))};
    if (!preview.problem.isEmpty())
        lines << preview.problem;
    for (const QString& reason : preview.reasons)
        lines << u"  "_s + reason;
    if (!preview.dateOrder.isEmpty())
        lines << u"  "_s + Text::tr("Dates: %1").arg(preview.dateOrder);
    if (preview.hasLocalTimes)
        lines << u"  "_s
                     + Text::tr("Times without a zone: %1")
                           .arg(preview.zone.isEmpty() ? Text::tr("the plant's") : preview.zone);
    for (const QString& question : preview.questions)
        lines << u"  "_s + Text::tr("Open: %1").arg(question);
    QStringList parts{lines.join(u'\n')};
    if (!preview.columns.isEmpty())
        parts << columnTable(preview.columns);
    if (!preview.records.isEmpty())
        parts << recordTable(preview.records);
    if (const auto further = furtherRejects(preview); !further.isEmpty())
        parts << Text::tr("Further down:") + u'\n' + recordTable(further);
    if (preview.role)
        parts << countsText(preview);
    return parts.join(u"\n\n"_s);
}

} // namespace faultline
