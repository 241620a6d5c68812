// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/CsvWriter.h"
#include "session/ReaderKeeper.h"

#include <QObject>

#include <optional>

namespace faultline {

/// Writes all rows of a person's own query to a file, aside, one file at a time. A job ends in
/// exactly one way; one that was dropped ends in silence. Belongs to the window's thread.
class QueryExportJob : public QObject
{
    Q_OBJECT

public:
    explicit QueryExportJob(QObject* parent = nullptr);
    ~QueryExportJob() override;

    struct Target
    {
        QString path;
        CsvOptions csv;
    };

    /// `owner` looks up which files are sources: they aren't written over.
    void start(
        const ReaderKeeper::Finder& finder, const ConnectionSettings& owner, const QString& sql,
        const Target& target);
    /// Ends it; ended() follows, with a message that says so.
    void cancel();
    /// Ends it in silence.
    void drop();
    bool isBusy() const { return m_cancel.has_value(); }

Q_SIGNALS:
    void busyChanged(bool busy);
    /// With the number of rows in `path`.
    void ended(const Result<qint64>& rows, const QString& path);

private:
    std::optional<CancelToken> m_cancel; ///< Of the job that runs.
    quint64 m_generation = 0;
};

} // namespace faultline
