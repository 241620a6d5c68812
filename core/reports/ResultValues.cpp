// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ResultValues.h"

#include <QDateTime>

#include <algorithm>
#include <charconv>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kHeaderOfTypmod = 4; // VARHDRSZ: a type modifier begins with it

// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
enum TypeId : Oid {
    kBool = 16,
    kInt8 = 20,
    kInt2 = 21,
    kInt4 = 23,
    kOid = 26,
    kFloat4 = 700,
    kFloat8 = 701,
    kTimestamp = 1114,
    kTimestampTz = 1184,
    kNumeric = 1700,
};

ReportColumn columnOf(const PGresult* result, int index)
{
    ReportColumn column;
    column.name = QString::fromUtf8(PQfname(result, index));
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
        // numeric(10, 2) says how many; others get what an average is shown with.
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
    default:
        break;
    }
    return column;
}

// "2020-01-01 06:00:00.25+00", as the session's settings have it; what isn't so (infinity, before
// Christ) stays text. By hand: an export has millions of them.
QVariant timestampOf(std::string_view text)
{
    const auto number = [text](std::size_t from, std::size_t length) {
        int value = -1;
        if (from + length <= text.size())
            std::from_chars(text.data() + from, text.data() + from + length, value);
        return value;
    };
    constexpr std::size_t kSeconds = 19;
    int milliseconds = 0;
    std::size_t end = kSeconds;
    if (text.size() > kSeconds && text[kSeconds] == '.') {
        int scale = 100;
        for (++end; end < text.size() && text[end] >= '0' && text[end] <= '9'; ++end) {
            milliseconds += (text[end] - '0') * scale;
            scale /= 10;
        }
    }
    const std::string_view zone = text.substr(std::min(end, text.size()));
    const QDateTime time(
        QDate(number(0, 4), number(5, 2), number(8, 2)),
        QTime(number(11, 2), number(14, 2), number(17, 2), milliseconds), Qt::UTC);
    if (text.size() < kSeconds || text[4] != '-' || !time.isValid()
        || (!zone.empty() && zone != "+00"))
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return time;
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
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace faultline
