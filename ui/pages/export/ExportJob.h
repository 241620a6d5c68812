// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "exporting/text/CsvWriter.h"
#include "reports/readings/RejectedLineQuery.h"
#include "session/ReaderCredentials.h"

#include <QObject>

#include <functional>
#include <optional>

namespace faultline {

/// Writes rows to a file in the background, one file at a time. A job ends in exactly one way; a
/// dropped job ends without a signal. Belongs to the window's thread.
class ExportJob : public QObject
{
    Q_OBJECT

public:
    /// Returns the number of rows. Runs on another thread.
    using Work = std::function<Result<qint64>(const QString& path, const CancelToken& cancel)>;

    explicit ExportJob(QObject* parent = nullptr);
    ~ExportJob() override;

    void start(const QString& path, const Work& work);
    /// Cancels the job; ended() follows with kCancelledCode.
    void cancel();
    /// Cancels the job without a signal.
    void drop();
    bool isBusy() const { return m_cancel.has_value(); }

Q_SIGNALS:
    void busyChanged(bool busy);
    /// `rows` is the number of rows in `path`.
    void ended(const Result<qint64>& rows, const QString& path);

private:
    std::optional<CancelToken> m_cancel; ///< Of the running job.
    quint64 m_generation = 0;
};

/// All rows of the user's own query. `owner` is used to find the source files, which are never
/// overwritten.
ExportJob::Work queryExport(
    const ReaderCredentials::Finder& finder, const ConnectionSettings& owner, const QString& sql,
    const CsvOptions& csv);

ExportJob::Work rejectedLinesExport(
    const ConnectionSettings& database, const RejectedLineFilter& filter, const CsvOptions& csv);

} // namespace faultline
