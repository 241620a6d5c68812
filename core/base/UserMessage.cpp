// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/UserMessage.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

UserMessage message(UserMessage::Kind kind, const QString& what)
{
    UserMessage result;
    result.kind = kind;
    result.what = what;
    return result;
}

} // namespace

UserMessage UserMessage::cancelled()
{
    return information(QCoreApplication::translate("UserMessage", "Cancelled"))
        .withCode(kCancelledCode.toString());
}

QString UserMessage::toText() const
{
    QStringList lines;
    for (const QString& part : {what, why, where, remedy}) {
        if (!part.isEmpty())
            lines << part;
    }
    return lines.join(u"\n  "_s);
}

QString UserMessage::toLine() const
{
    QString line = what;
    if (!why.isEmpty())
        line += u": "_s + why;
    if (!where.isEmpty())
        line += u" ("_s + where + u')';
    return line;
}

QJsonObject UserMessage::toJson() const
{
    const auto kindName = [this] {
        switch (kind) {
        case Kind::Information:
            return u"information"_s;
        case Kind::Warning:
            return u"warning"_s;
        case Kind::Error:
            break;
        }
        return u"error"_s;
    };
    QJsonObject json{{u"kind"_s, kindName()}, {u"what"_s, what},     {u"why"_s, why},
                     {u"where"_s, where},     {u"remedy"_s, remedy}, {u"code"_s, code}};
    if (!details.isEmpty())
        json.insert(u"details"_s, details);
    return json;
}

UserMessage UserMessage::error(const QString& what)
{
    return message(Kind::Error, what);
}

UserMessage UserMessage::warning(const QString& what)
{
    return message(Kind::Warning, what);
}

UserMessage UserMessage::information(const QString& what)
{
    return message(Kind::Information, what);
}

} // namespace faultline
