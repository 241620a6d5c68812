// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/ZoneFile.h"

#include "readings/Calendar.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ZoneFile)
};

constexpr qint64 kSecondsPerHour = 3600;
constexpr qint64 kSecondsPerDay = 86'400;
constexpr qint64 kDaysFrom1970To2000 = 10'957;
constexpr qint64 kMaxFileBytes = qint64{1024} * 1024;
// Files for other programs begin with a change at a time long before the earth.
constexpr qint64 kEarliestChange = -qint64{100'000'000'000};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

qint64 secondsOf(qint32 day)
{
    return (day + kDaysFrom1970To2000) * kSecondsPerDay;
}

// A name that stays within the database's folder. "posix" and "right" are other forms of the whole
// database, which only some systems have.
bool isZoneName(const QString& name)
{
    const auto isAllowed = [](QChar c) {
        return c.unicode() < 0x80
               && (isLetter(c.toLatin1()) || isDigit(c.toLatin1()) || u"_+-/"_s.contains(c));
    };
    return !name.isEmpty() && name.front().isUpper() && !name.contains(u"//"_s)
           && std::all_of(name.begin(), name.end(), isAllowed);
}

// The day from 2000-01-01 and the time on it, as a rule of POSIX says: "M3.5.0/2", "J60", "59".
struct YearlyRule
{
    int month = 0; ///< 0: `day` is a day of the year.
    int week = 0;
    int day = 0;
    bool countsLeapDay = true;
    qint64 seconds = 2 * kSecondsPerHour; ///< After 00:00, and it may be on another day.

    qint64 localSeconds(int year) const
    {
        qint32 at = *daysFromCivil(year, std::max(month, 1), 1);
        if (month > 0) {
            constexpr int kSaturday = 6; // 2000-01-01
            constexpr int kDaysPerWeek = 7;
            const CivilPeriod days = monthOf(at);
            const int firstWeekday =
                ((at + kSaturday) % kDaysPerWeek + kDaysPerWeek) % kDaysPerWeek;
            at += (day - firstWeekday + kDaysPerWeek) % kDaysPerWeek + (week - 1) * kDaysPerWeek;
            if (at >= days.end)
                at -= kDaysPerWeek;
        } else {
            constexpr int kFebruary28 = 59;
            const bool isLeapYear = yearOf(at).end - at > 365;
            at += countsLeapDay ? day : day - 1 + (isLeapYear && day > kFebruary28 ? 1 : 0);
        }
        return secondsOf(at) + seconds;
    }
};

// The rule at the end of a zone's file, as in the variable TZ of POSIX:
// "CET-1CEST,M3.5.0,M10.5.0/3".
class FooterParser
{
public:
    explicit FooterParser(std::string_view text)
        : m_text(text)
    {}

    struct Rule
    {
        qint64 offset = 0;
        qint64 summerOffset = 0;
        std::optional<YearlyRule> summerBegins;
        std::optional<YearlyRule> summerEnds;
    };

    std::optional<Rule> parse()
    {
        Rule rule;
        if (!skipName() || !takeTime(rule.offset))
            return std::nullopt;
        rule.offset = -rule.offset; // POSIX counts them towards the west
        if (m_text.empty())
            return rule;
        if (!skipName())
            return std::nullopt;
        rule.summerOffset = rule.offset + kSecondsPerHour;
        if (!m_text.starts_with(',')) {
            if (!takeTime(rule.summerOffset))
                return std::nullopt;
            rule.summerOffset = -rule.summerOffset;
        }
        rule.summerBegins = takeYearlyRule();
        rule.summerEnds = takeYearlyRule();
        if (!rule.summerBegins || !rule.summerEnds || !m_text.empty())
            return std::nullopt;
        return rule;
    }

private:
    bool skip(char c)
    {
        if (!m_text.starts_with(c))
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool skipName()
    {
        if (skip('<')) {
            const std::size_t end = m_text.find('>');
            m_text.remove_prefix(end == std::string_view::npos ? m_text.size() : end + 1);
            return end != std::string_view::npos;
        }
        const std::size_t before = m_text.size();
        while (!m_text.empty() && isLetter(m_text.front()))
            m_text.remove_prefix(1);
        return m_text.size() < before;
    }
    template<typename Number>
    bool takeNumber(Number& number)
    {
        const auto [end, error] =
            std::from_chars(m_text.data(), m_text.data() + m_text.size(), number);
        const bool isRead = error == std::errc() && m_text.front() != '-';
        m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
        return isRead;
    }
    // "[+-]hh[:mm[:ss]]"
    bool takeTime(qint64& seconds)
    {
        const bool isNegative = skip('-');
        if (!isNegative)
            skip('+');
        seconds = 0;
        qint64 part = 0;
        qint64 unit = kSecondsPerHour;
        do {
            if (!takeNumber(part))
                return false;
            seconds += part * unit;
            unit /= 60;
        } while (unit > 0 && skip(':'));
        if (isNegative)
            seconds = -seconds;
        return true;
    }
    std::optional<YearlyRule> takeYearlyRule()
    {
        if (!skip(','))
            return std::nullopt;
        YearlyRule rule;
        bool isRead = false;
        if (skip('M'))
            isRead = takeNumber(rule.month) && skip('.') && takeNumber(rule.week) && skip('.')
                     && takeNumber(rule.day) && rule.month >= 1 && rule.month <= 12;
        else {
            rule.countsLeapDay = !skip('J');
            isRead = takeNumber(rule.day);
        }
        if (!isRead || (skip('/') && !takeTime(rule.seconds)))
            return std::nullopt;
        return rule;
    }

    std::string_view m_text;
};

// Reads the second, 64-bit part of the file.
class ZoneReader
{
public:
    explicit ZoneReader(const QByteArray& file)
        : m_rest(file.constData(), static_cast<std::size_t>(file.size()))
    {}

    std::optional<ZoneRules> read(int lastYear)
    {
        constexpr std::size_t kShortTime = 4;
        constexpr std::size_t kLongTime = 8;
        Counts counts;
        if (!takeHeader(counts) || !skipBytes(counts.bytes(kShortTime)) || !takeHeader(counts)
            || m_rest.size() < counts.bytes(kLongTime) || counts.leaps > 0)
            return std::nullopt;
        const std::string_view times = take(counts.times * kLongTime);
        const std::string_view kinds = take(counts.times);
        const std::string_view types = take(counts.types * kTypeBytes);
        const auto offsetOf = [&types](std::size_t type) {
            return static_cast<qint32>(bigEndian(types.substr(type * kTypeBytes, sizeof(qint32))));
        };
        ZoneRules rules;
        rules.firstOffset = offsetOf(0);
        for (std::size_t i = 0; i < counts.times; ++i) {
            const auto type = static_cast<unsigned char>(kinds[i]);
            if (type >= counts.types)
                return std::nullopt;
            add(rules, static_cast<qint64>(bigEndian(times.substr(i * kLongTime, kLongTime))),
                offsetOf(type));
        }
        m_rest.remove_prefix(
            counts.bytes(kLongTime) - counts.times * (kLongTime + 1) - types.size());
        if (!m_rest.starts_with('\n') || !m_rest.ends_with('\n') || m_rest.size() < 2)
            return std::nullopt;
        const std::string_view footer = m_rest.substr(1, m_rest.size() - 2);
        if (!footer.empty()) {
            const auto rule = FooterParser(footer).parse();
            if (!rule)
                return std::nullopt;
            addYears(rules, *rule, lastYear);
        }
        return rules;
    }

private:
    static constexpr std::size_t kTypeBytes = 6;

    struct Counts
    {
        std::size_t isUtc = 0;
        std::size_t isStandard = 0;
        std::size_t leaps = 0;
        std::size_t times = 0;
        std::size_t types = 0;
        std::size_t names = 0;

        std::size_t bytes(std::size_t time) const
        {
            return times * (time + 1) + types * kTypeBytes + names + leaps * (time + 4) + isStandard
                   + isUtc;
        }
    };

    static quint64 bigEndian(std::string_view bytes)
    {
        quint64 value = bytes.size() == sizeof(qint32) && (bytes.front() & 0x80) != 0 ? ~quint64{0}
                                                                                      : quint64{0};
        for (const char c : bytes)
            value = (value << 8U) | static_cast<unsigned char>(c);
        return value;
    }
    std::string_view take(std::size_t bytes)
    {
        const std::string_view taken = m_rest.substr(0, bytes);
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    bool skipBytes(std::size_t bytes) { return take(bytes).size() == bytes; }
    bool takeHeader(Counts& counts)
    {
        constexpr std::size_t kBeforeCounts = 20;
        constexpr std::size_t kHeaderBytes = kBeforeCounts + 6 * sizeof(qint32);
        const std::string_view header = take(kHeaderBytes);
        // Version 1 has no times after 2038.
        if (header.size() < kHeaderBytes || !header.starts_with("TZif") || header[4] < '2')
            return false;
        std::size_t at = kBeforeCounts;
        for (std::size_t* const count :
             {&counts.isUtc, &counts.isStandard, &counts.leaps, &counts.times, &counts.types,
              &counts.names}) {
            *count = bigEndian(header.substr(at, sizeof(qint32)));
            at += sizeof(qint32);
            if (*count > static_cast<std::size_t>(kMaxFileBytes))
                return false;
        }
        return counts.types > 0;
    }

    static void add(ZoneRules& rules, qint64 at, qint64 offset)
    {
        const qint64 before =
            rules.changes.empty() ? rules.firstOffset : rules.changes.back().offset;
        if (at < kEarliestChange)
            rules.firstOffset = offset;
        else if (offset != before && (rules.changes.empty() || at > rules.changes.back().at))
            rules.changes.push_back({at, offset});
    }

    static void addYears(ZoneRules& rules, const FooterParser::Rule& rule, int lastYear)
    {
        constexpr int kFirstYear = 1970;
        if (!rule.summerBegins || !rule.summerEnds)
            return;
        for (int year = kFirstYear; year <= lastYear; ++year) {
            std::array changes{
                ZoneChange{rule.summerBegins->localSeconds(year) - rule.offset, rule.summerOffset},
                ZoneChange{rule.summerEnds->localSeconds(year) - rule.summerOffset, rule.offset}};
            if (changes[1].at < changes[0].at)
                std::swap(changes[0], changes[1]);
            for (const ZoneChange& change : changes)
                add(rules, change.at, change.offset);
        }
    }

    std::string_view m_rest;
};

} // namespace

Result<ZoneRules> readZoneFile(const QString& name, int lastYear)
{
    const QString folder = u"/usr/share/zoneinfo/"_s;
    QFile file(folder + name);
    const bool isKnown = isZoneName(name) && file.open(QIODevice::ReadOnly);
    if (isKnown) {
        if (auto rules = ZoneReader(file.read(kMaxFileBytes)).read(lastYear))
            return *std::move(rules);
    }
    const bool hasDatabase = QFile::exists(folder);
    return UserMessage::error(Text::tr("There is no time zone \"%1\"").arg(name))
        .because(
            hasDatabase ? Text::tr("The time zone database of this computer has no such name.")
                        : Text::tr("This computer has no time zone database in %1.").arg(folder))
        .withRemedy(
            hasDatabase ? Text::tr(
                "Use a name such as Europe/Oslo, America/Sao_Paulo or UTC, in the same letters.")
                        : Text::tr("Install the package tzdata, or use UTC."))
        .withCode(u"time-zone"_s);
}

} // namespace faultline
