// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Command.h"
#include "cli/Drawing.h"

#include "base/Result.h"
#include "database/DatabaseAccess.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace faultline {

/// Options of every command.
struct GlobalOptions
{
    QStringList arguments; ///< As the user gave them, the program's name first.
    QString database;
    QString environmentFile;
    QString localDirectory; ///< Empty: the local server's default.
    bool json = false;
};

/// What commands share: the global options, access to the database, and the two streams. Results go
/// to standard output, as text or as exactly one JSON object; everything else goes to standard
/// error.
class Context
{
public:
    Context(GlobalOptions options, QString usageLine, Drawing drawing);

    const GlobalOptions& options() const { return m_options; }
    /// Empty in the program that can't draw.
    const Drawing& drawing() const { return m_drawing; }
    QString localDirectory() const;
    /// The user's command, for a shell, without the options in `without` and with the additional
    /// `options`. Hides a password.
    QString commandWith(const QStringList& options, const QStringList& without) const;

    /// Another command of this program on the same database, for a shell. Hides a password.
    QString commandOnDatabase(const QStringList& arguments) const;

    /// Opens the database that the options specify. Says which one it is, where its settings came
    /// from and how the connection is protected.
    Result<DatabaseAccess> openDatabase(DatabasePurpose purpose, const QString& dataFolder = {});

    void print(const QString& text);
    void printJson(const QJsonObject& json);
    /// The same object with an additional list, whose elements are produced one by one because
    /// there may be very many.
    void printJson(
        const QJsonObject& json, QLatin1StringView listName, qsizetype count,
        const std::function<QJsonObject(qsizetype)>& elementAt);
    void note(const QString& text);
    void note(const UserMessage& message);

    ExitCode fail(const UserMessage& error);
    /// Prints the reason and the usage line.
    ExitCode wrongUsage(const UserMessage& error);
    ExitCode wrongUsage(const QString& what);

    /// Standard output didn't accept everything.
    bool outputFailed() const { return m_outputFailed; }

private:
    GlobalOptions m_options;
    QString m_usageLine;
    Drawing m_drawing;
    QString m_foundEnvironmentFile; ///< In the data folder, with the connection in use.
    bool m_outputFailed = false;
};

} // namespace faultline
