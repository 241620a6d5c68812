// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/formats/SourceFormat.h"

#include "sources/lines/LogParser.h"
#include "sources/tables/TableParser.h"

#include <QCoreApplication>

#include <string>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceFormat)
};

TableFormat fromAnyBegin(TableFormat format)
{
    format.dataBegin = 0;
    return format;
}

} // namespace

bool SourceFormat::operator==(const SourceFormat& other) const
{
    if (times != other.times || isTable() != other.isTable() || layout != other.layout
        || zone != other.zone)
        return false;
    return table == other.table || fromAnyBegin(*table) == fromAnyBegin(*other.table);
}

std::unique_ptr<RecordParser>
makeRecordParser(const SourceFormat& format, const LocalTime& plantZone)
{
    const LocalTime zone = format.zone.value_or(plantZone);
    if (format.table)
        return std::make_unique<TableParser>(*format.table, zone, format.times);
    return std::make_unique<LogParser>(zone, format.times, format.layout);
}

std::unique_ptr<RecordParser> makeLineParser(SourceFormat format)
{
    format.zone.reset();
    return makeRecordParser(format, LocalTime::utc());
}

QByteArray storedTable(const std::shared_ptr<const TableFormat>& table)
{
    return table ? QByteArray::fromStdString(table->toJson()) : QByteArray();
}

QString storedLayout(const LogLayout& layout)
{
    return layout.isUsual() ? QString() : layout.toWord();
}

Result<LogLayout> layoutFromStored(const QString& text)
{
    if (text.isEmpty())
        return LogLayout();
    if (const auto layout = LogLayout::fromWord(text))
        return *layout;
    return UserMessage::error(Text::tr("The layout of a log can't be read"))
        .because(Text::tr("The database has “%1”, which this version doesn't know.").arg(text))
        .withRemedy(Text::tr("Use the version of Faultline that loaded the file."))
        .withCode(u"unknown-layout"_s);
}

QString storedZone(const std::optional<LocalTime>& zone)
{
    return zone ? zone->name() : QString();
}

Result<std::optional<LocalTime>> zoneFromStored(const QString& text)
{
    if (text.isEmpty())
        return std::optional<LocalTime>();
    auto zone = LocalTime::fromNameOrOffset(text);
    return zone ? Result<std::optional<LocalTime>>(*std::move(zone)) : zone.error();
}

Result<std::shared_ptr<const TableFormat>> tableFromStored(const QByteArray& text)
{
    if (text.isEmpty())
        return std::shared_ptr<const TableFormat>();
    auto format = TableFormat::fromJson(
        std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    if (!format)
        return format.error();
    return std::shared_ptr<const TableFormat>(
        std::make_shared<const TableFormat>(*std::move(format)));
}

} // namespace faultline
