// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/FailureCells.h"

#include "sources/tables/ValueText.h"

#include <QString>
#include <QUtf8StringView>

#include <algorithm>
#include <array>
#include <utility>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr double kMaxSeconds = 3'155'760'000; // a century
constexpr std::size_t kMaxTextBytes = 8'192;

struct Unit
{
    std::string_view name;
    double seconds = 0;
    std::string_view words; ///< Separated by spaces.
};
constexpr std::array kUnits{
    Unit{"d"sv, 86'400, "d day days tag tage jour jours j día dia días dias giorni dagen"sv},
    Unit{
        "h"sv, 3'600,
        "h hr hrs hour hours std std. stunde stunden heure heures hora horas ore uur"sv},
    Unit{"min"sv, 60, "min min. mins minute minutes m minuten minuto minutos minuti minuut"sv},
    Unit{
        "s"sv, 1,
        "s sec sec. secs second seconds sek sek. sekunde sekunden seconde secondes segundo "
        "segundos "
        "secondi"sv}};

// Normalised by lowered(), separated by bars.
constexpr auto kPlannedWords =
    "planned|preventive|preventative|predictive|scheduled|preventive maintenance|planned "
    "maintenance|scheduled "
    "maintenance|pm|geplant|vorbeugend|präventiv|planmäßig|planifié|préventif|"
    "programmé|préventive|planifiée|programmée|planificado|preventivo|programado|planificada|"
    "preventiva|programada|planejado|planejada"sv;
constexpr auto kUnplannedWords =
    "unplanned|corrective|breakdown|reactive|emergency|unscheduled|failure|corrective maintenance|"
    "breakdown maintenance|reactive maintenance|emergency maintenance|unplanned maintenance|cm|bd|"
    "repair|ungeplant|korrektiv|störung|ausfall|reparatur|außerplanmäßig|correctif|corrective|"
    "curatif|non planifié|imprévu|dépannage|panne|correctivo|no planificado|no programado|"
    "correctiva|no planificada|no programada|avería|corretivo|corretiva"sv;
constexpr auto kYes = "yes|y|true|t|1|ja|j|oui|o|sí|si|sim|wahr|vrai"sv;
constexpr auto kNo = "no|n|false|f|0|nein|non|não|nao|falsch|faux"sv;

std::string lowered(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
        .toLower()
        .replace(u'_', u' ')
        .replace(u'-', u' ')
        .toStdString();
}

bool isAmong(std::string_view words, char separator, std::string_view word)
{
    while (!words.empty()) {
        const std::string_view each = words.substr(0, words.find(separator));
        if (each == word)
            return true;
        words.remove_prefix(std::min(words.size(), each.size() + 1));
    }
    return false;
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

// A number of digits with at most one mark. Moves behind it.
std::optional<double> takeNumber(std::string_view& text, char decimalMark)
{
    std::size_t size = 0;
    while (size < text.size() && (isDigit(text[size]) || text[size] == decimalMark))
        ++size;
    std::string number(text.substr(0, size));
    std::replace(number.begin(), number.end(), decimalMark, '.');
    text.remove_prefix(size);
    return number.starts_with('.') ? std::nullopt : numberOf(number);
}

// "2:30" or "2:30:15".
std::optional<double> clockSeconds(std::string_view text)
{
    std::array<double, 3> parts{};
    std::size_t count = 0;
    while (count < parts.size()) {
        const std::string_view part = text.substr(0, text.find(':'));
        const bool isLast = part.size() == text.size();
        const bool mayHaveFraction = isLast && count == 2;
        const std::string_view whole = mayHaveFraction ? part.substr(0, part.find('.')) : part;
        if (whole.empty() || whole.size() > (count == 0 ? 6 : 2)
            || !std::all_of(whole.begin(), whole.end(), isDigit))
            return std::nullopt;
        const auto number = numberOf(part);
        if (!number || (count > 0 && *number >= 60))
            return std::nullopt;
        parts.at(count++) = *number;
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        if (isLast)
            break;
    }
    if (count < 2 || !text.empty())
        return std::nullopt;
    return (parts[0] * 60 + parts[1]) * 60 + parts[2];
}

// "1 h 30 min", "PT1H30M".
std::optional<double> sumOfUnits(std::string_view text, char decimalMark)
{
    std::string lower = lowered(text);
    if (lower.starts_with('p')) {
        // Before the T, an m would be a month.
        if (lower.substr(0, lower.find('t')).find('m') != std::string::npos)
            return std::nullopt;
        lower.erase(0, 1);
        std::replace(lower.begin(), lower.end(), 't', ' ');
    }
    std::string_view rest = trimmed(lower);
    double sum = 0;
    double before = kMaxSeconds;
    while (!rest.empty()) {
        const auto number = takeNumber(rest, decimalMark);
        rest = trimmed(rest);
        std::size_t size = 0;
        while (size < rest.size() && !isDigit(rest[size]) && rest[size] != ' ' && rest[size] != ',')
            ++size;
        const auto seconds = secondsOfUnit(unitOfDuration(rest.substr(0, size)));
        // Each unit is smaller than the one before.
        if (!number || !seconds || *seconds >= before)
            return std::nullopt;
        sum += *number * *seconds;
        before = *seconds;
        rest = trimmed(rest.substr(size));
        if (rest.starts_with(','))
            rest = trimmed(rest.substr(1));
    }
    return before < kMaxSeconds ? std::optional(sum) : std::nullopt;
}

bool isText(std::string_view text)
{
    return text.size() <= kMaxTextBytes && text.find('\0') == std::string_view::npos
           && QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

} // namespace

std::optional<double> secondsOfUnit(std::string_view unit)
{
    const auto found = std::find_if(
        kUnits.begin(), kUnits.end(), [unit](const Unit& each) { return each.name == unit; });
    return found == kUnits.end() ? std::nullopt : std::optional(found->seconds);
}

std::string_view unitOfDuration(std::string_view word)
{
    const auto found = std::find_if(kUnits.begin(), kUnits.end(), [word](const Unit& each) {
        return !word.empty() && isAmong(each.words, ' ', word);
    });
    return found == kUnits.end() ? std::string_view() : found->name;
}

std::optional<double>
durationSeconds(std::string_view text, std::string_view unit, char decimalMark)
{
    std::optional<double> seconds;
    std::string_view rest = text;
    const auto number = takeNumber(rest, decimalMark);
    if (text.find(':') != std::string_view::npos)
        seconds = clockSeconds(text);
    else if (number && rest.empty() && !unit.empty())
        seconds = *number * secondsOfUnit(unit).value_or(0);
    else
        seconds = sumOfUnits(text, decimalMark);
    return seconds && *seconds <= kMaxSeconds ? seconds : std::nullopt;
}

std::optional<bool> plannedWord(std::string_view text)
{
    const std::string word = lowered(text);
    if (isAmong(kPlannedWords, '|', word) || isAmong(kYes, '|', word))
        return true;
    if (isAmong(kUnplannedWords, '|', word) || isAmong(kNo, '|', word))
        return false;
    return std::nullopt;
}

bool isYesOrNo(std::string_view text)
{
    const std::string word = lowered(text);
    return isAmong(kYes, '|', word) || isAmong(kNo, '|', word);
}

FailureCells::FailureCells(
    const TableFormat& format, const LocalTime& zone, const TimeFormat& times)
    : m_mode(format.columnOf(TableField::FailureMode))
    , m_cause(format.columnOf(TableField::Cause))
    , m_end(format.columnOf(TableField::End))
    , m_duration(format.columnOf(TableField::Duration))
    , m_planned(format.columnOf(TableField::Planned))
    , m_areUsed(std::max({m_mode, m_cause, m_end, m_duration, m_planned}) >= 0)
    , m_decimalMark(format.decimalMark)
    , m_clock(zone, times)
{
    if (m_duration >= 0)
        m_unit = format.columns[static_cast<std::size_t>(m_duration)].label;
    m_isUnplanned =
        m_planned >= 0 && format.columns[static_cast<std::size_t>(m_planned)].label == kUnplanned;
}

std::optional<RejectedCell> FailureCells::read(const std::vector<Cell>& cells, qint64 occurredAt)
{
    m_detail = {};
    const auto cellOf = [&cells](int column) -> const Cell* {
        const Cell* const cell = column < 0 ? nullptr : &cells[static_cast<std::size_t>(column)];
        return cell && (cell->isNested || !cell->text.empty()) ? cell : nullptr;
    };
    for (const auto& [column, text] :
         {std::pair(m_mode, &m_detail.mode), std::pair(m_cause, &m_detail.cause)}) {
        const Cell* const cell = cellOf(column);
        if (!cell)
            continue;
        if (cell->isNested || !isText(cell->text))
            return RejectedCell{0, RejectReason::FieldValue, cell->start};
        *text = cell->text;
    }
    if (const Cell* const end = cellOf(m_end)) {
        if (auto rejected = readEnd(*end, occurredAt))
            return rejected;
    }
    if (const Cell* const duration = cellOf(m_duration)) {
        m_detail.seconds = durationSeconds(duration->text, m_unit, m_decimalMark);
        if (!m_detail.seconds)
            return RejectedCell{0, RejectReason::FieldValue, duration->start};
    }
    if (const Cell* const planned = cellOf(m_planned))
        return readPlanned(*planned);
    return std::nullopt;
}

std::optional<RejectedCell> FailureCells::readEnd(const Cell& cell, qint64 occurredAt)
{
    if (!m_clock.read(cell.text)) {
        return RejectedCell{
            0, m_clock.isSkipped() ? RejectReason::SkippedHour : RejectReason::FieldValue,
            cell.start + m_clock.stoppedAt()};
    }
    // An end without a time of day is some time on that day.
    constexpr qint64 kDay = qint64{86'400} * 1'000'000;
    qint64 endedAt = m_clock.occurredAt();
    // In the hour that comes twice, what ends before it began ended in the second one.
    if (endedAt < occurredAt)
        endedAt = m_clock.secondOccurrence().value_or(endedAt);
    const bool isBefore = endedAt < occurredAt;
    if (isBefore && (!m_clock.notes().isDateOnly || endedAt + kDay <= occurredAt))
        return RejectedCell{0, RejectReason::FieldValue, cell.start};
    if (!isBefore)
        m_detail.endedAt = endedAt;
    return std::nullopt;
}

std::optional<RejectedCell> FailureCells::readPlanned(const Cell& cell)
{
    const auto isPlanned = plannedWord(cell.text);
    if (!isPlanned)
        return RejectedCell{0, RejectReason::FieldValue, cell.start};
    m_detail.isPlanned = m_isUnplanned && isYesOrNo(cell.text) ? !*isPlanned : *isPlanned;
    return std::nullopt;
}

} // namespace faultline
