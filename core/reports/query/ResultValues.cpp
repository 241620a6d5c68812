// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/ResultValues.h"

#include "base/Utf8.h"
#include "readings/ZonedTime.h"

#include <charconv>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kHeaderOfTypmod = 4; // VARHDRSZ, the start of a type modifier

// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
enum TypeId : Oid {
    kBool = 16,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kOid = 26,
    kFloat4 = 700,
    kFloat8 = 701,
    kMoney = 790,
    kDate = 1082,
    kTime = 1083,
    kTimestamp = 1114,
    kTimestampTz = 1184,
    kInterval = 1186,
    kTimeTz = 1266,
    kNumeric = 1700,
};

ReportColumn columnOf(const PGresult* result, int index)
{
    ReportColumn column;
    column.name = decodedUtf8(PQfname(result, index));
    column.title = column.name;
    switch (PQftype(result, index)) {
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
        column.type = ReportColumn::Type::Integer;
        break;
    case kNumeric:
        column.type = ReportColumn::Type::Decimal;
        // numeric(10, 2) says how many; others get as many as averages.
        column.decimals = PQfmod(result, index) >= kHeaderOfTypmod
                              ? (PQfmod(result, index) - kHeaderOfTypmod) & 0x7ff
                              : 2;
        break;
    case kFloat4:
    case kFloat8:
        column.type = ReportColumn::Type::Decimal;
        column.decimals = 2;
        break;
    case kTimestamp:
    case kTimestampTz:
        column.type = ReportColumn::Type::Timestamp;
        break;
    case kMoney:
    case kDate:
    case kTime:
    case kInterval:
    case kTimeTz:
        column.isServerForm = true;
        break;
    default:
        break;
    }
    return column;
}

// What isn't in the calendar (infinity, BC) stays text.
QVariant timestampOf(std::string_view text)
{
    if (const auto instant = Instant::fromIso(text))
        return QVariant::fromValue(ZonedTime::utc(*instant));
    return decodedUtf8(text);
}

} // namespace

QList<ReportColumn> columnsOf(const PGresult* result)
{
    QList<ReportColumn> columns;
    for (int i = 0; i < PQnfields(result); ++i)
        columns << columnOf(result, i);
    return columns;
}

QVariant valueOf(const PGresult* result, int column, ReportColumn::Type type)
{
    if (PQgetisnull(result, 0, column) == 1)
        return {};
    const std::string_view text(
        PQgetvalue(result, 0, column), static_cast<std::size_t>(PQgetlength(result, 0, column)));
    if (type == ReportColumn::Type::Integer) {
        qint64 number = 0;
        std::from_chars(text.data(), text.data() + text.size(), number);
        return number;
    }
    if (type == ReportColumn::Type::Timestamp)
        return timestampOf(text);
    if (PQftype(result, column) == kBool)
        return text == "t" ? u"true"_s : u"false"_s;
    return decodedUtf8(text);
}

} // namespace faultline
