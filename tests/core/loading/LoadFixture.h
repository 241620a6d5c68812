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

/// A data folder and a fresh database for one test function, and the questions that every test of
/// loading asks of them.
class LoadFixture
{
public:
    /// Makes both; the database has the schema.
    static Result<std::unique_ptr<LoadFixture>> make(TemporaryServer& server);
    /// The questions alone, to a database that there is already.
    static LoadFixture of(const ConnectionSettings& settings);

    /// The project's own data folder data/.
    static QString sampleFolder();
    /// The real data folder beside the checkout, or nothing where there is none.
    static std::optional<QString> referenceFolder();

    const ConnectionSettings& settings() const { return m_settings; }
    QString folder() const { return m_folder->path(); }
    QString path(const QString& name) const { return m_folder->filePath(name); }

    void write(const QString& name, const QByteArray& content) const;
    void append(const QString& name, const QByteArray& content) const;
    /// An equipment list and a sensor map: sensors 1 to 9 on equipment 1 to 3, in two groups.
    void writeLists() const;

    LoadReceipt load(const LoadOptions& options = {}) const;
    LoadReceipt load(const QString& folder, const LoadOptions& options = {}) const;

    /// The first value of a query, as text; "ERROR: …" when it fails.
    QString ask(const QByteArray& sql) const;
    void execute(const QByteArray& sql) const;

    /// What the tables hold of readings, whatever the order and the chunks.
    QString digest() const;
    /// Empty when the tables hold exactly what the journal says, else what doesn't fit.
    QString journalMismatch() const;
    /// Empty when the summaries equal a full scan of the readings, else what doesn't fit.
    QString summaryMismatch() const;

private:
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;
};

/// `count` log lines of sensors 1 to 9 with times that jump to and fro; `seed` makes others.
QByteArray logLines(int count, quint32 seed = 1);

} // namespace faultline
