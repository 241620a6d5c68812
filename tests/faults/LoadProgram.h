// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLineProcess.h"
#include "database/settings/ConnectionSettings.h"

#include <QStringList>

#include <memory>

namespace faultline {

/// What --database takes.
QString conninfoOf(const ConnectionSettings& settings);

/// The built faultline-cli as it loads a folder. Nothing is asked of it but what it does when it is
/// disturbed, and how it ends.
class LoadProgram
{
public:
    explicit LoadProgram(const QStringList& arguments);

    /// A variable of its environment.
    void set(const QString& variable, const QString& value);
    void start();
    bool isRunning() const;
    qint64 processId() const;
    /// Waits so long, or until it ends. False when it has ended.
    bool runFor(int microseconds);
    /// Ends it as the system does when memory runs out.
    void kill();
    /// Asks it to stop, as Ctrl+C does.
    void interrupt();
    /// Waits for its end.
    CommandLineAnswer finish();

    /// It says that everything is loaded now; 3: and that it rejected lines.
    static bool isComplete(const CommandLineAnswer& answer)
    {
        return answer.exitCode == 0 || answer.exitCode == 3;
    }

private:
    std::unique_ptr<CommandLineProcess> m_process;
    QStringList m_arguments;
};

} // namespace faultline
