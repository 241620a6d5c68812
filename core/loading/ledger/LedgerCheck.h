// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "base/UserMessage.h"
#include "database/connection/Connection.h"

#include <QJsonObject>
#include <QList>

namespace faultline {

/// The result of checking the whole ledger.
struct LedgerVerification
{
    static constexpr int kMaxListed = 20;

    // How much was checked.
    qint64 loads = 0;
    qint64 chunks = 0;
    qint64 readings = 0;
    qint64 rejectedLines = 0;

    qint64 discrepancyCount = 0;
    QList<UserMessage> discrepancies; ///< The first ones, at most kMaxListed.
    QList<UserMessage> notes;         ///< What couldn't be compared yet, and why.

    bool verified() const { return discrepancyCount == 0; }
    QJsonObject toJson() const;
};

/// Compares the ledger with the tables in one snapshot: the journal's chunks with the values of the
/// stored readings and rejected lines, receipts with the journal, summaries with the journal and
/// with each other. Scans every reading, so it takes seconds for millions; changes and locks
/// nothing. Call settlePending() first: what isn't settled is left out, with a note.
Result<LedgerVerification> verifyLedger(Connection& connection, const CancelToken& cancel);

} // namespace faultline
