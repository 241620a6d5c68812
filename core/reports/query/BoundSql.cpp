// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/BoundSql.h"

#include "reports/definition/ReportHeader.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(BoundSql)
};

// The known placeholders, each with its value.
QHash<QString, QByteArray> knownPlaceholders(const QString& sql)
{
    QHash<QString, QByteArray> known;
    for (const QString& name : filterPlaceholders().keys())
        known.insert(name, QByteArray());
    const ReportHeader header = readReportHeader({}, sql.split(u'\n'));
    for (const ReportChoice& choice : header.report.choices)
        known.insert(choice.name, choice.values.constFirst().name.toUtf8());
    return known;
}

} // namespace

BoundSql bindPlaceholders(const QString& sql)
{
    const QHash<QString, QByteArray> known = knownPlaceholders(sql);
    BoundSql bound;
    QStringList names;
    qsizetype taken = 0;
    for (const SqlToken& token : sqlTokens(sql)) {
        if (token.kind != SqlToken::Kind::Placeholder)
            continue;
        const QString name = token.in(sql).mid(1).toString();
        const auto value = known.constFind(name);
        if (value == known.cend()) {
            if (!bound.unknown)
                bound.unknown = token;
            continue;
        }
        if (!names.contains(name)) {
            names << name;
            bound.parameters << *value;
        }
        // In place of a name, so it must not be longer: $1 to $9 fit any name, $10 to $99 any name
        // of two letters or more.
        const QString parameter = u'$' + QString::number(names.indexOf(name) + 1);
        bound.sql += QStringView(sql).mid(taken, token.start - taken);
        bound.sql += parameter.leftJustified(token.length);
        taken = token.end();
    }
    bound.sql += QStringView(sql).mid(taken);
    return bound;
}

UserMessage unknownPlaceholder(const QString& sql, const SqlToken& placeholder)
{
    QStringList known;
    for (const QString& name : filterPlaceholders().keys())
        known << u':' + name;
    known.sort();
    return UserMessage::error(Text::tr("The placeholder %1 doesn't exist").arg(placeholder.in(sql)))
        .because(Text::tr("Reports have these placeholders: %1.").arg(known.join(u", "_s)))
        .at(positionInSql(sql, placeholder.start))
        .withRemedy(Text::tr("Correct its name, or write a value instead."))
        .withCode(u"no-placeholder"_s);
}

QString positionInSql(const QString& sql, qsizetype position)
{
    const QStringView before = QStringView(sql).first(position);
    return Text::tr("Line %1, column %2")
        .arg(before.count(u'\n') + 1)
        .arg(position - before.lastIndexOf(u'\n'));
}

} // namespace faultline
