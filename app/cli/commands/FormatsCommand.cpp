// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Command.h"
#include "cli/Context.h"
#include "cli/arguments/FormatArguments.h"
#include "cli/commands/KnownFormats.h"
#include "cli/output/PreviewText.h"
#include "cli/output/TextTable.h"

#include "loading/formats/KeptFormats.h"
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FileStructure.h"
#include "sources/folder/FileInspection.h"
#include "sources/preview/FilePreview.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FormatsCommand)
};

constexpr int kShownRows = 10;

void addOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"name"_s,
         Text::tr("The name of the format. Default: the one that such files have already, or that "
                  "of the file."),
         u"NAME"_s});
    addFormatOptions(parser);
}

QJsonObject formatJson(const KeptFormat& format)
{
    return {
        {u"name"_s, format.name},
        {u"structure"_s, format.structure},
        {u"choice"_s, format.choice.toJson()},
        {u"changed_at"_s, format.changedAt.toString(Qt::ISODate)}};
}

QString shortStructure(const QString& structure)
{
    constexpr qsizetype kMaxCharacters = 60;
    return structure.size() <= kMaxCharacters ? structure
                                              : structure.left(kMaxCharacters - 1) + u'…';
}

ExitCode printList(const QList<KeptFormat>& formats, Context& context)
{
    if (context.options().json) {
        QJsonArray array;
        for (const KeptFormat& format : formats)
            array << formatJson(format);
        context.printJson({{u"formats"_s, array}});
        return ExitCode::Done;
    }
    if (formats.isEmpty()) {
        context.print(Text::tr("No formats are kept. Look at a file with: faultline-cli formats "
                               "show FILE"));
        return ExitCode::Done;
    }
    TextTable table({{Text::tr("Name")}, {Text::tr("Chosen")}, {Text::tr("For files like")}});
    for (const KeptFormat& format : formats)
        table.addRow(
            {format.name, format.choice.toTexts().join(u", "_s), shortStructure(format.structure)});
    context.print(table.toText());
    return ExitCode::Done;
}

// A file, or a member of an archive or list of a document as it is listed; with all its roles.
Result<QList<SourceFile>> fileAt(const QString& argument)
{
    const QString path = QDir::cleanPath(QDir::current().absoluteFilePath(argument));
    const InputName name = InputName::fromText(path);
    const QFileInfo info(name.path);
    if (!info.exists() || info.isDir()) {
        return UserMessage::error(Text::tr("The file can't be read"))
            .because(info.isDir() ? Text::tr("It is a folder.") : Text::tr("It doesn't exist."))
            .at(path)
            .withRemedy(Text::tr("Specify one file, such as one that a load has listed."))
            .withCode(u"file"_s);
    }
    const QList<SourceFile> files = inspectFile(name.path, info.fileName(), std::nullopt, {}).files;
    if (files.size() == 1 || files.constFirst().path == files.constLast().path)
        return files;
    QList<SourceFile> members;
    QStringList paths;
    for (const SourceFile& file : files) {
        if (file.path == path)
            members << file;
        if (paths.size() < kShownRows && !paths.contains(file.path))
            paths << file.path;
    }
    if (!members.isEmpty())
        return members;
    return UserMessage::error(Text::tr("There are several lists or files in it"))
        .because(paths.join(u'\n'))
        .at(path)
        .withRemedy(Text::tr("Specify one of them."))
        .withCode(u"usage"_s);
}

std::optional<NamedFormat> formatOf(const SourceFile& file, const QList<NamedFormat>& formats)
{
    const auto structures = structuresOf(file);
    for (const NamedFormat& format : formats) {
        if (structures && structures->contains(format.structure))
            return format;
    }
    return std::nullopt;
}

Result<QList<FilePreview>> previewsOf(const QList<SourceFile>& files)
{
    PreviewOptions options;
    options.rows = kShownRows;
    options.rejected = kShownRows;
    QList<FilePreview> previews;
    for (const SourceFile& file : files) {
        const auto preview = previewFile(file, options, {});
        if (!preview)
            return preview.error();
        previews << *preview;
    }
    return previews;
}

ExitCode printFiles(
    const QList<SourceFile>& files, const std::optional<NamedFormat>& format, Context& context)
{
    const auto previews = previewsOf(files);
    if (!previews)
        return context.fail(previews.error());
    QStringList texts;
    QJsonArray array;
    for (qsizetype i = 0; i < files.size(); ++i) {
        QJsonObject json = previews->at(i).toJson();
        json.insert(u"path"_s, files.at(i).path);
        array << json;
        texts << previewText(files.at(i).relativePath, previews->at(i));
    }
    if (format)
        texts << Text::tr("Format “%1”: %2.")
                     .arg(format->name, format->choice.toTexts().join(u", "_s));
    if (context.options().json) {
        context.printJson(
            {{u"format"_s, format ? QJsonValue(format->name) : QJsonValue(QJsonValue::Null)},
             {u"choice"_s, format ? format->choice.toJson() : QJsonObject()},
             {u"files"_s, array}});
    } else {
        context.print(texts.join(u"\n\n"_s));
    }
    return ExitCode::Done;
}

// A file as a load reads it.
ExitCode showFile(const QString& argument, Context& context)
{
    const auto files = fileAt(argument);
    if (!files)
        return context.fail(files.error());
    const auto format = formatOf(files->constFirst(), knownFormats(context));
    if (!format)
        return printFiles(*files, std::nullopt, context);
    const auto chosen = withChoice(files->constFirst(), format->choice, {});
    if (chosen)
        return printFiles(*chosen, format, context);
    context.note(chosen.error());
    return printFiles(*files, std::nullopt, context);
}

ExitCode showFormat(const QString& name, Connection& connection, Context& context)
{
    const auto formats = keptFormats(connection);
    if (!formats)
        return context.fail(formats.error());
    const auto format =
        std::find_if(formats->begin(), formats->end(), [&name](const KeptFormat& each) {
            return each.name == name;
        });
    if (format == formats->end())
        return context.fail(noSuchFormat(name));
    if (context.options().json) {
        context.printJson(formatJson(*format));
        return ExitCode::Done;
    }
    QStringList parts{Text::tr("%1: %2").arg(name, format->choice.toTexts().join(u", "_s))};
    if (const auto& table = format->choice.table) {
        TextTable columns({{Text::tr("Column")}, {Text::tr("Field")}, {Text::tr("Label")}});
        for (const TableColumn& column : table->columns) {
            columns.addRow(
                {QString::fromStdString(column.name), tableFieldWord(column.field),
                 QString::fromStdString(column.label)});
        }
        parts << columns.toText();
        if (!table->severity.empty())
            parts << Text::tr("Severity of rows without one: %1")
                         .arg(QString::fromStdString(table->severity));
        if (!table->sensor.empty())
            parts << Text::tr("Sensor of rows without one: %1")
                         .arg(QString::fromStdString(table->sensor));
    }
    parts << Text::tr("For files like: %1").arg(format->structure);
    context.print(parts.join(u"\n\n"_s));
    return ExitCode::Done;
}

ExitCode
set(const QCommandLineParser& parser, const QString& argument, Connection& connection,
    Context& context)
{
    const auto files = fileAt(argument);
    if (!files)
        return context.fail(files.error());
    const SourceFile& file = files->constFirst();
    const auto structure = structureOf(file);
    if (!structure)
        return context.fail(structure.error());
    if (structure->isEmpty()) {
        return context.fail(
            UserMessage::error(Text::tr("No format can be kept for the file"))
                .because(Text::tr("It is neither a log nor a table with a header, so no other file "
                                  "could be recognised as one like it."))
                .at(file.path)
                .withCode(u"no-structure"_s));
    }
    const auto kept = keptFormats(connection);
    if (!kept)
        return context.fail(kept.error());
    const auto before = formatOf(file, {kept->cbegin(), kept->cend()});
    const auto choice = choiceWith(parser, before ? before->choice : FormatChoice(), file);
    if (!choice)
        return choice.error().code == u"usage" ? context.wrongUsage(choice.error())
                                               : context.fail(choice.error());
    const auto chosen = withChoice(file, *choice, {});
    if (!chosen)
        return context.fail(chosen.error());
    NamedFormat format{
        parser.value(u"name"_s).simplified(), before ? before->structure : *structure, *choice};
    Result<void> done;
    if (!format.name.isEmpty()) {
        done = keepFormat(connection, format);
    } else {
        format.name = QFileInfo(file.input.isMember() ? file.input.member : file.input.path)
                          .completeBaseName();
        const auto name = keepSuggested(connection, format);
        if (name)
            format.name = *name;
        else
            done = name.error();
    }
    if (!done)
        return context.fail(done.error());
    return printFiles(*chosen, format, context);
}

ExitCode forget(const QString& name, Connection& connection, Context& context)
{
    const auto forgotten = forgetFormat(connection, name);
    if (!forgotten)
        return context.fail(forgotten.error());
    if (!*forgotten)
        return context.fail(noSuchFormat(name));
    if (context.options().json)
        context.printJson({{u"forgotten"_s, name}});
    else
        context.print(
            Text::tr("The format “%1” was forgotten. What was loaded with it stays.").arg(name));
    return ExitCode::Done;
}

ExitCode run(const QCommandLineParser& parser, Context& context)
{
    const QStringList arguments = parser.positionalArguments();
    const QString action = arguments.value(0);
    const bool isList = action == "list"_L1 && arguments.size() == 1;
    const bool isShow = action == "show"_L1 && arguments.size() == 2;
    const bool isSet = action == "set"_L1 && arguments.size() == 2;
    const bool isForget = action == "forget"_L1 && arguments.size() == 2;
    if (!isList && !isShow && !isSet && !isForget) {
        return context.wrongUsage(
            Text::tr("Specify one of: list; show NAME or FILE; set FILE; forget NAME."));
    }
    const bool isFile = isShow && InputName::fromText(arguments.at(1)).path.contains(u'/');
    if (isShow && (isFile || QFileInfo::exists(InputName::fromText(arguments.at(1)).path)))
        return showFile(arguments.at(1), context);
    const auto database =
        context.openDatabase(isList || isShow ? DatabasePurpose::Read : DatabasePurpose::Load);
    if (!database) {
        const bool isEmpty = database.error().code == u"no-schema";
        return isEmpty && isList   ? printList({}, context)
               : isEmpty && isShow ? context.fail(noSuchFormat(arguments.at(1)))
                                   : context.fail(database.error());
    }
    auto connection = Connection::open(database->settings());
    if (!connection)
        return context.fail(connection.error());
    if (isSet)
        return set(parser, arguments.at(1), *connection, context);
    if (isForget)
        return forget(arguments.at(1), *connection, context);
    if (isShow)
        return showFormat(arguments.at(1), *connection, context);
    const auto formats = keptFormats(*connection);
    return formats ? printList(*formats, context) : context.fail(formats.error());
}

} // namespace

Command formatsCommand()
{
    return {
        u"formats"_s,
        u"list | show NAME|FILE | set FILE [--name NAME] [--role ROLE] "
        "[--column NAME=FIELD[:LABEL]]… [--layout long|wide] [--severity WORD] [--sensor ID] "
        "[--duration-unit UNIT] [--decimal-mark MARK] [--dates ORDER] [--encoding NAME] | forget NAME"_s,
        Text::tr("Shows what the beginning of a file becomes, and keeps how files with the same "
                 "structure are read."),
        &addOptions, &run};
}

} // namespace faultline
