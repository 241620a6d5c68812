// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts and parses tables of readings that it makes itself, on one thread and without a database.
// Prints records, values and bytes a second, and what a copy of the same bytes takes, so that runs
// on a busy machine can be compared by their ratio.
//   bench_tables [MEGABYTES]
#include "sources/tables/TableParser.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

using namespace faultline;

namespace {

constexpr int kRuns = 5;
constexpr int kWideColumns = 100;

struct Input
{
    const char* name = nullptr;
    TableFormat format;
    std::string text;
};

// Numbers without a pattern that a processor could learn.
class Numbers
{
public:
    unsigned next()
    {
        m_state = m_state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<unsigned>(m_state >> 33U);
    }
    unsigned below(unsigned limit) { return next() % limit; }

private:
    quint64 m_state = 42;
};

std::string timeText(std::size_t second, char separator)
{
    char text[32];
    const auto day = second / 86'400;
    std::snprintf(
        text, sizeof text, "2021-%02u-%02u%c%02u:%02u:%02u",
        static_cast<unsigned>(day / 28 % 12 + 1), static_cast<unsigned>(day % 28 + 1), separator,
        static_cast<unsigned>(second / 3600 % 24), static_cast<unsigned>(second / 60 % 60),
        static_cast<unsigned>(second % 60));
    return text;
}

std::string numberText(Numbers& numbers)
{
    char text[32];
    std::snprintf(text, sizeof text, "%u.%02u", numbers.below(1000), numbers.below(100));
    return text;
}

TableFormat longFormat(TableShape shape)
{
    TableFormat format;
    format.shape = shape;
    format.columns = {
        {"time", TableField::Time}, {"sensor", TableField::Sensor}, {"value", TableField::Value}};
    format.severity = "INFO";
    return format;
}

Input longRows(std::size_t bytes, const char* name, const char* quote)
{
    Input input{name, longFormat(TableShape::Delimited), {}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += timeText(row / 20, ' ') + ',' + quote + "TI-" + std::to_string(row % 20 + 100)
                      + quote + ',' + numberText(numbers) + '\n';
    return input;
}

Input telemetry(std::size_t bytes)
{
    Input input{"telemetry CSV", longFormat(TableShape::Delimited), {}};
    input.format.columns = {
        {"datetime", TableField::Time},
        {"machineID", TableField::Equipment},
        {"volt", TableField::Measurement},
        {"pressure", TableField::Measurement},
        {"vibration", TableField::Measurement}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += timeText(row / 100 * 3600, ' ') + ',' + std::to_string(row % 100 + 1) + ','
                      + numberText(numbers) + ',' + numberText(numbers) + ',' + numberText(numbers)
                      + '\n';
    return input;
}

Input wideRows(std::size_t bytes, const char* name, char delimiter, char mark)
{
    Input input{name, {}, {}};
    input.format.layout = TableLayout::Wide;
    input.format.severity = "INFO";
    input.format.delimiter = delimiter;
    input.format.decimalMark = mark;
    input.format.columns = {{"time", TableField::Time}};
    for (int i = 0; i < kWideColumns; ++i)
        input.format.columns.push_back({"TI-" + std::to_string(i), TableField::Value});
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row) {
        input.text += timeText(row, ' ');
        for (int i = 0; i < kWideColumns; ++i) {
            std::string number = numberText(numbers);
            std::replace(number.begin(), number.end(), '.', mark);
            input.text += delimiter + number;
        }
        input.text += '\n';
    }
    return input;
}

Input jsonRows(std::size_t bytes, const char* name, TableShape shape)
{
    Input input{name, longFormat(shape), {}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += R"({"time":")" + timeText(row / 20, 'T') + R"(Z","sensor":"TI-)"
                      + std::to_string(row % 20 + 100) + R"(","value":)" + numberText(numbers)
                      + (shape == TableShape::JsonLines ? "}\n" : "},\n");
    return input;
}

// The best of several runs, in seconds.
double bestOf(const std::function<void()>& run)
{
    qint64 best = 0;
    for (int i = 0; i < kRuns; ++i) {
        QElapsedTimer clock;
        clock.start();
        run();
        const qint64 took = clock.nsecsElapsed();
        best = i == 0 ? took : std::min(best, took);
    }
    return static_cast<double>(best) / 1e9;
}

void measure(const Input& input)
{
    const std::string_view text = input.text;
    std::string copy(text.size(), ' ');
    const double copying = bestOf([&] { std::memcpy(copy.data(), text.data(), text.size()); });
    TableParser parser(input.format, LocalTime::utc());
    std::size_t records = 0;
    const double cutting = bestOf([&] {
        RecordCutter cutter = parser.cutter();
        records = cutter.cut(text, text.size(), true).records;
    });
    ParsedRecord record;
    std::size_t values = 0;
    const double parsing = bestOf([&] {
        values = 0;
        for (std::string_view rest = text; !rest.empty();) {
            rest.remove_prefix(parser.parse(rest, record));
            values += record.readings.size();
        }
    });
    const double bytes = static_cast<double>(text.size());
    std::printf(
        "%-20s %8.2f %9.2f %10.2f %10.2f %9.1f\n", input.name, bytes / cutting / 1e9,
        bytes / parsing / 1e6, static_cast<double>(records) / parsing / 1e6,
        static_cast<double>(values) / parsing / 1e6, parsing / copying);
}

} // namespace

int main(int argc, char** argv)
{
    const int megabytes = argc == 2 ? std::atoi(argv[1]) : 64;
    if (argc > 2 || megabytes <= 0) {
        std::fputs("usage: bench_tables [MEGABYTES]\n", stderr);
        return 2;
    }
    const auto bytes = static_cast<std::size_t>(megabytes) * 1'000'000;
    std::printf(
        "%-20s %8s %9s %10s %10s %9s\n", "table", "cut GB/s", "MB/s", "M rows/s", "M values/s",
        "x copying");
    measure(longRows(bytes, "long CSV", ""));
    measure(longRows(bytes, "long CSV, quoted", "\""));
    measure(telemetry(bytes));
    measure(wideRows(bytes, "wide CSV", ',', '.'));
    measure(wideRows(bytes, "wide CSV, comma", ';', ','));
    measure(jsonRows(bytes, "NDJSON", TableShape::JsonLines));
    measure(jsonRows(bytes, "JSON array", TableShape::JsonElements));
    return 0;
}
