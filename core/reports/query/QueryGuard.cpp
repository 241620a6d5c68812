// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/QueryGuard.h"

#include "reports/definition/SqlTokens.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr auto kRowMark = "faultline: a row is too large"_L1;

// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
constexpr Oid kBytes = 17;
// The length of these is known without converting them: text, bpchar, varchar.
constexpr std::array<Oid, 3> kTexts{25, 1042, 1043};
// These never have more than a few dozen characters: bool, "char", name, int8, int2, int4, oid,
// float4, float8, date, time, timestamp, timestamptz, interval, timetz, void, uuid.
constexpr std::array<Oid, 17> kShort{16,   18,   19,   20,   21,   23,   26,   700, 701,
                                     1082, 1083, 1114, 1184, 1186, 1266, 2278, 2950};

constexpr qint64 kMegabyte = 1024 * 1024;
// The memory that a value takes besides its text, which has two bytes for each character.
constexpr qint64 kCellBytes = 64;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(QueryGuard)
};

bool isAmong(const auto& types, Oid type)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

// The length as text, not as the server stores it: there, a compressed value, a number such as
// 1e100000, or an array of these is small.
QString lengthOf(const QString& column, Oid type)
{
    if (isAmong(kTexts, type))
        return u"pg_catalog.octet_length(%1)"_s.arg(column);
    if (type == kBytes)
        return u"pg_catalog.octet_length(%1)::bigint OPERATOR(pg_catalog.*) 2"_s.arg(column);
    return u"pg_catalog.octet_length(%1::pg_catalog.text)"_s.arg(column);
}

// An invalid boolean that includes a figure of the row. Without one, the server would evaluate it,
// and fail, while planning.
QString failureOf(const QString& size)
{
    return u"('"_s + kRowMark + u": ' OPERATOR(pg_catalog.||) ("_s + size + u"))::boolean"_s;
}

QString remedyForRows()
{
    return Text::tr(
        "Select only part of each value: left(column, 1000) gives its first 1,000 characters.");
}

} // namespace

QString guardedQuery(const QString& sql, const QList<Oid>& types, qint64 rowBytes)
{
    static const QStringList tables{u"SELECT"_s, u"WITH"_s, u"VALUES"_s, u"TABLE"_s, u"("_s};
    QList<SqlToken> tokens = sqlTokens(sql);
    tokens.removeIf([](const SqlToken& token) { return token.kind == SqlToken::Kind::Comment; });
    while (!tokens.isEmpty() && tokens.constLast().in(sql) == u";")
        tokens.removeLast();
    if (tokens.isEmpty() || !tables.contains(tokens.constFirst().in(sql).toString().toUpper()))
        return sql;
    QStringList names;
    QString size;
    for (const Oid type : types) {
        names << u'c' + QString::number(names.size());
        if (isAmong(kShort, type))
            continue;
        if (!size.isEmpty())
            size += u" OPERATOR(pg_catalog.+) "_s;
        size += u"coalesce("_s + lengthOf(names.constLast(), type) + u", 0)::bigint"_s;
    }
    if (size.isEmpty())
        return sql;
    // OFFSET 0 keeps the server from computing a value twice, for its length and for itself.
    return u"SELECT * FROM (SELECT * FROM ("_s + sql.first(tokens.constLast().end())
           + u"\n) AS s OFFSET 0) AS q ("_s + names.join(u", "_s) + u") WHERE CASE WHEN "_s + size
           + u" OPERATOR(pg_catalog.>) "_s + QString::number(rowBytes) + u" THEN "_s
           + failureOf(size) + u" ELSE true END"_s;
}

QString rowGuard(const QStringList& texts)
{
    QStringList lengths;
    for (const QString& text : texts)
        lengths << u"coalesce(octet_length(%1), 0)::bigint"_s.arg(text);
    const QString size = lengths.join(u" + "_s);
    return size.isEmpty() ? u"NULL"_s
                          : u"CASE WHEN %1 > %2 THEN %3 END"_s.arg(size)
                                .arg(kMaxRowBytes)
                                .arg(failureOf(size));
}

bool isFromGuard(const QString& message)
{
    return message.contains(kRowMark);
}

UserMessage rowTooLarge(qint64 rowBytes)
{
    return UserMessage::error(Text::tr("A row of the result is too large to show"))
        .because(Text::tr("It is larger than %1 MB.").arg(rowBytes / kMegabyte))
        .withRemedy(remedyForRows())
        .withCode(u"row-size"_s);
}

UserMessage rowsTooLarge()
{
    return UserMessage::error(Text::tr("The rows of the result are too large to show"))
        .because(Text::tr("Together they are larger than %1 MB.").arg(kMaxBytes / kMegabyte))
        .withRemedy(remedyForRows())
        .withCode(u"row-size"_s);
}

qint64 bytesOf(const QList<QVariant>& row)
{
    qint64 bytes = 0;
    for (const QVariant& value : row) {
        bytes += kCellBytes;
        if (value.typeId() == QMetaType::QString)
            bytes += value.toString().size() * qint64{sizeof(QChar)};
    }
    return bytes;
}

} // namespace faultline
