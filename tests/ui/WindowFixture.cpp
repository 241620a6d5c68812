// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "Formatting.h"
#include "base/Translations.h"
#include "support/TemporaryServer.h"
#include "widgets/FolderField.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kReleaseMs = 30'000;

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Can't write %s", qPrintable(path));
}

} // namespace

WindowFixture::WindowFixture(const StartOptions& options)
    : WindowFixture(options, QString())
{}

WindowFixture::WindowFixture(
    const StartOptions& options, const QString& settingsFile,
    const MemoryPasswords::Passwords& kept)
{
    passwords.passwords = kept;
    // Not the reports of the person who runs the tests.
    if (!qEnvironmentVariableIsSet("FAULTLINE_REPORTS_DIR"))
        qputenv("FAULTLINE_REPORTS_DIR", m_directory.filePath(u"reports"_s).toUtf8());
    static const bool translated = [] {
        QLocale::setDefault(format::displayLocale());
        installTranslations();
        return true;
    }();
    Q_UNUSED(translated)
    preferences = std::make_unique<Preferences>(
        settingsFile.isEmpty() ? m_directory.filePath(u"settings.ini"_s) : settingsFile);
    workbench = std::make_unique<Workbench>(*preferences, dialogs, passwords, options);
    window = std::make_unique<MainWindow>(*workbench);
    workbench->start(options.folder);
    window->show();
}

WindowFixture::~WindowFixture()
{
    workbench->loads.cancel();
    if (!QTest::qWaitFor([this] { return !workbench->loads.isBusy(); }, kReleaseMs))
        qWarning("The load didn't stop");
    window.reset();
    QSignalSpy released(&workbench->database, &DatabaseController::released);
    workbench->database.release();
    released.wait(kReleaseMs);
}

void WindowFixture::click(const char* button) const
{
    auto* widget = find<QAbstractButton>(button);
    if (!widget->isEnabled() || !widget->isVisible())
        qFatal("%s can't be clicked", button);
    QTest::mouseClick(widget, Qt::LeftButton);
}

void WindowFixture::typeFolder(const QString& folder) const
{
    QLineEdit* edit = find<FolderField>("folderField")->lineEdit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, folder);
    QTest::keyClick(edit, Qt::Key_Return);
}

void WindowFixture::loadFolder() const
{
    constexpr int kLoadMs = 60'000;
    if (!QTest::qWaitFor([this] { return workbench->loads.canStart(); }))
        qFatal("The folder can't be loaded");
    click("loadButton");
    if (!QTest::qWaitFor([this] { return workbench->database.hasReadings(); }, kLoadMs))
        qFatal("The folder was not loaded");
}

QString conninfoOf(const ConnectionSettings& settings)
{
    QStringList parts;
    for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it) {
        QString value = it.value();
        value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
        parts << it.key() + u"='"_s + value + u'\'';
    }
    return parts.join(u' ');
}

qint64 writeSmallFolder(const QString& folder, int failures)
{
    const QDir directory(folder);
    directory.mkpath(u"."_s);
    writeFile(
        directory.filePath(u"equipment.json"_s),
        R"([{"equipment_id": 1, "code": "AAAA0001", "group_name": "NORTH"},
            {"equipment_id": 2, "code": "BBBB0002", "group_name": "SOUTH"}])");
    writeFile(
        directory.filePath(u"equipment_sensors.csv"_s), "equipment_id;sensor_id\n1;1\n1;2\n2;3\n");
    QByteArray log;
    qint64 lines = 0;
    // Over at most a few months, as a real log.
    const qint64 step = std::clamp(10'000'000 / failures, 1, 36'000);
    QDateTime time(QDate(2020, 1, 1), QTime(6, 0), Qt::UTC);
    for (int i = 0; i < failures; ++i, time = time.addSecs(step)) {
        const bool isNorth = i % 3 != 0;
        const QList<int> sensors = isNorth ? QList<int>{1, 2} : QList<int>{3};
        for (const int sensor : sensors) {
            log += "[" + time.toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1() + "]\tERROR\tsensor["
                   + QByteArray::number(sensor)
                   + "]:\t(temperature\t365.26, vibration\t-6305.32)\n";
            ++lines;
        }
    }
    log += "[2020-02-30 10:00:00]\tERROR\tsensor[1]:\t(temperature\t1.0, vibration\t2.0)\n";
    log += "[2020-02-03 10:00:00]\tERROR\tsensor[x]:\t(temperature\t1.0, vibration\t2.0)\n";
    writeFile(directory.filePath(u"failures.log"_s), log);
    writeFile(directory.filePath(u"notes.txt"_s), "ask Ana about the north pumps\n");
    return lines;
}

std::unique_ptr<WindowFixture>
windowWithReadings(const TemporaryServer& server, const QTemporaryDir& directory)
{
    StartOptions options;
    options.conninfo = conninfoOf(server.settings());
    options.folder = directory.filePath(u"vessel"_s);
    writeSmallFolder(options.folder);
    auto fixture = std::make_unique<WindowFixture>(options);
    fixture->loadFolder();
    return fixture;
}

} // namespace faultline
