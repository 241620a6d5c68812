// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/ConnectionSettings.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QRegularExpression>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// In an address whose password has an @ or / that isn't written as %40 or %2F, libpq takes parts of
// the password for host, port or database. Those are displayed, so such an address is refused.
bool hasPartsOfAPassword(const QString& conninfo, const ConnectionSettings& settings)
{
    const auto value = [&settings](const QString& keyword) {
        return settings.keywords.value(keyword);
    };
    static const QRegularExpression ports(u"^[0-9,]*$"_s);
    const bool isAddress =
        conninfo.trimmed().startsWith(u"postgres"_s) && conninfo.contains(u"://"_s);
    return value(u"host"_s).lastIndexOf(u'@') > 0 || !ports.match(value(u"port"_s)).hasMatch()
           || (isAddress && value(u"dbname"_s).contains(u'@'));
}

} // namespace

Result<ConnectionSettings>
ConnectionSettings::fromConninfo(const QString& conninfo, const QString& origin)
{
    char* errorText = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(conninfo.toUtf8().constData(), &errorText), &PQconninfoFree);
    const std::unique_ptr<char, decltype(&PQfreemem)> errorOwner(errorText, &PQfreemem);
    if (!options) {
        // libpq's message repeats parts of the string, perhaps the password, so it isn't shown.
        return UserMessage::error(QCoreApplication::translate(
                                      "ConnectionSettings", "The connection can't be understood"))
            .at(origin)
            .withRemedy(QCoreApplication::translate(
                "ConnectionSettings", "Write it as \"host=… port=… dbname=… user=…\" or as "
                                      "\"postgresql://user@host:port/database\"."))
            .withCode(u"connection-string"_s);
    }
    ConnectionSettings settings;
    settings.origin = origin;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
        if (option->val)
            settings.keywords.insert(
                QString::fromLatin1(option->keyword), QString::fromUtf8(option->val));
    }
    if (hasPartsOfAPassword(conninfo, settings)) {
        return UserMessage::error(QCoreApplication::translate(
                                      "ConnectionSettings", "The connection can't be understood"))
            .because(QCoreApplication::translate(
                "ConnectionSettings", "Its password, host and port can't be told apart."))
            .at(origin)
            .withRemedy(QCoreApplication::translate(
                "ConnectionSettings", "In an address, the port is a number. In its password, write "
                                      "@ as %40, / as %2F, : as %3A and % as %25."))
            .withCode(u"connection-string"_s);
    }
    return settings;
}

QString ConnectionSettings::displayName() const
{
    if (isLocalServer)
        return QCoreApplication::translate("ConnectionSettings", "Local database");
    const QString service = keywords.value(u"service"_s);
    const QString database = keywords.value(u"dbname"_s);
    const QString user = keywords.value(u"user"_s);
    const QString host = keywords.value(u"host"_s, keywords.value(u"hostaddr"_s));
    const QString port = keywords.value(u"port"_s);

    QString text =
        !database.isEmpty() ? database
        : !service.isEmpty()
            ? QCoreApplication::translate("ConnectionSettings", "service %1").arg(service)
            : QCoreApplication::translate("ConnectionSettings", "default database");
    if (!host.isEmpty()) {
        text = QCoreApplication::translate("ConnectionSettings", "%1 on %2")
                   .arg(text, port.isEmpty() ? host : host + u':' + port);
    }
    if (!user.isEmpty())
        text = QCoreApplication::translate("ConnectionSettings", "%1 as %2").arg(text, user);
    return text;
}

QString ConnectionSettings::withoutSecrets(QString text) const
{
    for (QString secret :
         {keywords.value(u"password"_s), keywords.value(u"sslpassword"_s),
          qEnvironmentVariable("PGPASSWORD")}) {
        if (secret.isEmpty())
            continue;
        text.replace(secret, u"********"_s);
        // As libpq writes it in a quoted connection string.
        secret.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
        text.replace(secret, u"********"_s);
    }
    return text;
}

} // namespace faultline
