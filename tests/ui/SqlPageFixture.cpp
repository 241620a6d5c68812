// SPDX-License-Identifier: GPL-3.0-or-later
#include "SqlPageFixture.h"

#include "database/reader/ReaderRole.h"
#include "support/ReportFixture.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

void SqlPageFixture::begin()
{
    m_directory = std::make_unique<QTemporaryDir>();
    qputenv("FAULTLINE_REPORTS_DIR", m_directory->filePath(u"reports"_s).toUtf8());
    m_settings = makeDatabase();
    openPage();
}

ConnectionSettings SqlPageFixture::makeDatabase()
{
    const auto settings = m_server.createDatabase();
    if (!settings)
        qFatal("%s", qPrintable(settings.error().toText()));
    const auto reset = TemporaryServer::executeAsSuperuser(
        *settings,
        {"ALTER ROLE faultline NOCREATEROLE", "REVOKE with_password FROM faultline_reader"});
    const auto filled = fillWithReportFixture(*settings);
    auto connection = Connection::open(*settings);
    if (!reset || !filled || !connection || !makeReader(*connection, {}))
        qFatal("The database can't be filled");
    return *settings;
}

void SqlPageFixture::choose(const ConnectionSettings& settings) const
{
    ConnectionChoice choice;
    choice.kind = ConnectionChoice::Kind::Described;
    choice.settings = settings;
    m_fixture->workbench->database.addTyped(choice);
}

void SqlPageFixture::openPage()
{
    m_fixture.reset();
    StartOptions options;
    options.conninfo = conninfoOf(m_settings);
    m_fixture = std::make_unique<WindowFixture>(options, m_directory->filePath(u"settings.ini"_s));
    QTRY_COMPARE(m_fixture->workbench->database.state(), DatabaseState::Ready);
    QTRY_VERIFY(m_fixture->workbench->database.access().has_value());
    m_fixture->window->showPage(MainWindow::Sql);
    QTRY_VERIFY(editor()->isVisible());
}

void SqlPageFixture::run(const QString& sql) const
{
    editor()->setPlainText(sql);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(isIdle());
}

} // namespace faultline
