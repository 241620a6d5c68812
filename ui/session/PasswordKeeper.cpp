// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/PasswordKeeper.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString passwordKey(const ConnectionSettings& settings)
{
    const auto value = [&settings](const QString& keyword, const QString& otherwise) {
        const QString given = settings.keywords.value(keyword);
        return given.isEmpty() ? otherwise : given;
    };
    const QString host = value(u"host"_s, value(u"hostaddr"_s, u"localhost"_s));
    return value(u"user"_s, QString()) + u'@' + host + u':' + value(u"port"_s, u"5432"_s) + u'/'
           + value(u"dbname"_s, QString());
}

} // namespace faultline
