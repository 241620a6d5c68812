// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewReader.h"

#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/preview/ColumnPreview.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace faultline {

namespace {

NamedFormat formatFor(const QStringList& structures, const QList<NamedFormat>& formats)
{
    const auto at = std::find_if(formats.begin(), formats.end(), [&](const NamedFormat& format) {
        return structures.contains(format.structure);
    });
    if (at != formats.end())
        return *at;
    NamedFormat none;
    none.structure = structures.value(0);
    return none;
}

// A file that lists two things has an entry for each.
const SourceFile& entryOf(const QList<SourceFile>& files, std::optional<SourceRole> role)
{
    const auto at = std::find_if(
        files.begin(), files.end(), [role](const SourceFile& file) { return file.role == role; });
    return at != files.end() ? *at : files.constFirst();
}

std::optional<TableFormat> tableOf(const PreviewedFile& read)
{
    if (read.format.choice.skip)
        return std::nullopt;
    if (read.format.choice.table)
        return read.format.choice.table;
    // Before its encoding is known, the names of its columns aren't.
    if (needsEncoding(read.file))
        return std::nullopt;
    const auto& role = read.format.choice.role;
    const auto wanted = role ? role : read.file.role;
    if (!read.file.format.table || wanted != SourceRole::Readings)
        return tableToEdit(read.file, role);
    TableFormat table = *read.file.format.table;
    // The name of this file. Other files of the same form are other sensors.
    if (std::any_of(read.questions.begin(), read.questions.end(), [](const auto& question) {
            return question.kind == TableQuestion::Kind::Sensor;
        }))
        table.sensor.clear();
    return table;
}

// About columns that were chosen, only those that the choice has left open.
std::vector<TableQuestion> questionsOf(const PreviewedFile& read, const PreviewRequest& request)
{
    std::vector<TableQuestion> questions = read.file.tableFinding->questions;
    if (!read.format.choice.table)
        return questions;
    for (const TableQuestion& question : request.unanswered.value(read.format.structure)) {
        if (question.kind != TableQuestion::Kind::DurationUnit)
            questions.push_back(question);
    }
    return questions;
}

// As long as nothing says the severity or the order of dates, records are shown as they are apart
// from that, and not as rejected. In which order dates are read doesn't matter: times aren't shown.
Result<FilePreview>
previewOf(const SourceFile& file, const PreviewOptions& options, const CancelToken& cancel)
{
    const auto& table = file.format.table;
    const bool lacksSeverity = table && table->lacksSeverity();
    SourceFile shown = file;
    if (lacksSeverity) {
        TableFormat answered = *table;
        answered.severity = "INFO";
        shown.format.table = std::make_shared<const TableFormat>(std::move(answered));
    }
    if (file.needsDateOrder())
        shown.format.times.order = TimeFormat::DateOrder::DayFirst;
    auto preview = previewFile(shown, options, cancel);
    if (!preview || !lacksSeverity)
        return preview;
    for (QList<PreviewRecord>* records : {&preview->records, &preview->rejected}) {
        for (PreviewRecord& record : *records) {
            for (PreviewReading& reading : record.readings)
                reading.severity = QStringLiteral("?");
        }
    }
    return preview;
}

} // namespace

bool needsEncoding(const SourceFile& file)
{
    return !file.role && file.problem->code == u"encoding";
}

Result<PreviewedFile> readPreview(const PreviewRequest& request, const CancelToken& cancel)
{
    const auto structures = structuresOf(request.file);
    if (!structures)
        return structures.error();
    PreviewedFile read;
    read.recognised = request.file;
    read.file = request.file;
    read.zone = request.zone;
    read.format = formatFor(*structures, request.formats);
    if (!read.format.choice.isEmpty()) {
        const auto chosen = withChoice(request.file, read.format.choice, cancel);
        if (chosen) {
            read.file = entryOf(*chosen, request.role);
        } else {
            read.mismatch = chosen.error();
            // Without what doesn't fit, so that its text is still in the chosen encoding.
            FormatChoice rest = read.format.choice;
            rest.role.reset();
            rest.table.reset();
            if (const auto readable = withChoice(request.file, rest, cancel))
                read.file = entryOf(*readable, request.role);
        }
    }
    read.questions = questionsOf(read, request);
    auto preview = previewOf(read.file, {request.zone}, cancel);
    if (!preview)
        return preview.error();
    read.preview = *std::move(preview);
    // Their names aren't known, or their meaning is of no use.
    if (needsEncoding(read.file) || read.format.choice.skip)
        read.preview.columns.clear();
    read.table = tableOf(read);
    if (read.mismatch && read.table) {
        if (const auto columns = columnsOf(read.file, *read.table))
            read.preview.columns = *columns;
    }
    return read;
}

} // namespace faultline
