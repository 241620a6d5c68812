// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/UnreadableLog.h"

#include "base/Utf8.h"
#include "readings/RejectedLine.h"
#include "sources/lines/ReadingParser.h"
#include "sources/lines/SeverityWords.h"
#include "sources/lines/TimestampAdvice.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

// Enough to see what a file is.
constexpr int kLines = 50;
constexpr int kLinesOfHeading = 20;
constexpr qsizetype kShownLines = 3;
constexpr qsizetype kShownCharacters = 80;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(UnreadableLog)
};

// As much of a line as is looked at, in lower case.
class LowerCase
{
public:
    explicit LowerCase(std::string_view text)
        : m_size(std::min(text.size(), m_letters.size()))
    {
        std::transform(
            text.begin(), text.begin() + static_cast<std::ptrdiff_t>(m_size), m_letters.begin(),
            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    std::string_view text() const { return {m_letters.data(), m_size}; }

private:
    static constexpr std::size_t kMaxBytes = 512;

    std::array<char, kMaxBytes> m_letters{};
    std::size_t m_size;
};

// A text without what is at its start.
std::string_view without(std::string_view text, std::string_view characters)
{
    const auto start = text.find_first_not_of(characters);
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

template<typename Predicate>
std::size_t countOf(std::string_view text, Predicate predicate)
{
    return static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), predicate) - text.begin());
}

// "Feb", "Monday": the first word of a time such as "Mon, 1 Feb 2021".
bool isNameOfTime(std::string_view word)
{
    constexpr auto kNames =
        "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun"sv;
    constexpr std::size_t kLetters = 3;
    return word.size() >= kLetters && kNames.find(word.substr(0, kLetters)) % (kLetters + 1) == 0;
}

// Whether a line begins with a date, a time or a count of seconds, in any spelling. Lower case.
bool beginsWithTime(std::string_view line)
{
    constexpr std::size_t kShortestCount = 8; // 20210201
    line = without(line, " \t[(<{\"'"sv);
    const std::size_t digits = countOf(line, isDigit);
    if (digits == 0) {
        const std::size_t letters = countOf(line, isLetter);
        const std::string_view rest = without(line.substr(letters), " .,"sv);
        return isNameOfTime(line.substr(0, letters)) && !rest.empty()
               && (isDigit(rest.front()) || isNameOfTime(rest.substr(0, countOf(rest, isLetter))));
    }
    const std::string_view rest = line.substr(digits);
    if (digits >= kShortestCount)
        return rest.empty() || !isLetter(rest.front()) || rest.front() == 't';
    constexpr std::size_t kLongestPart = 4;
    if (digits > kLongestPart || rest.size() < 2)
        return false;
    // 01/02/2021, 14:00, 1 feb 2021, 1-feb-21
    const std::string_view next = rest.substr(1);
    if ("-/.:"sv.find(rest.front()) != std::string_view::npos && isDigit(next.front())) {
        const std::string_view third = next.substr(countOf(next, isDigit));
        return rest.front() == ':'
               || (third.size() > 1 && third.front() == rest.front() && isDigit(third[1]));
    }
    return "-/. "sv.find(rest.front()) != std::string_view::npos
           && isNameOfTime(next.substr(0, countOf(next, isLetter)));
}

bool hasSeverity(std::string_view line)
{
    while (!line.empty()) {
        const std::size_t letters = countOf(line, isLetter);
        if (isSeverityWord(line.substr(0, letters)))
            return true;
        line.remove_prefix(std::max<std::size_t>(letters, 1));
    }
    return false;
}

// 2 for a sensor with its id, as in "sensor[5]"; 1 for what may be prose, as in "sensor 5".
int sensorScore(std::string_view line)
{
    constexpr auto kSensor = "sensor"sv;
    const auto found = line.find(kSensor);
    if (found == std::string_view::npos)
        return 0;
    std::string_view rest = line.substr(found + kSensor.size());
    for (const auto ending : {"_id"sv, "id"sv}) {
        if (rest.starts_with(ending))
            rest.remove_prefix(ending.size());
    }
    const std::string_view next = without(rest, " \t\"'"sv);
    if (next.empty())
        return 0;
    if ("[({<=:#"sv.find(next.front()) != std::string_view::npos)
        return 2;
    return isDigit(next.front()) ? 1 : 0;
}

bool hasMeasurement(std::string_view line)
{
    constexpr std::array kNames{"temperature"sv, "vibration"sv};
    return std::any_of(kNames.begin(), kNames.end(), [line](std::string_view name) {
        const auto found = line.find(name);
        if (found == std::string_view::npos)
            return false;
        const std::string_view value = without(line.substr(found + name.size()), " \t:=\"'+-."sv);
        return !value.empty() && isDigit(value.front());
    });
}

struct Look
{
    bool isOfLog = false;
    bool isOfSensors = false;
};

Look lookOf(std::string_view line)
{
    constexpr int kEnough = 3;
    const LowerCase lower(line);
    Look look;
    look.isOfLog = beginsWithTime(lower.text());
    const int ofSensor = sensorScore(lower.text()) + (hasMeasurement(lower.text()) ? 1 : 0);
    // Without it, time and severity aren't enough.
    look.isOfSensors =
        ofSensor > 0
        && ofSensor + (look.isOfLog ? 1 : 0) + (hasSeverity(lower.text()) ? 1 : 0) >= kEnough;
    return look;
}

QJsonObject toJson(qint64 number, const ReadingParser& parser, std::string_view line)
{
    constexpr std::size_t kMaxBytes = 4 * static_cast<std::size_t>(kShownCharacters);
    QString text = readableText(line.substr(0, kMaxBytes)).replace(u"\\t"_s, u" "_s);
    if (text.size() > kShownCharacters)
        text = text.left(kShownCharacters) + u'…';
    return {
        {u"line"_s, number},
        {u"column"_s, static_cast<qint64>(parser.stoppedAt()) + 1},
        {u"reason"_s, rejectReasonWord(parser.reason()).toString()},
        {u"text"_s, text}};
}

QString remedyFor(const QJsonObject& line)
{
    if (line.value(u"reason").toString() == rejectReasonWord(RejectReason::Timestamp)) {
        const QString advice = timestampAdvice(
            line.value(u"text").toString().toUtf8(),
            static_cast<qint32>(line.value(u"column").toInteger()));
        return !advice.isEmpty() ? advice
                                 : Text::tr("Export the log with times that begin with the year, "
                                            "such as 2019-12-10 10:46:09.");
    }
    return Text::tr("Lines such as this one can be read: %1.")
        .arg(u"[2019-12-10 10:46:09] ERROR sensor[5]: (temperature 365.26, vibration -6305.32)"_s);
}

} // namespace

std::optional<UnreadableLog> unreadableLogOf(std::string_view sample, bool isWhole)
{
    ReadingParser parser(LocalTime::utc());
    Reading reading;
    QJsonArray firstLines;
    int lines = 0;
    int ofLog = 0;
    int ofSensors = 0;
    for (qint64 number = 1; !sample.empty() && lines < kLines; ++number) {
        if (lines == kLinesOfHeading && ofLog + ofSensors == 0)
            return std::nullopt;
        const auto end = sample.find('\n');
        if (end == std::string_view::npos && !isWhole)
            break;
        std::string_view line = sample.substr(0, end);
        sample.remove_prefix(end == std::string_view::npos ? sample.size() : end + 1);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (without(line, " \t"sv).empty())
            continue;
        ++lines;
        const Look look = lookOf(line);
        ofLog += look.isOfLog ? 1 : 0;
        ofSensors += look.isOfSensors ? 1 : 0;
        if ((look.isOfLog || look.isOfSensors) && firstLines.size() < kShownLines
            && parser.parse(line, reading) == ReadingParser::Outcome::Rejected)
            firstLines << toJson(number, parser, line);
    }
    UnreadableLog log;
    if (firstLines.isEmpty())
        return std::nullopt;
    log.isOfSensors = ofSensors > 0 && 2 * ofSensors >= lines;
    // A single line that begins with a date may be anything.
    if (!log.isOfSensors && (ofLog < 2 || 2 * ofLog < lines))
        return std::nullopt;
    log.message =
        UserMessage::warning(Text::tr("No line can be read"))
            .because(
                log.isOfSensors ? Text::tr("It is a log, but no line of it can be read.")
                                : Text::tr("It looks like a log, but no line of it is a reading."))
            .withRemedy(remedyFor(firstLines.first().toObject()))
            .withCode(u"unreadable-log"_s);
    log.message.details = {{u"first_lines"_s, firstLines}};
    return log;
}

QString firstLinesText(const UserMessage& message)
{
    QStringList parts;
    const QJsonArray lines = message.details.value(u"first_lines").toArray();
    for (const auto& value : lines) {
        const QJsonObject line = value.toObject();
        const auto reason = rejectReasonFromWord(line.value(u"reason").toString());
        parts << Text::tr("Line %1, column %2: %3: “%4”.")
                     .arg(
                         QLocale().toString(line.value(u"line").toInteger()),
                         QLocale().toString(line.value(u"column").toInteger()),
                         reason ? rejectReasonText(*reason) : QString(),
                         line.value(u"text").toString());
    }
    return parts.join(u' ');
}

} // namespace faultline
