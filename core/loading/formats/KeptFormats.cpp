// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/formats/KeptFormats.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(KeptFormats)
};

constexpr QStringView kUniqueViolation = u"23505";
constexpr QStringView kNameTakenCode = u"format-name-taken";

UserMessage nameTaken(const QString& name)
{
    return UserMessage::error(Text::tr("There already is a format “%1”").arg(name))
        .because(Text::tr("It is for files with another structure."))
        .withRemedy(Text::tr("Choose another name, or forget that format first."))
        .withCode(kNameTakenCode.toString());
}

} // namespace

Result<QList<KeptFormat>> keptFormats(Connection& connection)
{
    const auto rows = connection.execute(
        "SELECT name, structure, choice, (extract(epoch FROM changed_at) * 1000)::bigint"
        " FROM faultline.source_format ORDER BY lower(name)");
    if (!rows)
        return rows.error();
    QList<KeptFormat> formats;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const auto choice =
            FormatChoice::fromJson(QJsonDocument::fromJson(rows->string(row, 2).toUtf8()).object());
        if (!choice)
            return choice.error();
        formats << KeptFormat{
            {rows->string(row, 0), rows->string(row, 1), *choice},
            QDateTime::fromMSecsSinceEpoch(rows->integer(row, 3), Qt::UTC)};
    }
    return formats;
}

Result<void> keepFormat(Connection& connection, const NamedFormat& format)
{
    const QString choice =
        QString::fromUtf8(QJsonDocument(format.choice.toJson()).toJson(QJsonDocument::Compact));
    const auto kept = connection.execute(
        "INSERT INTO faultline.source_format (name, structure, choice) VALUES ($1, $2, $3::jsonb)"
        " ON CONFLICT (md5(structure)) DO UPDATE"
        " SET name = excluded.name, choice = excluded.choice, changed_at = clock_timestamp()",
        Parameters().add(format.name).add(format.structure).add(choice));
    if (!kept && kept.error().code == kUniqueViolation)
        return nameTaken(format.name);
    return kept ? Result<void>() : kept.error();
}

Result<QString> keepSuggested(Connection& connection, NamedFormat format)
{
    const auto kept = connection.execute(
        "SELECT name FROM faultline.source_format WHERE md5(structure) = md5($1)",
        Parameters().add(format.structure));
    if (!kept)
        return kept.error();
    const QString suggested = format.name;
    if (kept->rowCount() > 0)
        format.name = kept->string(0, 0);
    for (int number = 2;; ++number) {
        const auto done = keepFormat(connection, format);
        if (done)
            return format.name;
        if (done.error().code != kNameTakenCode)
            return done.error();
        format.name = u"%1 %2"_s.arg(suggested).arg(number);
    }
}

UserMessage noSuchFormat(const QString& name)
{
    return UserMessage::error(Text::tr("There is no format “%1”").arg(name))
        .because(Text::tr("It isn't in this database."))
        .withRemedy(Text::tr("See the formats with: faultline-cli formats list"))
        .withCode(u"no-such-format"_s);
}

Result<bool> forgetFormat(Connection& connection, const QString& name)
{
    const auto forgotten = connection.execute(
        "DELETE FROM faultline.source_format WHERE name = $1", Parameters().add(name));
    if (!forgotten)
        return forgotten.error();
    return forgotten->affectedRows() > 0;
}

} // namespace faultline
