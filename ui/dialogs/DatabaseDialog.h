// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/Connection.h"
#include "session/BackgroundTask.h"
#include "session/Workbench.h"

#include <QDialog>

#include <optional>

namespace faultline {

class BusyLine;
class MessageStrip;

/// A dialog that reads and changes the database, on another thread and one job at a time. It shows
/// that a job runs, and why one failed. It stays open while something is being changed: Cancel
/// stops that, unless it is too late.
class DatabaseDialog : public QDialog
{
    Q_OBJECT

public:
    ~DatabaseDialog() override;

    void reject() override;

protected:
    enum class Job { Read, Change };

    explicit DatabaseDialog(Workbench& workbench, QWidget* parent = nullptr);

    /// Does nothing while another job runs. `work` gets a connection and a token, and returns a
    /// Result<T>; `done` gets that, on the window's thread, if it is no error.
    template<typename T, typename Work, typename Done>
    void run(Job job, const Work& work, const Done& done)
    {
        const auto& access = m_workbench.database.access();
        if (m_cancel || !access)
            return;
        begin(job);
        runInBackground(
            this,
            [settings = access->settings(), cancel = *m_cancel, work]() -> Result<T> {
                auto connection = Connection::open(settings, cancel);
                if (!connection)
                    return connection.error();
                return work(*connection, cancel);
            },
            [this, done](const Result<T>& result) {
                end(result.ok() ? std::optional<UserMessage>() : std::optional(result.error()));
                if (result.ok())
                    done(result);
            });
    }

    bool isWorking() const { return m_cancel.has_value(); }
    bool isChanging() const { return m_cancel && m_job == Job::Change; }
    /// When a job begins or has ended.
    virtual void showButtons() = 0;

    Workbench& m_workbench;
    BusyLine* m_busy;
    MessageStrip* m_strip;

private:
    void begin(Job job);
    void end(const std::optional<UserMessage>& problem);

    std::optional<CancelToken> m_cancel; ///< Of the running job.
    Job m_job = Job::Read;
};

} // namespace faultline
