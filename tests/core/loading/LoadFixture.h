// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/Connection.h"
#include "database/settings/ConnectionSettings.h"
#include "loading/LoadJob.h"
#include "support/TemporaryServer.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <optional>

namespace faultline {

/// A data folder and a fresh database for one test function, with the queries that all tests of
/// loading use.
class LoadFixture
{
public:
    /// Creates both; the database has the schema.
    static Result<std::unique_ptr<LoadFixture>> make(TemporaryServer& server);
    /// Only the queries, for an existing database.
    static LoadFixture of(const ConnectionSettings& settings);

    /// The project's own data folder data/.
    static QString sampleFolder();
    /// The real data folder beside the checkout, or nothing if there is none.
    static std::optional<QString> referenceFolder();

    const ConnectionSettings& settings() const { return m_settings; }
    QString folder() const { return m_folder->path(); }
    QString path(const QString& name) const { return m_folder->filePath(name); }

    void write(const QString& name, const QByteArray& content) const;
    void append(const QString& name, const QByteArray& content) const;
    /// An equipment list and a sensor map: sensors 1 to 9 on equipment 1 to 3, in two groups.
    void writeLists() const;

    /// The plant that load() loads into unless the options request one.
    static QString plantName() { return QStringLiteral("vessel"); }
    LoadReceipt load(const LoadOptions& options = {}) const;
    LoadReceipt load(const QString& folder, const LoadOptions& options = {}) const;

    /// The first value of a query, as text; "ERROR: …" if it fails.
    QString ask(const QByteArray& sql) const;
    void execute(const QByteArray& sql) const;

    /// The readings in the tables, independent of order and chunks.
    QString digest() const;
    /// Empty if the tables match the journal exactly, otherwise what differs.
    QString journalMismatch() const;
    /// Empty if the summaries equal a full scan of the readings, otherwise what differs.
    QString summaryMismatch() const;

private:
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;
};

/// `count` log lines of sensors 1 to 9 with times that jump back and forth; `seed` varies them.
QByteArray logLines(int count, quint32 seed = 1);

} // namespace faultline
