// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/StatementCanceller.h"

#include <libpq-fe.h>

#include <QElapsedTimer>

#include <functional>
#include <future>

namespace faultline {

/// Waits for the server while checking a token. Once the token is raised, it repeatedly asks the
/// server to cancel the statement. If the server doesn't, it cuts the link, so that libpq sees a
/// lost connection. A ROLLBACK is never cancelled; the wait for it just ends.
class ResultWait
{
public:
    enum class OnCancel { EndStatement, OnlyCutLink };
    static constexpr int kLookMs = 100;
    /// If the server doesn't end a statement within this time after the first request, the link is
    /// cut.
    static constexpr int kGraceMs = 500;

    /// `meanwhile` runs each time the server has sent nothing for a while.
    ResultWait(
        PGconn* connection, const CancelToken& cancel, const std::function<void()>& meanwhile = {},
        OnCancel onCancel = OnCancel::EndStatement);
    /// Waits until no cancel request is under way that could hit the next statement.
    ~ResultWait();
    ResultWait(const ResultWait&) = delete;
    ResultWait& operator=(const ResultWait&) = delete;

    /// Waits until the server has sent something or, with `untilWritable`, can accept more. Reads
    /// what arrived. False when the link is lost.
    bool once(bool untilWritable);
    /// Sends what libpq has buffered. False when the link is lost.
    bool flush();
    /// Waits for the next result. Null after the last one, or when the link is lost.
    PGresult* next();

private:
    void look();
    void cutLink() const;

    PGconn* m_connection;
    const CancelToken& m_cancel;
    const std::function<void()> m_meanwhile;
    const OnCancel m_onCancel;
    QElapsedTimer m_sinceCancelled;
    std::future<void> m_request; ///< The latest one; invalid before the first.
};

} // namespace faultline
