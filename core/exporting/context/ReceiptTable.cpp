// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/ReceiptTable.h"

#include "exporting/context/FigureText.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReceiptTable)
};

// Loads ran, and documents are written, on a computer rather than in a plant.
QString timeText(const QDateTime& time)
{
    return time.isValid() ? ZonedTime::here(time).shown() : QString();
}

QString zoneWords(const PlantClocks& clocks)
{
    return clocks.shareZone()
               ? Text::tr("Times and days are in the time zone %1.").arg(clocks.zoneName())
               : Text::tr("Times and days are in the time zone of each plant.");
}

QString roleText(const QString& role)
{
    return role == "readings"_L1     ? Text::tr("readings")
           : role == "sensor_map"_L1 ? Text::tr("sensor map")
                                     : Text::tr("equipment list");
}

QString stateText(const QString& state)
{
    return state == "succeeded"_L1   ? Text::tr("complete")
           : state == "cancelled"_L1 ? Text::tr("cancelled")
           : state == "running"_L1   ? Text::tr("not ended")
                                     : Text::tr("failed");
}

QString balanceText(const DataCounts& total)
{
    return Text::tr("%1 records = %2 loaded + %3 rejected + %4 blank + %5 skipped, %6")
        .arg(
            shownCount(total.in), shownCount(total.loaded), shownCount(total.rejected),
            shownCount(total.blank), shownCount(total.skipped),
            total.balanced() ? Text::tr("balanced") : Text::tr("NOT balanced"));
}

QString loadsText(const DataReceipt& data)
{
    return data.loads.isEmpty() ? Text::tr("none") : data.loadIdsText();
}

QList<FilterLine> remarkLines(const DataReceipt& data)
{
    QList<FilterLine> lines;
    for (const QString& remark : data.state.remarks())
        lines << FilterLine{Text::tr("Note"), remark};
    return lines;
}

// All reports of a document have the same filters, apart from their choices.
QString filtersText(const ReportContext& context)
{
    QStringList texts;
    for (const ReportSection& section : context.sections) {
        for (const QString& text : section.filterTexts()) {
            if (!texts.contains(text))
                texts << text;
        }
    }
    return texts.isEmpty() ? Text::tr("none") : texts.join(u" · "_s);
}

QList<QVariant> countsOf(const DataCounts& counts)
{
    return {counts.in, counts.loaded, counts.rejected, counts.blank, counts.skipped};
}

} // namespace

ReceiptTable receiptTable(const DataReceipt& data)
{
    ReceiptTable table;
    table.columns = {
        {Text::tr("Load")},          {Text::tr("What")},          {Text::tr("Bytes"), true},
        {Text::tr("Records"), true}, {Text::tr("Loaded"), true},  {Text::tr("Rejected"), true},
        {Text::tr("Blank"), true},   {Text::tr("Skipped"), true}, {Text::tr("Content (XXH3-128)")}};
    for (const DataLoad& load : data.loads) {
        const QString what = Text::tr("Folder %1, %2, started %3, Faultline %4")
                                 .arg(
                                     load.folder, stateText(load.state), timeText(load.startedAt),
                                     load.programVersion);
        table.rows << QList<QVariant>{QString::number(load.loadId), what, QString()}
                          + countsOf(load.records) + QList<QVariant>{QString()};
        for (const DataFile& file : load.files) {
            const QString name = Text::tr("%1 (%2)").arg(file.path, roleText(file.role));
            table.rows << QList<QVariant>{QString(), name, file.bytes} + countsOf(file.records)
                              + QList<QVariant>{file.contentHash};
        }
    }
    if (data.loads.isEmpty())
        table.note = Text::tr("The database holds no load.");
    else if (data.unnamedFiles > 0)
        table.note =
            Text::tr(
                "And %1 more files; for all of them, see the command ledger and the page Loads.")
                .arg(shownCount(data.unnamedFiles));
    return table;
}

QList<FilterLine> originLines(const ReportContext& context)
{
    return QList<FilterLine>{
               {Text::tr("Program"), u"Faultline "_s + context.programVersion},
               {Text::tr("Figures as of"), timeText(context.readAt)},
               {Text::tr("Database"), context.database},
               {Text::tr("Times"), zoneWords(context.clocks)},
               {Text::tr("Loads behind them"), loadsText(context.data)},
               {Text::tr("Records"), balanceText(context.data.total())}}
           + remarkLines(context.data);
}

QList<FilterLine> dataLines(const ReportContext& context)
{
    const QString observed = context.summary ? context.summary->observed : QString();
    const QString origin =
        Text::tr("%1, as of %2, Faultline %3")
            .arg(context.database, timeText(context.readAt), context.programVersion);
    return QList<FilterLine>{
               {Text::tr("Observed"), observed.isEmpty() ? Text::tr("nothing") : observed},
               {Text::tr("Filters"), filtersText(context)},
               {Text::tr("Records"),
                Text::tr("%1; loads: %2")
                    .arg(balanceText(context.data.total()), loadsText(context.data))},
               {Text::tr("Database"), origin}}
           + remarkLines(context.data);
}

QString columnWords(const ReportColumn& column)
{
    switch (column.type) {
    case ReportColumn::Type::Integer:
        return Text::tr("whole number; in the SQL: %1").arg(column.name);
    case ReportColumn::Type::Decimal:
        return Text::tr("number with %1 decimals; in the SQL: %2")
            .arg(QString::number(column.decimals), column.name);
    case ReportColumn::Type::Timestamp:
        return column.timeZone.isEmpty()
                   ? Text::tr("time in the time zone of its plant; in the SQL: %1").arg(column.name)
                   : Text::tr("time in the time zone %1; in the SQL: %2")
                         .arg(column.timeZone, column.name);
    case ReportColumn::Type::Text:
        break;
    }
    return Text::tr("text; in the SQL: %1").arg(column.name);
}

} // namespace faultline
