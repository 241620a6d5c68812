// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments/FormatArguments.h"

#include "base/Utf8.h"
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/choices/TableEdit.h"
#include "sources/failures/Durations.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FormatArguments)
};

constexpr auto kNoneWord = "none"_L1;
constexpr std::array kTableOptions{"column"_L1, "layout"_L1,        "severity"_L1,
                                   "sensor"_L1, "duration-unit"_L1, "decimal-mark"_L1};

UserMessage wrongUsage(const QString& what)
{
    return UserMessage::error(what).withCode(u"usage"_s);
}

// "equipment-list", as words of the command line are written.
QString roleWord(SourceRole role)
{
    return sourceRoleWord(role).replace(u'_', u'-');
}

Result<void> takeRole(const QString& word, FormatChoice& choice)
{
    choice.skip = word == kNoneWord;
    choice.role.reset();
    if (choice.skip)
        return {};
    QStringList words;
    for (const SourceRole role :
         {SourceRole::Readings, SourceRole::SensorMap, SourceRole::EquipmentList}) {
        words << roleWord(role);
        if (word == words.constLast())
            choice.role = role;
    }
    if (choice.role)
        return {};
    return wrongUsage(
        Text::tr("--role takes %1 or none, not “%2”.").arg(words.join(u", "_s), word));
}

// NAME=FIELD or NAME=FIELD:LABEL. A name may have any characters.
struct ColumnArgument
{
    QString name;
    TableField field = TableField::Ignored;
    QString label;
};

std::optional<ColumnArgument> columnArgumentOf(const QString& text)
{
    for (qsizetype at = text.lastIndexOf(u'='); at > 0; at = text.lastIndexOf(u'=', at - 1)) {
        const QString meaning = text.mid(at + 1);
        const qsizetype colon = meaning.indexOf(u':');
        const QString word = colon < 0 ? meaning : meaning.left(colon);
        if (const auto field = tableFieldFromWord(word)) {
            return ColumnArgument{
                text.left(at), *field, colon < 0 ? QString() : meaning.mid(colon + 1)};
        }
    }
    return std::nullopt;
}

QString fieldWords(std::optional<TableLayout> layout = std::nullopt)
{
    QStringList words;
    for (int i = 0; i < static_cast<int>(TableField::Count); ++i) {
        const auto field = static_cast<TableField>(i);
        if (!layout || isFieldOf(*layout, field))
            words << tableFieldWord(field);
    }
    return words.join(u", "_s);
}

Result<void> takeColumn(const QString& text, TableFormat& table)
{
    const auto noField = [&] {
        return wrongUsage(
            Text::tr("--column takes NAME=FIELD or NAME=FIELD:LABEL, not “%1”. A field is one of: "
                     "%2.")
                .arg(text, fieldWords(table.layout)));
    };
    const auto argument = columnArgumentOf(text);
    if (!argument)
        return noField();
    const auto column =
        std::find_if(table.columns.begin(), table.columns.end(), [&](const TableColumn& each) {
            return readableText(each.name) == argument->name;
        });
    if (column != table.columns.end()) {
        if (!isFieldOf(table.layout, argument->field))
            return noField();
        setColumn(
            table, static_cast<std::size_t>(column - table.columns.begin()), argument->field,
            argument->label.toStdString());
        return {};
    }
    constexpr qsizetype kMaxNames = 20;
    QStringList names;
    for (const TableColumn& each : table.columns) {
        if (names.size() < kMaxNames)
            names << readableText(each.name);
    }
    return wrongUsage(
        Text::tr("There is no column “%1”. Columns: %2.").arg(argument->name, names.join(u", "_s)));
}

Result<void> takeDurationUnit(const QString& word, TableFormat& table)
{
    const std::string_view unit = unitOfDuration(word.toLower().toStdString());
    if (unit.empty() && word != kNoneWord) {
        return wrongUsage(
            Text::tr("--duration-unit takes h, min, s, d or none, not “%1”.").arg(word));
    }
    if (setDurationUnit(table, std::string(unit)))
        return {};
    return wrongUsage(
        Text::tr("No column is a duration. Say which one is: --column NAME=duration:h"));
}

Result<void> changeTable(const QCommandLineParser& parser, TableFormat& table)
{
    if (table.isList()) {
        for (const QLatin1StringView option : kTableOptions) {
            if (option != "column"_L1 && parser.isSet(QString(option))) {
                return wrongUsage(
                    Text::tr("--%1 is for tables of readings, and the file is read as a list.")
                        .arg(option));
            }
        }
    }
    if (parser.isSet(u"layout"_s)) {
        const auto layout = tableLayoutFromWord(parser.value(u"layout"_s));
        if (!layout || layout == TableLayout::List) {
            return wrongUsage(
                Text::tr("--layout takes long or wide, not “%1”.").arg(parser.value(u"layout"_s)));
        }
        setLayout(table, *layout);
    }
    for (const QString& column : parser.values(u"column"_s)) {
        if (const auto taken = takeColumn(column, table); !taken)
            return taken;
    }
    if (parser.isSet(u"severity"_s))
        table.severity = parser.value(u"severity"_s).toUpper().toStdString();
    if (parser.isSet(u"sensor"_s))
        table.sensor = parser.value(u"sensor"_s).toStdString();
    if (parser.isSet(u"duration-unit"_s)) {
        const auto taken = takeDurationUnit(parser.value(u"duration-unit"_s), table);
        if (!taken)
            return taken;
    }
    if (parser.isSet(u"decimal-mark"_s)) {
        const QString mark = parser.value(u"decimal-mark"_s);
        if (mark != "."_L1 && mark != ","_L1)
            return wrongUsage(Text::tr("--decimal-mark takes . or ,, not “%1”.").arg(mark));
        table.decimalMark = mark.front().toLatin1();
    }
    return {};
}

Result<void>
takeTable(const QCommandLineParser& parser, FormatChoice& choice, const SourceFile& file)
{
    const bool isWanted =
        std::any_of(kTableOptions.begin(), kTableOptions.end(), [&](QLatin1StringView option) {
            return parser.isSet(QString(option));
        });
    if (!isWanted)
        return {};
    if (!choice.table) {
        // In its encoding, so that columns have their names.
        FormatChoice text;
        text.encoding = choice.encoding;
        const auto decoded = withChoice(file, text, {});
        choice.table = decoded ? tableToEdit(decoded->front(), choice.role) : std::nullopt;
        const bool likeFile = choice.table && choice.table->layout == TableLayout::Long
                              && choice.table->columnOf(TableField::Sensor) < 0
                              && choice.table->columnOf(TableField::Equipment) < 0;
        if (likeFile)
            choice.table->sensor.clear(); // each file's own name
    }
    if (!choice.table) {
        return wrongUsage(
            Text::tr("The file is no table: it has no header that names columns, one of which has "
                     "times. If it is a list, say so: --role equipment-list or sensor-map."));
    }
    return changeTable(parser, *choice.table);
}

// None for the plant's.
Result<std::optional<LocalTime>> zoneFromText(const QString& text)
{
    if (text == "plant"_L1)
        return std::optional<LocalTime>();
    auto zone = LocalTime::fromNameOrOffset(text);
    return zone ? Result<std::optional<LocalTime>>(*std::move(zone)) : zone.error();
}

} // namespace

void addFormatOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"role"_s,
         Text::tr("What such files are: readings, sensor-map, equipment-list, or none, which "
                  "aren't loaded."),
         u"ROLE"_s});
    parser.addOption(
        {u"column"_s,
         Text::tr("What a column of a table or list means, and the sensor or measurement that it "
                  "is, if that isn't its name. Can be repeated. Fields: %1.")
             .arg(fieldWords()),
         u"NAME=FIELD[:LABEL]"_s});
    parser.addOption(
        {u"layout"_s, Text::tr("long: a row is a reading. wide: a column is a sensor."),
         u"LAYOUT"_s});
    parser.addOption(
        {u"severity"_s, Text::tr("The severity of rows without one, such as ERROR."), u"WORD"_s});
    parser.addOption(
        {u"sensor"_s, Text::tr("The sensor of a table that names none. Default: like the file."),
         u"ID"_s});
    parser.addOption(
        {u"duration-unit"_s,
         Text::tr("The unit of durations that are only numbers: h, min, s or d; none: they aren't "
                  "used."),
         u"UNIT"_s});
    parser.addOption(
        {u"decimal-mark"_s, Text::tr("The decimal mark of numbers: . or ,"), u"MARK"_s});
    parser.addOption(
        {u"dates"_s,
         Text::tr("What comes first in dates such as 01/02/2021, in files that don't show it: "
                  "day-first or month-first."),
         u"ORDER"_s});
    parser.addOption(
        {u"zone"_s,
         Text::tr("The zone of times without one: a name such as Europe/Oslo, UTC, an offset such "
                  "as +01:00, or “plant”, the plant's."),
         u"ZONE"_s});
    parser.addOption(
        {u"encoding"_s,
         Text::tr("How such files are encoded if they aren't UTF-8: windows-1252, iso-8859-1 or "
                  "iso-8859-15."),
         u"NAME"_s});
}

Result<FormatChoice>
choiceWith(const QCommandLineParser& parser, FormatChoice choice, const SourceFile& file)
{
    if (parser.isSet(u"role"_s)) {
        if (const auto taken = takeRole(parser.value(u"role"_s), choice); !taken)
            return taken.error();
        const bool isList = choice.role && choice.role != SourceRole::Readings;
        if (choice.skip || (choice.table && choice.table->isList() != isList))
            choice.table.reset();
    }
    if (parser.isSet(u"encoding"_s)) {
        choice.encoding = encodingOfWord(parser.value(u"encoding"_s));
        if (!choice.encoding || !choosableEncodings().contains(*choice.encoding))
            return wrongUsage(
                Text::tr("--encoding must be windows-1252, iso-8859-1 or iso-8859-15."));
    }
    if (parser.isSet(u"dates"_s)) {
        const auto order = dateOrderFromWord(parser.value(u"dates"_s));
        if (!order) {
            return wrongUsage(Text::tr("--dates takes day-first or month-first, not “%1”.")
                                  .arg(parser.value(u"dates"_s)));
        }
        choice.dates = *order;
    }
    if (parser.isSet(u"zone"_s)) {
        const auto zone = zoneFromText(parser.value(u"zone"_s));
        if (!zone)
            return zone.error();
        choice.zone = *zone;
    }
    if (const auto taken = takeTable(parser, choice, file); !taken)
        return taken.error();
    if (choice.isEmpty() && !parser.isSet(u"zone"_s))
        return wrongUsage(Text::tr("Specify what to change, such as --severity ERROR."));
    return choice;
}

} // namespace faultline
