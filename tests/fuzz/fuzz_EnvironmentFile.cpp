// SPDX-License-Identifier: GPL-3.0-or-later
// .env files: refused with a reason, or unchanged by writing and reading them again.
#include "FuzzTarget.h"
#include "database/settings/EnvironmentFile.h"

#include <QByteArray>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QString keyOf(const QString& keyword)
{
    static const QMap<QString, QString> keys{
        {u"host"_s, u"PG_HOST"_s},
        {u"port"_s, u"PG_PORT"_s},
        {u"dbname"_s, u"PG_DB"_s},
        {u"user"_s, u"PG_USER"_s},
        {u"password"_s, u"PG_PASSWORD"_s}};
    return keys.value(keyword);
}

QByteArray written(const QMap<QString, QString>& keywords)
{
    QString text;
    for (auto it = keywords.begin(); it != keywords.end(); ++it) {
        QString value = it.value();
        value.replace(u"\\"_s, u"\\\\"_s).replace(u"\""_s, u"\\\""_s).replace(u"\r"_s, u"\\r"_s);
        text += keyOf(it.key()) + u"=\""_s + value + u"\"\n"_s;
    }
    return text.toUtf8();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString path = u".env"_s;
    const QByteArray content(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const auto file = EnvironmentFile::parse(content, path);
    if (!file) {
        require(!file.error().why.isEmpty(), "a refusal has a reason");
        require(file.error().where.startsWith(path), "a refusal says where");
        return 0;
    }
    for (auto it = file->keywords().begin(); it != file->keywords().end(); ++it) {
        require(!keyOf(it.key()).isEmpty(), "only our keys count");
        require(!it.value().isEmpty(), "a key has a value");
    }
    const auto again = EnvironmentFile::parse(written(file->keywords()), path);
    require(again.ok(), "settings that are written down can be read");
    require(again->keywords() == file->keywords(), "settings that are written down are the same");
    return 0;
}
