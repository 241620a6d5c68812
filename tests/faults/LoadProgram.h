// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/CommandLineProcess.h"
#include "database/settings/ConnectionSettings.h"

#include <QStringList>

#include <memory>

namespace faultline {

/// A value for --database.
QString conninfoOf(const ConnectionSettings& settings);

/// The built faultline-cli, loading a folder. Only its behaviour under disturbances and its end
/// matter.
class LoadProgram
{
public:
    explicit LoadProgram(const QStringList& arguments);

    /// Sets a variable of its environment.
    void set(const QString& variable, const QString& value);
    void start();
    bool isRunning() const;
    qint64 processId() const;
    /// Waits this long, or until it ends. False if it has ended.
    bool runFor(int microseconds);
    /// Kills it, as the system does when memory runs out.
    void kill();
    /// Interrupts it, like Ctrl+C.
    void interrupt();
    /// Waits for its end.
    CommandLineAnswer finish();

    /// It reports that everything is loaded; 3: with rejected lines.
    static bool isComplete(const CommandLineAnswer& answer)
    {
        return answer.exitCode == 0 || answer.exitCode == 3;
    }

private:
    std::unique_ptr<CommandLineProcess> m_process;
    QStringList m_arguments;
};

} // namespace faultline
