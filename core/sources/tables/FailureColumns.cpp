// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/FailureColumns.h"

#include "base/Utf8.h"
#include "sources/failures/Durations.h"
#include "sources/fields/FieldNames.h"
#include "sources/fields/NameKinds.h"
#include "sources/tables/FailureCells.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace faultline {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TableRecognition", text);
}

std::string_view unitInBrackets(std::string_view name)
{
    std::string inBrackets;
    for (const char c : name.substr(nameWithoutUnit(name).size())) {
        if (c >= 'A' && c <= 'Z')
            inBrackets += static_cast<char>(c - 'A' + 'a');
        else if (c != '(' && c != ')' && c != '[' && c != ']' && c != ' ')
            inBrackets += c;
    }
    return unitOfDuration(inBrackets);
}

// The unit at the end of a name: "downtime (h)", "downtime_min", "DurationHours". Shortens
// `comparable` to the name before it.
std::string_view takeUnit(std::string_view name, std::string& comparable)
{
    if (const std::string_view unit = unitInBrackets(name); !unit.empty())
        return unit;
    // The longest word for it; what is before it must be the name of a duration.
    for (std::size_t at = 1; at < comparable.size(); ++at) {
        const auto unit = unitOfDuration(std::string_view(comparable).substr(at));
        const auto bare = std::string_view(comparable).substr(0, at);
        if (unit.empty() || rankOfName(RecordKind::Failure, TableField::Duration, bare) < 0)
            continue;
        comparable.resize(at);
        return unit;
    }
    return {};
}

class Finder
{
public:
    Finder(
        const std::vector<TableColumn>& columns, const std::vector<std::string>& comparable,
        const std::vector<ColumnContent>& contents)
        : m_columns(columns)
        , m_names(comparable)
        , m_contents(contents)
        , m_isTaken(columns.size())
    {}

    FailureColumns find()
    {
        FailureColumns found;
        const int time = bestTime();
        if (time < 0 || !namesSubject() || isMeasured())
            return found;
        m_isTaken[static_cast<std::size_t>(time)] = true;
        // First, as a column of any name may say it.
        takePlanned(found);
        take(found, TableField::FailureMode, [](const ColumnContent& content) {
            return content.yesAndNo < content.filled && content.noFailures == 0;
        });
        take(found, TableField::Cause, [](const ColumnContent& content) {
            return content.yesAndNo < content.filled;
        });
        take(found, TableField::End, [](const ColumnContent& content) {
            return content.isMostly(content.times) || content.isMostly(content.epochs);
        });
        takeEndTimeOfDay(found);
        takeDuration(found);
        if (saysFailure(found)) {
            found.time = time;
            found.areSure = found.details.size() > 1
                            || std::any_of(m_names.begin(), m_names.end(), isOrderName);
        }
        return found;
    }

private:
    int bestTime() const
    {
        int best = -1;
        int bestRank = 0;
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const ColumnContent& content = m_contents[i];
            const int rank = rankOfName(RecordKind::Failure, TableField::Time, m_names[i]);
            if (rank < 0 || (best >= 0 && rank >= bestRank)
                || !(content.isMostly(content.times) || content.isMostly(content.epochs)))
                continue;
            best = static_cast<int>(i);
            bestRank = rank;
        }
        return best;
    }

    bool namesSubject() const
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const auto word = fieldOfName(RecordKind::Failure, m_names[i]);
            if (word && (word->field == TableField::Equipment || word->field == TableField::Sensor)
                && m_contents[i].filled > 0 && m_contents[i].ids == m_contents[i].filled)
                return true;
        }
        return false;
    }

    // Telemetry, perhaps with a column that says whether something failed.
    bool isMeasured() const
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const auto word = fieldOfName(RecordKind::Failure, m_names[i]);
            const bool isValue = word && word->field == TableField::Value;
            if ((isValue || !knownMeasurement(m_names[i]).empty()) && m_contents[i].isNumeric())
                return true;
            // How many there were on a day.
            static constexpr std::array kCounted{"failures", "breakdowns", "faults", "events"};
            const bool isCount =
                std::any_of(kCounted.begin(), kCounted.end(), [&](const char* counted) {
                    return m_names[i].find(counted) != std::string::npos;
                });
            if (isCount && m_contents[i].isNumeric())
                return true;
            const bool isFlag = word && word->field == TableField::FailureMode;
            if (isFlag && m_contents[i].filled > 0 && !(areOrders() && isBreakdownMark(m_names[i]))
                && (m_contents[i].yesAndNo == m_contents[i].filled || m_contents[i].noFailures > 0))
                return true;
        }
        return false;
    }

    template<typename Predicate>
    void take(FailureColumns& found, TableField field, Predicate isRight)
    {
        std::optional<std::size_t> best;
        int bestRank = 0;
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const auto word = fieldOfName(RecordKind::Failure, m_names[i]);
            // An empty column may have something further down.
            if (!word || word->field != field || m_isTaken[i] || (best && word->rank >= bestRank)
                || (m_contents[i].filled > 0 && !isRight(m_contents[i])))
                continue;
            best = i;
            bestRank = word->rank;
        }
        if (!best)
            return;
        m_isTaken[*best] = true;
        const bool isInverse =
            field == TableField::Planned
            && (m_names[*best].starts_with("un") || m_names[*best] == "isunplanned");
        found.details.push_back(
            {*best, field, isInverse ? std::string(kUnplanned) : std::string()});
    }

    void takePlanned(FailureColumns& found)
    {
        take(found, TableField::Planned, [](const ColumnContent& content) {
            return content.plannedWords == content.filled;
        });
        if (!found.details.empty())
            return;
        // An order that has the mark "breakdown" wasn't planned.
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const ColumnContent& content = m_contents[i];
            if (!areOrders() || !isBreakdownMark(m_names[i]) || content.filled == 0
                || content.yesAndNo + content.marks < content.filled)
                continue;
            m_isTaken[i] = true;
            found.details.push_back({i, TableField::Planned, std::string(kUnplanned)});
            return;
        }
        // "Type" of planned and unplanned. A yes or no may be about anything.
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const ColumnContent& content = m_contents[i];
            if (m_isTaken[i] || content.plannedWords < content.filled || content.yesAndNo > 0
                || content.unplannedWords == 0 || content.unplannedWords == content.filled)
                continue;
            m_isTaken[i] = true;
            found.details.push_back({i, TableField::Planned});
            return;
        }
    }

    // The time of day of the end, whose date may be in another column.
    void takeEndTimeOfDay(FailureColumns& found)
    {
        const auto end = std::find_if(
            found.details.begin(), found.details.end(),
            [](const FailureColumns::Column& column) { return column.field == TableField::End; });
        const bool hasEnd = end != found.details.end();
        if (hasEnd) {
            const ColumnContent& content = m_contents[end->index];
            if (content.filled > 0 && !content.isMostly(content.dates))
                return;
        }
        std::optional<std::size_t> best;
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const auto word = fieldOfName(RecordKind::Failure, m_names[i]);
            const bool isNamed =
                word && (word->field == TableField::End || word->field == TableField::EndTimeOfDay);
            if (!isNamed || m_isTaken[i] || !m_contents[i].isMostly(m_contents[i].timesOfDay))
                continue;
            if (!best
                || (hasEnd
                    && likeness(m_names[i], m_names[end->index])
                           > likeness(m_names[*best], m_names[end->index])))
                best = i;
        }
        if (!best)
            return;
        m_isTaken[*best] = true;
        found.details.push_back({*best, TableField::EndTimeOfDay});
    }

    void takeDuration(FailureColumns& found)
    {
        // The lower, the better: how sure its meaning is, and its name.
        enum Sureness { Known, UnknownUnit, Empty };
        std::optional<FailureColumns::Column> best;
        std::pair bestRank(Empty, 0);
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const ColumnContent& content = m_contents[i];
            std::string name = m_names[i];
            const std::string_view unit = takeUnit(m_columns[i].name, name);
            const auto word = fieldOfName(RecordKind::Failure, name);
            if (!word || word->field != TableField::Duration || m_isTaken[i])
                continue;
            const bool areTexts = content.isMostly(content.durations);
            if (content.filled > 0 && !content.isNumeric() && !areTexts)
                continue;
            const bool lacksUnit = unit.empty() && content.isNumeric() && !areTexts;
            const Sureness sureness = content.filled == 0 ? Empty : lacksUnit ? UnknownUnit : Known;
            if (lacksUnit)
                found.withoutUnit.push_back(i);
            const std::pair rank(sureness, word->rank);
            if (best && rank >= bestRank)
                continue;
            best = FailureColumns::Column{
                i, TableField::Duration, std::string(lacksUnit ? kUnknownUnit : unit)};
            bestRank = rank;
        }
        if (!best)
            return;
        m_isTaken[best->index] = true;
        std::erase(found.withoutUnit, best->index);
        found.details.push_back(*std::move(best));
    }

    // Whether rows with these columns are failures, or work on them.
    bool saysFailure(const FailureColumns& found) const
    {
        const auto details = static_cast<std::size_t>(std::count_if(
            found.details.begin(), found.details.end(), [](const FailureColumns::Column& column) {
                return column.field != TableField::FailureMode;
            }));
        const bool isOrder = areOrders();
        const bool isNamed = std::any_of(m_names.begin(), m_names.end(), isFailureName);
        // Beside measurements, a failure may be a label of them.
        if (hasOtherNumbers() && !isOrder && details == 0)
            return false;
        return found.have(TableField::FailureMode) || isNamed
               || (found.have(TableField::Cause) && details > 1)
               || (found.have(TableField::Planned) && details > 1);
    }

    bool areOrders() const { return std::any_of(m_names.begin(), m_names.end(), isOrderName); }
    static bool isBreakdownMark(std::string_view name)
    {
        return name == "breakdown" || name == "isbreakdown" || name == "breakdownindicator";
    }

    bool hasOtherNumbers() const
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const bool isId = isRowNumber(m_names[i]) || isOrderName(m_names[i])
                              || fieldOfName(RecordKind::Failure, m_names[i])
                              || fieldOfName(RecordKind::Reading, m_names[i]);
            if (!m_isTaken[i] && !isId && m_contents[i].isNumeric())
                return true;
        }
        return false;
    }

    const std::vector<TableColumn>& m_columns;
    const std::vector<std::string>& m_names;
    const std::vector<ColumnContent>& m_contents;
    std::vector<bool> m_isTaken;
};

// The column of a sample that a format has for a field: keys of JSON may come in another order.
std::optional<std::size_t>
columnIn(const TableSample& sample, const TableFormat& format, TableField field)
{
    const int at = format.columnOf(field);
    if (at < 0)
        return std::nullopt;
    const auto& columns = sample.format.columns;
    if (format.shape == TableShape::Delimited)
        return static_cast<std::size_t>(at) < columns.size()
                   ? std::optional(static_cast<std::size_t>(at))
                   : std::nullopt;
    const std::string& name = format.columns[static_cast<std::size_t>(at)].name;
    const auto found = std::find_if(columns.begin(), columns.end(), [&name](const auto& column) {
        return column.name == name;
    });
    return found == columns.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

// The unit that the ends of the same rows show.
std::string_view shownUnit(const TableFormat& format, const TableSample& sample)
{
    TableFormat withoutDuration = format;
    for (TableColumn& column : withoutDuration.columns) {
        if (column.field == TableField::Duration)
            column = {column.name};
    }
    TableClock clock(LocalTime::utc());
    FailureCells failure(withoutDuration, LocalTime::utc(), {});
    const auto duration = columnIn(sample, format, TableField::Duration);
    const auto date = columnIn(
        sample, format,
        format.columnOf(TableField::Time) >= 0 ? TableField::Time : TableField::Date);
    const auto timeOfDay = columnIn(sample, format, TableField::TimeOfDay);
    if (!duration || !date)
        return {};
    DurationUnitProof proof;
    std::vector<Cell> cells(format.columns.size());
    for (const auto& row : sample.rows) {
        const auto cellOf = [&row](std::optional<std::size_t> column) {
            return column && *column < row.size() ? Cell{row[*column]} : Cell{};
        };
        for (const TableField field : {TableField::End, TableField::EndTimeOfDay}) {
            if (const int at = format.columnOf(field); at >= 0)
                cells[static_cast<std::size_t>(at)] = cellOf(columnIn(sample, format, field));
        }
        const Cell time = cellOf(timeOfDay);
        if (clock.read(cellOf(date), &time) || clock.notes().isDateOnly
            || failure.read(cells, clock) || !failure.detail().endedAt || failure.isEndDateOnly())
            continue;
        constexpr double kMicroseconds = 1e6;
        proof.add(
            cellOf(duration).text, format.decimalMark,
            static_cast<double>(*failure.detail().endedAt - clock.occurredAt()) / kMicroseconds);
    }
    return proof.unit();
}

} // namespace

std::string_view durationUnitInName(std::string_view name)
{
    std::string comparable = comparableName(name);
    return takeUnit(name, comparable);
}

int likeness(std::string_view a, std::string_view b)
{
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t before = 0;
    while (before < most && a[before] == b[before])
        ++before;
    std::size_t behind = 0;
    while (behind < most - before && a[a.size() - 1 - behind] == b[b.size() - 1 - behind])
        ++behind;
    return static_cast<int>(before + behind);
}

DurationUnit findDurationUnit(TableFormat& format, const TableSample& sample)
{
    DurationUnit found;
    const int at = format.columnOf(TableField::Duration);
    const auto inSample = columnIn(sample, format, TableField::Duration);
    if (at < 0 || !inSample)
        return found;
    TableColumn& column = format.columns[static_cast<std::size_t>(at)];
    if (!column.label.empty() && column.label != kUnknownUnit)
        return found;
    std::string_view example;
    std::size_t filled = 0;
    std::size_t numbers = 0;
    for (const auto& row : sample.rows) {
        const std::string_view text = row.size() > *inSample ? row[*inSample] : std::string_view();
        filled += text.empty() ? 0 : 1;
        if (!isPlainNumber(text, '.') && !isPlainNumber(text, ','))
            continue;
        ++numbers;
        if (example.empty())
            example = text;
    }
    if (numbers * 2 <= filled) {
        column.label.clear();
        return found;
    }
    const QString name = readableText(column.name);
    column.label = shownUnit(format, sample);
    if (!column.label.empty()) {
        found.reason = tr("“%1” is in %2, as the times until the ends show.")
                           .arg(name, QString::fromStdString(column.label));
        return found;
    }
    column.label = kUnknownUnit;
    found.question = TableQuestion{
        TableQuestion::Kind::DurationUnit,
        tr("In which unit of time are the durations in “%1”, such as %2?")
            .arg(name, readableText(example))};
    return found;
}

FailureColumns failureColumnsOf(
    const std::vector<TableColumn>& columns, const std::vector<std::string>& comparable,
    const std::vector<ColumnContent>& contents)
{
    return Finder(columns, comparable, contents).find();
}

QStringList failureReasons(const FailureColumns& found, const std::vector<TableColumn>& columns)
{
    QStringList reasons;
    for (const FailureColumns::Column& each : found.details) {
        const QString name = readableText(columns[each.index].name);
        switch (each.field) {
        case TableField::FailureMode:
            reasons.append(tr("“%1” is the failure mode.").arg(name));
            break;
        case TableField::Cause:
            reasons.append(tr("“%1” is the cause.").arg(name));
            break;
        case TableField::End:
            reasons.append(tr("“%1” is the end of the failure.").arg(name));
            break;
        case TableField::EndTimeOfDay:
            reasons.append(
                found.have(TableField::End)
                    ? tr("“%1” is the time of day of the end.").arg(name)
                    : tr("“%1” is the time of day of the end, on the same day or the next one.")
                          .arg(name));
            break;
        case TableField::Duration:
            reasons.append(
                each.label.empty() || each.label == kUnknownUnit
                    ? tr("“%1” is the duration of the failure.").arg(name)
                    : tr("“%1” is the duration of the failure, in %2.")
                          .arg(name, QString::fromStdString(each.label)));
            break;
        default:
            reasons.append(
                tr("“%1” says whether a row is planned work, which isn't a failure.").arg(name));
        }
    }
    for (const std::size_t i : found.withoutUnit)
        reasons.append(tr("“%1” isn't used: neither its name nor its cells have a unit of time.")
                           .arg(readableText(columns[i].name)));
    return reasons;
}

} // namespace faultline
