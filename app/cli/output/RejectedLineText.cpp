// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/RejectedLineText.h"

#include "base/Utf8.h"
#include "cli/output/Figures.h"
#include "cli/output/TextTable.h"

#include "readings/RejectedLine.h"
#include "sources/lines/TimestampAdvice.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RejectsCommand)
};

QString readable(const QByteArray& bytes)
{
    return readableText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

QString withCuts(const ContextLine& line, const QString& text)
{
    return (line.isCutBefore ? u"…"_s : QString()) + text + (line.isCutAfter ? u"…"_s : QString());
}

QString lineText(const ContextLine& line)
{
    return withCuts(line, readable(line.bytes));
}

// "  > 12 | text"
QString numberedLine(const ContextLine& line, bool isRejected, qsizetype digits)
{
    return u"  %1 %2 | %3"_s.arg(
        isRejected ? u">"_s : u" "_s, QString::number(line.lineNumber).rightJustified(digits),
        lineText(line));
}

QJsonArray linesJson(const QList<ContextLine>& lines)
{
    QJsonArray array;
    for (const ContextLine& line : lines) {
        const auto size = static_cast<std::size_t>(line.bytes.size());
        array << QJsonObject{
            {u"line"_s, line.lineNumber},
            {u"text"_s, withCuts(line, reversibleText({line.bytes.constData(), size}))}};
    }
    return array;
}

// With what to do about it, if there is more to say.
QString reasonOf(const StoredRejectedLine& line)
{
    const QString reason = line.reasonText();
    if (line.reason != rejectReasonWord(RejectReason::Timestamp))
        return reason;
    const QString advice = timestampAdvice(line.raw, line.key.columnNumber);
    return advice.isEmpty() ? reason : u"%1. %2"_s.arg(reason, advice);
}

} // namespace

QString rejectedLineHead(const StoredRejectedLine& line, bool hasSeveralPlants)
{
    QStringList where;
    if (hasSeveralPlants)
        where << Text::tr("plant %1").arg(line.plant);
    if (line.recordNumber > 0)
        where << Text::tr("record %1").arg(line.recordNumber);
    where << Text::tr("byte %1").arg(line.key.byteOffset);
    return u"%1:%2:%3: %4 [%5]"_s.arg(
        line.path, QString::number(line.key.lineNumber), QString::number(line.key.columnNumber),
        reasonOf(line), where.join(u", "_s));
}

QJsonObject rejectedLineJson(const StoredRejectedLine& line)
{
    return {
        {u"load_id"_s, line.loadId},
        {u"plant"_s, line.plant},
        {u"path"_s, line.path},
        {u"line"_s, line.key.lineNumber},
        {u"byte"_s, line.key.byteOffset},
        {u"column"_s, line.key.columnNumber},
        {u"bytes"_s, line.lineBytes},
        {u"reason"_s, line.reason},
        {u"record"_s, line.recordNumber > 0 ? QJsonValue(line.recordNumber) : QJsonValue()},
        {u"field"_s, line.field.isEmpty() ? QJsonValue() : QJsonValue(line.field)},
        {u"raw"_s, line.reversibleRaw()}};
}

QString contextText(const LineContext& context)
{
    const auto& last = context.after.isEmpty() ? context.lines : context.after;
    const qsizetype digits = QString::number(last.constLast().lineNumber).size();
    QStringList text;
    for (const ContextLine& line : context.before)
        text << numberedLine(line, false, digits);
    for (qsizetype i = 0; i < context.lines.size(); ++i) {
        const ContextLine& line = context.lines.at(i);
        text << numberedLine(line, true, digits);
        if (i == context.markedLine) {
            const qsizetype before =
                readable(line.bytes.first(context.markedByte)).size() + (line.isCutBefore ? 1 : 0);
            text << QString(4 + digits, u' ') + u" | "_s + QString(before, u' ') + u'^';
        }
    }
    for (const ContextLine& line : context.after)
        text << numberedLine(line, false, digits);
    return text.join(u'\n');
}

QJsonObject contextJson(const LineContext& context)
{
    return {
        {u"before"_s, linesJson(context.before)},
        {u"lines"_s, linesJson(context.lines)},
        {u"after"_s, linesJson(context.after)}};
}

QString rejectedCountsText(const RejectedCounts& counts, bool hasSeveralPlants)
{
    TextTable reasons(
        {{Text::tr("Lines"), true},
         {Text::tr("Files"), true},
         {Text::tr("Reason")},
         {Text::tr("What is wrong")}});
    for (const RejectedReasonCount& count : counts.reasons) {
        reasons.addRow(
            {figures::count(count.lines), figures::count(count.files), count.reason,
             reasonTextOf(count.reason)});
    }
    QList<TextTable::Column> columns{{Text::tr("Lines"), true}, {Text::tr("File")}};
    if (hasSeveralPlants)
        columns.insert(1, {Text::tr("Plant")});
    TextTable files(columns);
    for (const RejectedFileCount& count : counts.files) {
        QStringList row{figures::count(count.lines), count.path};
        if (hasSeveralPlants)
            row.insert(1, count.plant);
        files.addRow(row);
    }
    return reasons.toText() + u"\n\n"_s + files.toText();
}

QJsonObject rejectedCountsJson(const RejectedCounts& counts)
{
    QJsonArray reasons;
    for (const RejectedReasonCount& count : counts.reasons) {
        reasons << QJsonObject{
            {u"reason"_s, count.reason},
            {u"text"_s, reasonTextOf(count.reason)},
            {u"lines"_s, count.lines},
            {u"files"_s, count.files}};
    }
    QJsonArray files;
    for (const RejectedFileCount& count : counts.files) {
        files << QJsonObject{
            {u"plant"_s, count.plant}, {u"path"_s, count.path}, {u"lines"_s, count.lines}};
    }
    return {{u"count"_s, counts.lines}, {u"reasons"_s, reasons}, {u"files"_s, files}};
}

} // namespace faultline
