// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/ComputedReport.h"

#include "reports/computed/Computation.h"
#include "reports/systems/SystemReader.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComputedReport)
};

bool isNull(const ComputedValue& value)
{
    return std::holds_alternative<std::monostate>(value);
}

// Where each of the report's columns is in a computed row.
Result<std::vector<std::size_t>>
positionsOf(const ReportDefinition& report, const QList<QLatin1StringView>& columns)
{
    std::vector<std::size_t> positions;
    for (const ReportColumn& column : report.columns) {
        const qsizetype position = columns.indexOf(column.name);
        if (position < 0) {
            return UserMessage::error(
                       Text::tr("The report “%1” can't be computed").arg(report.title))
                .because(Text::tr("Its computation has no column “%1”.").arg(column.name))
                .withRemedy(Text::tr("Correct the column's name in the report's file."))
                .withCode(u"report-file"_s);
        }
        positions.push_back(static_cast<std::size_t>(position));
    }
    return positions;
}

QVariant cellOf(
    const ComputedValue& value, const ReportColumn& column, const PlantClocks& clocks,
    const QString& plant)
{
    if (const auto* text = std::get_if<QString>(&value))
        return *text;
    if (const auto* number = std::get_if<qint64>(&value)) {
        return column.type == ReportColumn::Type::Decimal
                   ? QVariant(decimalText(static_cast<double>(*number), column.decimals))
                   : QVariant(*number);
    }
    if (const auto* number = std::get_if<double>(&value))
        return decimalText(*number, column.decimals);
    if (const auto* instant = std::get_if<Instant>(&value))
        return QVariant::fromValue(clocks.at(*instant, plant));
    return {};
}

// Whether the first comes before the second in ascending order. Values of a column are of one type.
bool isLess(const ComputedValue& one, const ComputedValue& other)
{
    if (const auto* instant = std::get_if<Instant>(&one)) {
        const auto* second = std::get_if<Instant>(&other);
        return second != nullptr && instant->microseconds < second->microseconds;
    }
    if (const auto* text = std::get_if<QString>(&one)) {
        const auto* second = std::get_if<QString>(&other);
        return second != nullptr && *text < *second;
    }
    const auto number = [](const ComputedValue& value) {
        if (const auto* whole = std::get_if<qint64>(&value))
            return static_cast<double>(*whole);
        const auto* decimal = std::get_if<double>(&value);
        return decimal != nullptr ? *decimal : 0.0;
    };
    return number(one) < number(other);
}

void sortBy(std::vector<ComputedRow>& rows, std::size_t column, bool descending)
{
    std::stable_sort(rows.begin(), rows.end(), [&](const ComputedRow& one, const ComputedRow& two) {
        const ComputedValue& first = one.at(column);
        const ComputedValue& second = two.at(column);
        if (isNull(first) || isNull(second))
            return !isNull(first) && isNull(second);
        return descending ? isLess(second, first) : isLess(first, second);
    });
}

} // namespace

Result<QList<ReportRow>> computedRows(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const PlantClocks& clocks)
{
    ReportFilter chosen = report.applicable(filter);
    for (const ReportChoice& choice : report.choices) {
        if (!chosen.choices.contains(choice.name))
            chosen.choices.insert(choice.name, choice.values.constFirst().name);
    }
    const auto computation = makeComputation(*report.computation, chosen, clocks);
    const auto positions = positionsOf(report, computation->columns());
    if (!positions)
        return positions.error();
    const auto read =
        computation->isOfOutages()
            ? forEachSystemWithOutages(
                session, report, chosen,
                [&](const RepairableSystem& system, const SystemOutages& outages) {
                    computation->addOutages(system, outages);
                })
            : forEachSystem(
                session, report, chosen,
                [&](const RepairableSystem& system, std::span<const Instant> failures) {
                    computation->add(system, failures);
                });
    if (!read)
        return read.error();
    std::vector<ComputedRow> computed = computation->rows();
    if (order.column && *order.column >= 0 && *order.column < report.columns.size())
        sortBy(computed, positions->at(static_cast<std::size_t>(*order.column)), order.descending);
    const qsizetype plantColumn = computation->columns().indexOf("plant"_L1);
    QList<ReportRow> rows;
    rows.reserve(static_cast<qsizetype>(computed.size()));
    for (const ComputedRow& values : computed) {
        QString plant;
        if (plantColumn >= 0) {
            if (const auto* name =
                    std::get_if<QString>(&values.at(static_cast<std::size_t>(plantColumn))))
                plant = *name;
        }
        ReportRow& row = rows.emplace_back();
        row.reserve(report.columns.size());
        for (qsizetype i = 0; i < report.columns.size(); ++i) {
            row << cellOf(
                values.at(positions->at(static_cast<std::size_t>(i))), report.columns.at(i), clocks,
                plant);
        }
    }
    return rows;
}

QString decimalText(double value, int decimals)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value > 0 ? u"Infinity"_s : u"-Infinity"_s;
    // The shortest digits that PostgreSQL keeps: 15 of them, "d.dddde±x".
    constexpr int kSignificant = 15;
    std::array<char, 32> buffer{};
    const auto written = std::to_chars(
        buffer.data(), buffer.data() + buffer.size(), std::abs(value),
        std::chars_format::scientific, kSignificant - 1);
    const char* const exponentAt = buffer.data() + kSignificant + 1;
    int exponent = 0;
    std::from_chars(
        exponentAt + (exponentAt[1] == '+' ? 2 : 1), static_cast<const char*>(written.ptr),
        exponent);
    buffer[1] = std::exchange(buffer[0], '0');
    // The digits 0DDD… from the left, of which so many are kept, and so many before the point. The
    // number is 0.DDD… × 10^(exponent + 1).
    const int whole = std::max(exponent + 1, 0);
    const int kept = exponent + 1 + decimals;
    QString digits(std::max(-(exponent + 1), 0), u'0');
    digits.reserve(whole + decimals + 3);
    for (int i = 0; i < kept; ++i)
        digits += QLatin1Char(i < kSignificant ? buffer[static_cast<std::size_t>(i) + 1] : '0');
    digits.resize(std::min<qsizetype>(digits.size(), whole + decimals));
    digits.resize(whole + decimals, u'0');
    const bool roundsUp =
        kept >= 0 && kept < kSignificant && buffer[static_cast<std::size_t>(kept) + 1] >= '5';
    digits.prepend(u'0');
    if (roundsUp) {
        qsizetype at = digits.size() - 1;
        while (digits.at(at) == u'9')
            digits[at--] = u'0';
        digits[at] = QChar(digits.at(at).unicode() + 1);
    }
    if (whole > 0 && digits.front() == u'0')
        digits.remove(0, 1);
    const bool isZero = digits.count(u'0') == digits.size();
    if (decimals > 0)
        digits.insert(digits.size() - decimals, u'.');
    return value < 0 && !isZero ? u'-' + digits : digits;
}

} // namespace faultline
