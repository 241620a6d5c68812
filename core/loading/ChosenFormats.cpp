// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChosenFormats.h"

#include "loading/formats/KeptFormats.h"
#include "sources/choices/ChosenFormat.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChosenFormats)
};

constexpr qsizetype kMaxNames = 3;
constexpr auto kOpenSeverityCode = "open-severity"_L1;
constexpr auto kOpenUnitCode = "open-duration-unit"_L1;

UserMessage wasUsed(const UsedFormat& used)
{
    const qsizetype more = used.files.size() - kMaxNames;
    QString names = used.files.first(std::min(used.files.size(), kMaxNames)).join(u", "_s);
    if (more > 0)
        names = Text::tr("%1 and %2 more").arg(names).arg(more);
    return UserMessage::information(Text::tr("Read as chosen (“%1”): %2.").arg(used.name, names))
        .withCode(u"format-used"_s);
}

std::optional<UserMessage> encodingQuestion(const DataFolder& folder)
{
    const auto file =
        std::find_if(folder.files.begin(), folder.files.end(), [](const SourceFile& each) {
            return !each.role && each.problem->code == "encoding"_L1;
        });
    if (file == folder.files.end())
        return std::nullopt;
    return UserMessage::error(Text::tr("It isn't clear in which encoding a file is"))
        .because(file->problem->why)
        .at(file->path)
        .withRemedy(file->problem->remedy)
        .withCode(kFormatQuestionCode.toString());
}

// What a person must say about a table before it is loaded.
UserMessage openProblem(const SourceFile& file)
{
    const bool isSeverity = file.format.table->lacksSeverity();
    const QString command = u"faultline-cli formats set '%1' %2"_s.arg(
        QString(file.path).replace(u'\'', u"'\\''"_s),
        isSeverity ? u"--severity ERROR"_s : u"--duration-unit h"_s);
    return UserMessage::warning(Text::tr("A question is open"))
        .because(
            isSeverity
                ? Text::tr("No column says the severity, and none was chosen.")
                : Text::tr("Durations are numbers, and neither the name of the column nor its "
                           "cells say in which unit of time. None was chosen."))
        .at(file.path)
        .withRemedy(Text::tr("Say it once for all files like this, such as: %1").arg(command))
        .withCode(isSeverity ? kOpenSeverityCode : kOpenUnitCode);
}

} // namespace

Result<QList<NamedFormat>> keepAndFetch(Connection& connection, const QList<NamedFormat>& chosen)
{
    for (const NamedFormat& format : chosen) {
        if (const auto kept = keepSuggested(connection, format); !kept)
            return kept.error();
    }
    const auto all = keptFormats(connection);
    if (!all)
        return all.error();
    return QList<NamedFormat>(all->cbegin(), all->cend());
}

Result<QList<UserMessage>> useFormats(
    DataFolder& folder, const QList<NamedFormat>& formats, const QString& forAll,
    const CancelToken& cancel)
{
    QList<UserMessage> findings;
    const qsizetype warningsBefore = folder.warnings.size();
    const auto used = applyChoices(folder, formats, cancel);
    if (!used)
        return used.error();
    for (const UsedFormat& each : *used) {
        if (each.name != forAll)
            findings << wasUsed(each);
    }
    findings << folder.warnings.mid(warningsBefore);
    if (forAll.isEmpty())
        return findings;
    const auto format = std::find_if(formats.begin(), formats.end(), [&](const NamedFormat& each) {
        return each.name == forAll;
    });
    if (format == formats.end())
        return noSuchFormat(forAll);
    const auto usedForAll = applyToAll(folder, *format, cancel);
    if (!usedForAll)
        return usedForAll.error();
    findings << wasUsed(*usedForAll);
    return findings;
}

void setAsideOpenTables(DataFolder& folder)
{
    bool isAny = false;
    for (SourceFile& file : folder.files) {
        if (file.role != SourceRole::Readings || !file.format.table || !file.format.table->isOpen())
            continue;
        isAny = true;
        file.problem = openProblem(file);
        file.role.reset();
    }
    if (isAny)
        sortSources(folder);
}

std::optional<UserMessage> formatQuestion(const DataFolder& folder)
{
    const auto file =
        std::find_if(folder.files.begin(), folder.files.end(), [](const SourceFile& each) {
            return each.problem->code == kOpenSeverityCode || each.problem->code == kOpenUnitCode;
        });
    if (file == folder.files.end())
        return encodingQuestion(folder);
    return UserMessage::error(
               file->problem->code == kOpenSeverityCode
                   ? Text::tr("It isn't clear which severity the rows of a table have")
                   : Text::tr("It isn't clear in which unit of time durations are"))
        .because(file->problem->why)
        .at(file->path)
        .withRemedy(file->problem->remedy)
        .withCode(kFormatQuestionCode.toString());
}

} // namespace faultline
