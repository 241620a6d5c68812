// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/FileStructure.h"

#include "base/Utf8.h"
#include "sources/choices/FileSample.h"
#include "sources/fields/FieldNames.h"
#include "sources/lines/LogRecognition.h"
#include "sources/lines/ReadingParser.h"
#include "sources/lines/TimeInLine.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListSample.h"
#include "sources/tables/TableRecognition.h"
#include "sources/tables/TableSample.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array kOrders{TimeFormat::DateOrder::DayFirst, TimeFormat::DateOrder::MonthFirst};

// How a time is written: "2021-02-07 10:00:00" is 0-0-0 0:0:0.
std::string formOf(std::string_view time)
{
    std::string form;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || static_cast<unsigned char>(c) > 0x7F;
    };
    for (const char c : time) {
        const char kind = isDigit(c) ? '0' : isLetter(c) ? 'a' : c;
        if (form.empty() || (kind != '0' && kind != 'a') || form.back() != kind)
            form += kind;
    }
    // Some lines have fractions of a second, some don't.
    if (const std::size_t seconds = form.rfind(":0.0"); seconds != std::string::npos)
        form.erase(seconds + 2, 2);
    return form;
}

// The marks before a line's time, and how the time is written; empty if there is none.
std::string formOfLine(std::string_view line)
{
    const std::size_t begin = std::min(line.find_first_not_of(" \t\"'[("), line.size());
    for (const auto order : kOrders) {
        LocalClock clock(LocalTime::utc());
        const TimeInLine time = takeBareTime(line.substr(begin), clock, {order});
        if (!time.time.occurredAt)
            continue;
        std::string marks(line.substr(0, begin));
        std::erase_if(marks, [](char c) { return c == ' ' || c == '\t'; });
        return marks + formOf(line.substr(begin, time.bytes));
    }
    return {};
}

// Of a log's first line that is a reading in any order of dates; empty if there is none.
QString structureOfLog(std::string_view text)
{
    std::array<ReadingParser, kOrders.size()> parsers{
        ReadingParser(LocalTime::utc(), {kOrders[0]}),
        ReadingParser(LocalTime::utc(), {kOrders[1]})};
    Reading reading;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        for (ReadingParser& parser : parsers) {
            if (parser.parse(line, reading) == ReadingParser::Outcome::Reading)
                return u"log "_s + decodedUtf8(formOfLine(line));
        }
        at = end + 1;
    }
    if (const auto layout = recogniseLayout(text))
        return u"log %1 %2"_s.arg(
            layout->toWord(),
            decodedUtf8(formOfLine(text.substr(0, std::min(text.find('\n'), text.size())))));
    return {};
}

QStringList structuresOfTables(std::string_view text)
{
    QStringList structures;
    const auto add = [&structures](const TableFormat& format) {
        const QString structure = decodedUtf8(format.structure());
        if (!structures.contains(structure))
            structures << structure;
    };
    if (const auto recognised = recogniseTable(text, {}))
        add(recognised->format);
    for (const TableSample& sample : tableSamples(text))
        add(sample.format);
    return structures;
}

// Rows of lists, whatever their columns are called.
QStringList structuresOfLists(std::string_view text)
{
    QStringList structures;
    for (const ListSample& sample : listSamples(text))
        structures << u"list "_s + decodedUtf8(sample.table.format.structure());
    return structures;
}

QStringList structuresOfList(const ListLayout& list, std::string_view text)
{
    TableFormat header;
    header.delimiter = list.delimiter;
    QStringList names;
    for (const QByteArray& name : list.names) {
        header.columns.push_back({name.toStdString()});
        names << QString::fromStdString(comparableName(header.columns.back().name));
    }
    if (list.shape == ListLayout::Shape::Delimited)
        return {u"list "_s + decodedUtf8(header.structure())};
    QStringList structures = structuresOfLists(text);
    if (structures.isEmpty() && !names.isEmpty())
        structures << u"list json|"_s + names.join(u'|');
    return structures;
}

} // namespace

Result<QStringList> structuresOf(const SourceFile& file)
{
    const auto sample = readSample(file, SampleText::AnyEncoding);
    if (!sample)
        return sample.error();
    const std::string_view text = sample->text;
    if (text.find('\0') != std::string_view::npos)
        return QStringList();
    if (const QString log = structureOfLog(text); !log.isEmpty())
        return QStringList(log);
    const auto list = recogniseList(text);
    QStringList structures = list ? structuresOfList(*list, text) : structuresOfTables(text);
    if (structures.isEmpty())
        structures = structuresOfLists(text);
    // A name may have an escaped NUL in it, which no database keeps.
    structures.removeIf([](const QString& each) { return each.contains(QChar(u'\0')); });
    return structures;
}

Result<QString> structureOf(const SourceFile& file)
{
    const auto structures = structuresOf(file);
    if (!structures)
        return structures.error();
    return structures->value(0);
}

} // namespace faultline
