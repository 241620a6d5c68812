// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "database/connection/StatementCanceller.h"

#include <libpq-fe.h>

#include <QElapsedTimer>

#include <functional>
#include <future>

namespace faultline {

/// Waiting for the server, with an eye on a token. Once that is raised, asks the server to end what
/// it runs, again and again, and cuts the link when it doesn't: libpq then sees a lost connection.
/// A ROLLBACK isn't to be ended, only waited for no longer.
class ResultWait
{
public:
    enum class OnCancel { EndStatement, OnlyCutLink };
    static constexpr int kLookMs = 100;
    /// A server that doesn't end a statement within this time after it was asked to is left alone.
    static constexpr int kGraceMs = 500;

    /// `meanwhile` runs whenever nothing came for a while.
    ResultWait(
        PGconn* connection, const CancelToken& cancel, const std::function<void()>& meanwhile = {},
        OnCancel onCancel = OnCancel::EndStatement);
    /// Waits until no request is under way that could hit the next statement.
    ~ResultWait();
    ResultWait(const ResultWait&) = delete;
    ResultWait& operator=(const ResultWait&) = delete;

    /// Waits until something came from the server or, with `untilWritable`, more can be sent to it.
    /// Takes in what came. False when the link is lost.
    bool once(bool untilWritable);
    /// Sends what libpq still holds back. False when the link is lost.
    bool flush();
    /// Waits for the next result. Null after the last one, and when the link is lost.
    PGresult* next();

private:
    void look();
    void cutLink() const;

    PGconn* m_connection;
    const CancelToken& m_cancel;
    const std::function<void()> m_meanwhile;
    const OnCancel m_onCancel;
    QElapsedTimer m_sinceCancelled;
    std::future<void> m_request; ///< The last one; invalid before there is one.
};

} // namespace faultline
