// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"

#include <optional>

namespace faultline {

/// A consistent view of the database for several queries, even while another program loads. It is
/// always rolled back at the end: reading needs no commit.
class Snapshot
{
public:
    explicit Snapshot(SqlSession& session)
        : m_session(session)
    {
        const auto begun = session.execute(
            QStringLiteral("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        if (!begun)
            m_problem = begun.error();
    }
    ~Snapshot()
    {
        if (!m_problem)
            static_cast<void>(m_session.execute(QStringLiteral("ROLLBACK")));
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    const std::optional<UserMessage>& problem() const { return m_problem; }

private:
    SqlSession& m_session;
    std::optional<UserMessage> m_problem;
};

} // namespace faultline
