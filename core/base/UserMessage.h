// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace faultline {

/// What the program tells the user: what happened, why, where, and what to do about it. A value:
/// core fills it in and returns it; only the window and the command line show it. `code` is for
/// programs: a PostgreSQL SQLSTATE or one of our words, such as "no-server".
struct UserMessage
{
    enum class Kind { Information, Warning, Error };

    Kind kind = Kind::Error;
    QString what;        ///< One sentence without a full stop.
    QString why;         ///< The cause if it is known, or empty.
    QString where;       ///< File, line or server, or empty.
    QString remedy;      ///< What the user can do, or empty.
    QString code;        ///< SQLSTATE or one of our words, or empty.
    QJsonObject details; ///< What a choice beside the message needs, by code; mostly empty.

    /// All parts as lines of text, for a terminal or a log.
    QString toText() const;
    /// What, why and where in one line, for a table cell.
    QString toLine() const;
    QJsonObject toJson() const;

    static UserMessage error(const QString& what);
    static UserMessage warning(const QString& what);
    static UserMessage information(const QString& what);
    /// The user cancelled; its code is kCancelledCode.
    static UserMessage cancelled();

    UserMessage& because(const QString& text)
    {
        why = text;
        return *this;
    }
    UserMessage& at(const QString& text)
    {
        where = text;
        return *this;
    }
    UserMessage& withRemedy(const QString& text)
    {
        remedy = text;
        return *this;
    }
    UserMessage& withCode(const QString& text)
    {
        code = text;
        return *this;
    }

    bool operator==(const UserMessage&) const = default;
};

/// The code of a message that says the user cancelled: an outcome, not a failure.
inline constexpr QStringView kCancelledCode = u"cancelled";

} // namespace faultline
