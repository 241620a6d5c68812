// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/preview/FilePreview.h"

#include "base/Utf8.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/folder/LocalTimes.h"
#include "sources/lines/LogRecognition.h"
#include "sources/preview/ColumnPreview.h"
#include "sources/preview/RecordPreview.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FilePreview)
};

QString delimiterText(char delimiter)
{
    switch (delimiter) {
    case '\t':
        return Text::tr("tabs");
    case ';':
        return Text::tr("semicolons");
    case ',':
        return Text::tr("commas");
    case '|':
        return Text::tr("vertical bars");
    default:
        return u'“' + QString(QLatin1Char(delimiter)) + u'”';
    }
}

QString kindOf(const TableFormat& table)
{
    QString shape;
    switch (table.shape) {
    case TableShape::Delimited:
        shape = Text::tr("CSV with %1").arg(delimiterText(table.delimiter));
        break;
    case TableShape::JsonLines:
        shape = Text::tr("JSON, an object a line");
        break;
    case TableShape::JsonElements:
    case TableShape::Count:
        shape = Text::tr("JSON objects");
        break;
    }
    return table.layout == TableLayout::Wide ? Text::tr("%1; a column for each sensor").arg(shape)
                                             : Text::tr("%1; a row for each reading").arg(shape);
}

QString encodingText(const SourceFile& file)
{
    return file.input.encoding == TextEncoding::Utf8 ? u"utf-8"_s
                                                     : encodingWord(file.input.encoding);
}

bool makesMap(const TableFormat& table)
{
    return table.layout == TableLayout::Long && table.columnOf(TableField::Sensor) >= 0
           && table.columnOf(TableField::Equipment) >= 0;
}

void describeReadings(const SourceFile& file, FilePreview& preview)
{
    if (const auto& table = file.format.table) {
        preview.kind = kindOf(*table);
        preview.reasons = file.tableFinding->reasons;
        for (const TableQuestion& question : file.tableFinding->questions) {
            // The order of dates is asked apart.
            if (question.kind != TableQuestion::Kind::Times || !file.dateOrder)
                preview.questions << question.text;
        }
        if (makesMap(*table))
            preview.reasons << Text::tr("Its rows name sensors and their equipment, so it is a "
                                        "sensor map too.");
        preview.mustAnswer = table->isOpen();
    } else {
        preview.kind = Text::tr("Log");
        if (!file.problem)
            preview.reasons << Text::tr("Its lines are readings of sensors.");
        if (!file.format.layout.isUsual())
            preview.reasons << file.format.layout.toText();
    }
}

void describeList(const SourceFile& file, FilePreview& preview)
{
    preview.kind = sourceRoleText(*file.role);
    if (file.tableFinding) {
        preview.reasons = file.tableFinding->reasons;
        return;
    }
    preview.reasons
        << (*file.role == SourceRole::SensorMap
                ? Text::tr("Its columns name equipment and sensors.")
                : Text::tr("Its columns name equipment and codes."));
}

// Why the other order can't be chosen.
QString proofOfDates(const SourceFile& file)
{
    const DateOrderEvidence& evidence = file.dateOrder->evidence;
    const auto& example = evidence.dayFirst ? evidence.dayFirst : evidence.monthFirst;
    return Text::tr(
               "Its dates are %1, as %2 in line %3 shows: in the other order, such lines would "
               "be rejected.")
        .arg(dateOrderText(file.format.times.order), QString::fromLatin1(example->date))
        .arg(example->line);
}

void askForDates(const SourceFile& file, FilePreview& preview)
{
    preview.dateOrder = file.dateOrderText();
    if (file.dateOrder && file.dateOrder->reason == DateOrderFinding::Reason::Proved)
        preview.reasons << proofOfDates(file);
    if (!file.needsDateOrder())
        return;
    preview.questions << Text::tr("Does the day or the month come first in its dates? %1.")
                             .arg(preview.dateOrder);
    preview.mustAnswer = true;
}

} // namespace

Result<FilePreview>
previewFile(const SourceFile& file, const PreviewOptions& options, const CancelToken& cancel)
{
    FilePreview preview;
    preview.role = file.role;
    preview.encoding = encodingText(file);
    if (file.problem)
        preview.problem = reasonText(*file.problem);
    const auto structure = structureOf(file);
    if (!structure)
        return preview.problem.isEmpty() ? Result<FilePreview>(structure.error())
                                         : Result<FilePreview>(preview);
    preview.structure = *structure;
    preview.possibleRoles = possibleRoles(file);
    Result<void> done;
    if (!file.role) {
        done = previewLines(file, options, preview);
    } else if (*file.role == SourceRole::Readings) {
        describeReadings(file, preview);
        done = previewReadings(file, options, preview, cancel);
    } else {
        describeList(file, preview);
        done = previewList(file, options, preview, cancel);
    }
    if (!done)
        return done.error();
    askForDates(file, preview);
    preview.zone = storedZone(file.format.zone);
    const auto hasLocalTimes = writesLocalTimes(file, cancel);
    if (!hasLocalTimes && hasLocalTimes.error().code == kCancelledCode)
        return hasLocalTimes.error();
    // A list that can't be read says so elsewhere.
    preview.hasLocalTimes = hasLocalTimes && *hasLocalTimes;
    if (const auto columns = columnsOf(file))
        preview.columns = *columns;
    else
        return columns.error();
    return preview;
}

} // namespace faultline
