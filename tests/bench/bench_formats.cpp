// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts and parses logs and tables of readings that it makes itself, on one thread and without a
// database. Prints records, values and bytes a second, and what a copy of the same bytes takes, so
// that runs on a busy machine can be compared by their ratio. Compares reading a compressed log
// with only decompressing it, and parsing what comes out.
//   bench_formats [MEGABYTES [NAME]]    NAME: only inputs whose name begins with it
#include "base/CancelToken.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"
#include "support/TestArchive.h"

#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <archive.h>
#include <time.h>
#include <zlib.h>

using namespace Qt::Literals::StringLiterals;

using namespace faultline;

namespace {

constexpr int kRuns = 7;
constexpr int kWideColumns = 100;

struct Input
{
    const char* name = nullptr;
    SourceFormat format;
    std::string text;
};

std::shared_ptr<const TableFormat> shared(TableFormat format)
{
    return std::make_shared<const TableFormat>(std::move(format));
}

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

// Some lines of a failure have one time, as in the reference data.
Input logLines(std::size_t bytes, const char* name, bool isPadded)
{
    Input input{name, {}, {}};
    Numbers numbers;
    char line[128];
    const char* const form = isPadded ? "[%u-%02u-%02u %02u:%02u:%02u]" : "[%u-%u-%u %u:%02u:%02u]";
    for (unsigned row = 0; input.text.size() < bytes; ++row) {
        const unsigned second = row / 10 * 7;
        const unsigned day = second / 86'400;
        const auto length = std::snprintf(
            line, sizeof line, form, 2021U, day / 28 % 12 + 1, day % 28 + 1, second / 3600 % 24,
            second / 60 % 60, second % 60);
        input.text.append(line, static_cast<std::size_t>(length));
        input.text += "\tERROR\tsensor[" + std::to_string(numbers.below(100) + 1)
                      + "]:\t(temperature\t" + numberText(numbers) + ", vibration\t-"
                      + numberText(numbers) + ")\r\n";
    }
    return input;
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
    Input input{name, {{}, shared(longFormat(TableShape::Delimited))}, {}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += timeText(row / 20, ' ') + ',' + quote + "TI-" + std::to_string(row % 20 + 100)
                      + quote + ',' + numberText(numbers) + '\n';
    return input;
}

Input telemetry(std::size_t bytes, const char* name)
{
    TableFormat format = longFormat(TableShape::Delimited);
    format.columns = {
        {"datetime", TableField::Time},
        {"machineID", TableField::Equipment},
        {"volt", TableField::Measurement},
        {"pressure", TableField::Measurement},
        {"vibration", TableField::Measurement}};
    Input input{name, {{}, shared(format)}, {}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += timeText(row / 100 * 3600, ' ') + ',' + std::to_string(row % 100 + 1) + ','
                      + numberText(numbers) + ',' + numberText(numbers) + ',' + numberText(numbers)
                      + '\n';
    return input;
}

Input wideRows(std::size_t bytes, const char* name, char delimiter, char mark)
{
    TableFormat format;
    format.layout = TableLayout::Wide;
    format.severity = "INFO";
    format.delimiter = delimiter;
    format.decimalMark = mark;
    format.columns = {{"time", TableField::Time}};
    for (int i = 0; i < kWideColumns; ++i)
        format.columns.push_back({"TI-" + std::to_string(i), TableField::Value});
    Input input{name, {{}, shared(format)}, {}};
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
    Input input{name, {{}, shared(longFormat(shape))}, {}};
    Numbers numbers;
    for (std::size_t row = 0; input.text.size() < bytes; ++row)
        input.text += R"({"time":")" + timeText(row / 20, 'T') + R"(Z","sensor":"TI-)"
                      + std::to_string(row % 20 + 100) + R"(","value":)" + numberText(numbers)
                      + (shape == TableShape::JsonLines ? "}\n" : "},\n");
    return input;
}

double secondsOf(clockid_t clock, const std::function<void()>& run)
{
    const auto now = [clock] {
        timespec time = {};
        clock_gettime(clock, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    const double start = now();
    run();
    return now() - start;
}

double bestOf(const std::function<void()>& run)
{
    double best = secondsOf(CLOCK_MONOTONIC, run);
    for (int i = 1; i < kRuns; ++i)
        best = std::min(best, secondsOf(CLOCK_MONOTONIC, run));
    return best;
}

// Of whole records. Returns the readings.
std::size_t parseAll(RecordParser& parser, std::string_view text)
{
    static ParsedRecord record;
    std::size_t readings = 0;
    while (!text.empty()) {
        text.remove_prefix(parser.parse(text, record));
        readings += record.readings.size();
    }
    return readings;
}

void measure(const Input& input)
{
    const std::string_view text = input.text;
    std::string copy(text.size(), ' ');
    const double copying = bestOf([&] { std::memcpy(copy.data(), text.data(), text.size()); });
    const auto parser = makeRecordParser(input.format, LocalTime::utc());
    std::size_t records = 0;
    const double cutting = bestOf([&] {
        RecordCutter cutter = parser->cutter();
        records = cutter.cut(text, text.size(), true).records;
    });
    std::size_t values = 0;
    const double parsing = bestOf([&] { values = parseAll(*parser, text); });
    const double bytes = static_cast<double>(text.size());
    std::printf(
        "%-20s %8.2f %9.2f %10.2f %10.2f %9.1f\n", input.name, bytes / cutting / 1e9,
        bytes / parsing / 1e6, static_cast<double>(records) / parsing / 1e6,
        static_cast<double>(values) / parsing / 1e6, parsing / copying);
}

// Without what Faultline does around it.
std::size_t inflateAll(const QByteArray& bytes, std::span<char> buffer)
{
    std::size_t total = 0;
    z_stream stream = {};
    // The magic number makes zlib read a gzip header.
    constexpr int kGzip = 16;
    if (inflateInit2(&stream, MAX_WBITS + kGzip) != Z_OK)
        return 0;
    QByteArray input = bytes; // zlib wants to write to it.
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    int status = Z_OK;
    while (status == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        status = inflate(&stream, Z_NO_FLUSH);
        total += buffer.size() - stream.avail_out;
    }
    inflateEnd(&stream);
    return total;
}

std::size_t unpackAll(const QByteArray& bytes, std::span<char> buffer)
{
    std::size_t total = 0;
    archive* const handle = archive_read_new();
    archive_entry* entry = nullptr;
    archive_read_support_filter_zstd(handle);
    archive_read_support_format_raw(handle);
    if (archive_read_open_memory(handle, bytes.data(), static_cast<std::size_t>(bytes.size()))
            == ARCHIVE_OK
        && archive_read_next_header(handle, &entry) == ARCHIVE_OK) {
        for (la_ssize_t count = 1; count > 0; total += static_cast<std::size_t>(count))
            count =
                std::max<la_ssize_t>(archive_read_data(handle, buffer.data(), buffer.size()), 0);
    }
    archive_read_free(handle);
    return total;
}

// As a load does: in bites, of which the last, incomplete record is kept.
std::size_t readAndParse(const QString& path, RecordParser& parser, std::span<char> buffer)
{
    const auto file = InputFile::open(path);
    if (!file)
        return 0;
    std::size_t readings = 0;
    std::size_t kept = 0;
    for (qint64 position = 0;;) {
        const auto count = file->read(position, buffer.subspan(kept, buffer.size() / 2));
        if (!count || *count == 0)
            return readings;
        position += *count;
        const std::string_view text(buffer.data(), kept + static_cast<std::size_t>(*count));
        RecordCutter cutter = parser.cutter();
        const auto cut = cutter.cut(text, text.size(), false);
        readings += parseAll(parser, text.substr(0, cut.bytes));
        kept = text.size() - cut.bytes;
        std::memmove(buffer.data(), buffer.data() + cut.bytes, kept);
    }
}

// `unpack` decompresses into the buffer, again and again, and returns the bytes.
void measureCompressed(
    const Input& input, const char* name, const QByteArray& bytes,
    std::size_t (*unpack)(const QByteArray& bytes, std::span<char> buffer))
{
    const QTemporaryDir folder;
    const QString packed = folder.filePath(u"log"_s);
    const QString plain = folder.filePath(u"plain"_s);
    const auto write = [](const QString& path, const char* data, qint64 count) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(data, count) == count;
    };
    if (!write(packed, bytes.data(), bytes.size())
        || !write(plain, input.text.data(), static_cast<qint64>(input.text.size()))) {
        std::fputs("can't write a file\n", stderr);
        std::exit(1);
    }
    std::vector<char> buffer(2 << 20);
    const auto parser = makeRecordParser(input.format, LocalTime::utc());
    std::array<double, 3> best{};
    std::array<std::size_t, 3> counts{};
    // In turns, so that a disturbance meets all.
    for (int run = 0; run < kRuns; ++run) {
        const std::array<std::function<std::size_t()>, 3> steps{
            [&] { return unpack(bytes, std::span(buffer).first(256 << 10)); },
            [&] { return readAndParse(plain, *parser, buffer); },
            [&] { return readAndParse(packed, *parser, buffer); }};
        for (std::size_t i = 0; i < steps.size(); ++i) {
            // Other programs disturb the processor's time less than the clock.
            const double took = secondsOf(CLOCK_THREAD_CPUTIME_ID, [&] { counts[i] = steps[i](); });
            best[i] = run == 0 ? took : std::min(best[i], took);
        }
    }
    if (counts[0] != input.text.size() || counts[1] != counts[2]) {
        std::fputs("a compressed log gave other readings\n", stderr);
        std::exit(1);
    }
    const double text = static_cast<double>(input.text.size());
    std::printf(
        "%-20s %8.0f %9.0f %10.0f %10.2f %9.2f\n", name, text / best[0] / 1e6, text / best[1] / 1e6,
        text / best[2] / 1e6, static_cast<double>(counts[2]) / best[2] / 1e6,
        best[2] / (best[0] + best[1]));
}

} // namespace

int main(int argc, char** argv)
{
    const int megabytes = argc >= 2 ? std::atoi(argv[1]) : 64;
    if (argc > 3 || megabytes <= 0) {
        std::fputs("usage: bench_formats [MEGABYTES [NAME]]\n", stderr);
        return 2;
    }
    const auto bytes = static_cast<std::size_t>(megabytes) * 1'000'000;
    const std::string_view wanted = argc == 3 ? argv[2] : "";
    struct Case
    {
        const char* name;
        std::function<Input(const char* name)> make;
    };
    const Case cases[] = {
        {"log", [&](const char* name) { return logLines(bytes, name, true); }},
        {"unpadded log", [&](const char* name) { return logLines(bytes, name, false); }},
        {"long CSV", [&](const char* name) { return longRows(bytes, name, ""); }},
        {"long CSV, quoted", [&](const char* name) { return longRows(bytes, name, "\""); }},
        {"telemetry CSV", [&](const char* name) { return telemetry(bytes, name); }},
        {"wide CSV", [&](const char* name) { return wideRows(bytes, name, ',', '.'); }},
        {"wide CSV, comma", [&](const char* name) { return wideRows(bytes, name, ';', ','); }},
        {"NDJSON", [&](const char* name) { return jsonRows(bytes, name, TableShape::JsonLines); }},
        {"JSON array",
         [&](const char* name) { return jsonRows(bytes, name, TableShape::JsonElements); }},
    };
    std::printf(
        "%-20s %8s %9s %10s %10s %9s\n", "format", "cut GB/s", "MB/s", "M rows/s", "M values/s",
        "x copying");
    for (const Case& each : cases) {
        if (std::string_view(each.name).starts_with(wanted))
            measure(each.make(each.name));
    }
    if (!std::string_view("compressed").starts_with(wanted))
        return 0;
    const Input log = logLines(bytes, "log", true);
    const QByteArray text =
        QByteArray::fromRawData(log.text.data(), static_cast<qsizetype>(log.text.size()));
    std::printf(
        "\n%-20s %8s %9s %10s %10s %9s\n", "compressed log, MB/s", "unpack", "parse", "both",
        "M rows/s", "ratio");
    measureCompressed(log, "gzip", gzipped(text), &inflateAll);
    measureCompressed(log, "zstd", packed({{"log", text}}, {"raw", "zstd", {}, {}}), &unpackAll);
    return 0;
}
