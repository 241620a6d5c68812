// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "AnsweringDialogs.h"
#include "MemoryPasswords.h"

#include "MainWindow.h"
#include "session/Workbench.h"

#include <QAbstractButton>
#include <QLabel>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace faultline {

/// A window with everything behind it, settings of its own and answered dialogs.
class WindowFixture
{
public:
    explicit WindowFixture(const StartOptions& options);
    /// The same, remembering what an earlier window remembered.
    WindowFixture(
        const StartOptions& options, const QString& settingsFile,
        const MemoryPasswords::Passwords& kept = {});
    /// Lets go of the database and waits for it, as the program does at its end.
    ~WindowFixture();
    WindowFixture(const WindowFixture&) = delete;
    WindowFixture& operator=(const WindowFixture&) = delete;

    /// The child of that name, which must be there.
    template<typename Widget = QWidget>
    Widget* find(const char* name) const
    {
        auto* widget = window->findChild<Widget*>(QString::fromLatin1(name));
        if (!widget)
            qFatal("The window has no %s", name);
        return widget;
    }
    void click(const char* button) const;
    QString labelText(const char* label) const { return find<QLabel>(label)->text(); }
    /// Types a folder into the folder field and presses Enter.
    void typeFolder(const QString& folder) const;
    /// Presses Load, and waits until there are readings.
    void loadFolder() const;

    AnsweringDialogs dialogs;
    MemoryPasswords passwords;
    std::unique_ptr<Preferences> preferences;
    std::unique_ptr<Workbench> workbench;
    std::unique_ptr<MainWindow> window;

private:
    QTemporaryDir m_directory;
};

/// A connection string for StartOptions::conninfo.
QString conninfoOf(const ConnectionSettings& settings);

class TemporaryServer;

/// A window with the readings of a small data folder that it has loaded into the server's database.
std::unique_ptr<WindowFixture>
windowWithReadings(const TemporaryServer& server, const QTemporaryDir& directory);

/// Writes a small data folder into `folder`: 2 equipments, 3 sensors, `failures` failures of all
/// sensors, 2 bad lines. Gives the number of good lines.
qint64 writeSmallFolder(const QString& folder, int failures = 40);

} // namespace faultline
