// SPDX-License-Identifier: GPL-3.0-or-later
#include "FailureLog.h"

#include "BadLine.h"
#include "LogLine.h"
#include "NoisePlan.h"
#include "OutputFile.h"
#include "Shuffle.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace faultline::generate {
namespace {

/// The failures of one piece of equipment: each in a different second of the period, in random
/// order.
struct FailureCourse
{
    Shuffle seconds;
    std::vector<std::string> lineMiddles;
    std::uint64_t failures = 0;
};

class FailureLogWriter
{
public:
    FailureLogWriter(
        const Options& options, const Fleet& fleet, Random& random,
        const std::filesystem::path& path);

    void writeAll();

private:
    void writeFailure();
    void writeOtherReading();
    /// Preceded by what the noise plan inserts; nothing once the log is full.
    void writeReading(const Timestamp& timestamp, std::string_view middle);
    void writeNoise(const Timestamp& timestamp, std::string_view middle);
    bool isFull() const { return m_line == m_options.lines; }
    std::chrono::sys_seconds instant(std::uint64_t second) const;

    const Options& m_options;
    Random& m_random;
    std::uint64_t m_seconds;
    NoisePlan m_noise;
    OutputFile m_file;
    std::vector<FailureCourse> m_courses;
    std::uint64_t m_line = 0;
};

FailureLogWriter::FailureLogWriter(
    const Options& options, const Fleet& fleet, Random& random, const std::filesystem::path& path)
    : m_options(options)
    , m_random(random)
    , m_seconds(std::uint64_t{options.days} * 86'400)
    , m_noise(options, Random(random.next()))
    , m_file(path)
{
    // Not the last one: a report must also show equipment that never failed.
    for (const Equipment& equipment : std::span(fleet).first(fleet.size() - 1)) {
        FailureCourse course{Shuffle(m_seconds, random.next()), {}};
        for (const std::uint32_t sensorId : equipment.sensorIds)
            course.lineMiddles.push_back(lineMiddle("ERROR", sensorId));
        m_courses.push_back(std::move(course));
    }
}

void FailureLogWriter::writeAll()
{
    while (!isFull())
        writeFailure();
    m_file.close();
}

void FailureLogWriter::writeFailure()
{
    FailureCourse& course = m_courses[m_random.below(static_cast<std::uint32_t>(m_courses.size()))];
    const Timestamp timestamp(instant(course.seconds[course.failures++]));
    for (const std::string& middle : course.lineMiddles) {
        while (m_options.otherSeveritiesPercent > m_random.below(100) && !isFull())
            writeOtherReading();
        writeReading(timestamp, middle);
    }
}

void FailureLogWriter::writeOtherReading()
{
    constexpr std::array<std::string_view, 2> severities{"INFO", "WARNING"};
    const std::string_view severity = severities[m_random.below(2)];
    const std::uint32_t sensorId = m_random.below(m_options.sensors) + 1;
    const std::uint64_t second = m_random.next() % m_seconds;
    writeReading(Timestamp(instant(second)), lineMiddle(severity, sensorId));
}

void FailureLogWriter::writeReading(const Timestamp& timestamp, std::string_view middle)
{
    while (m_line == m_noise.nextLine() && !isFull())
        writeNoise(timestamp, middle);
    if (isFull())
        return;
    m_file.commit(writeLine(m_file.reserve(longestLine), timestamp, middle, m_random));
    ++m_line;
}

void FailureLogWriter::writeNoise(const Timestamp& timestamp, std::string_view middle)
{
    if (const std::optional<Damage> damage = m_noise.take()) {
        std::array<char, longestLine> line{};
        const char* const end = writeLine(line.data(), timestamp, middle, m_random);
        const std::string_view good(line.data(), static_cast<std::size_t>(end - line.data()));
        m_file.write(damaged(good.substr(0, good.find('\r')), *damage));
    }
    m_file.write("\r\n");
    ++m_line;
}

std::chrono::sys_seconds FailureLogWriter::instant(std::uint64_t second) const
{
    return m_options.firstDay + std::chrono::seconds{second};
}

} // namespace

void writeFailureLog(
    const Options& options, const Fleet& fleet, Random& random, const std::filesystem::path& path)
{
    FailureLogWriter(options, fleet, random, path).writeAll();
}

} // namespace faultline::generate
