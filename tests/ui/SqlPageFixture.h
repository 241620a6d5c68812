// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "WindowFixture.h"

#include "models/QueryResultModel.h"
#include "support/TemporaryServer.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"
#include "widgets/SqlEditor.h"

#include <QDialog>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace faultline {

/// The SQL page of a window, over a database with readings and the role that reads them. For tests
/// to be made of.
class SqlPageFixture
{
protected:
    Result<void> startServer() { return m_server.start(); }
    /// A fresh database, and a window on its SQL page.
    void begin();
    void end() { m_fixture.reset(); }
    /// The page in another window over the same database, as after the next start.
    void openPage();
    /// With readings, and with the role.
    ConnectionSettings makeDatabase();
    /// As if its connection had been typed in.
    void choose(const ConnectionSettings& settings) const;

    SqlEditor* editor() const { return m_fixture->find<SqlEditor>("sqlEditor"); }
    QueryResultModel* model() const
    {
        return qobject_cast<QueryResultModel*>(m_fixture->find<DataTable>("sqlTable")->model());
    }
    MessageStrip* strip() const { return m_fixture->find<MessageStrip>("sqlStrip"); }
    bool isIdle() const { return m_fixture->find("sqlRunButton")->isEnabled(); }
    /// Types it, runs it by the keyboard and waits for its end.
    void run(const QString& sql) const;
    QDialog* dialog(const char* name) const
    {
        return m_fixture->window->findChild<QDialog*>(QString::fromLatin1(name));
    }
    static void click(QDialog* dialog, const char* button)
    {
        QTest::mouseClick(
            dialog->findChild<QAbstractButton*>(QString::fromLatin1(button)), Qt::LeftButton);
    }

    TemporaryServer m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    ConnectionSettings m_settings;
    std::unique_ptr<WindowFixture> m_fixture;
};

} // namespace faultline
