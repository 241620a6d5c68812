// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace faultline {

/// What the program tells a person: what happened, why, where, and what to do about it.
/// A value: core fills it in and returns it; only the window and the command line show it.
/// `code` is for programs: an SQLSTATE of PostgreSQL, or a word of ours such as "no-server".
struct UserMessage
{
    enum class Kind { Information, Warning, Error };

    Kind kind = Kind::Error;
    QString what;   ///< One sentence without a final stop.
    QString why;    ///< The cause as far as it is known, or empty.
    QString where;  ///< File, line or server, or empty.
    QString remedy; ///< What the person can do, or empty.
    QString code;   ///< SQLSTATE or a word of ours, or empty.

    /// All parts as lines of text, for a terminal or a log.
    QString toText() const;
    /// What, why and where in one line, for a cell of a table.
    QString toLine() const;
    QJsonObject toJson() const;

    static UserMessage error(const QString& what);
    static UserMessage warning(const QString& what);
    static UserMessage information(const QString& what);
    /// That a person cancelled; its code is kCancelledCode.
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

/// The code of a message that says a person cancelled: an outcome, not a failure.
inline constexpr QStringView kCancelledCode = u"cancelled";

} // namespace faultline
