// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "base/UserMessage.h"
#include "database/connection/Connection.h"

#include <QJsonObject>
#include <QList>

namespace faultline {

/// What a look through the whole ledger found.
struct LedgerVerification
{
    static constexpr int kMaxListed = 20;

    // What was counted.
    qint64 loads = 0;
    qint64 chunks = 0;
    qint64 readings = 0;
    qint64 rejectedLines = 0;

    qint64 discrepancyCount = 0;
    QList<UserMessage> discrepancies; ///< The first of them, kMaxListed at most.
    QList<UserMessage> notes;         ///< What could not be compared yet, and why.

    bool verified() const { return discrepancyCount == 0; }
    QJsonObject toJson() const;
};

/// Compares the ledger with the tables, all at one moment: the journal's chunks with the values of
/// the readings and rejected lines that are there, receipts with the journal, summaries with the
/// journal and with each other. Looks at every reading, so that it takes seconds when there are
/// millions; changes and locks nothing. Call settlePending() before: what isn't settled is left
/// out, with a note.
Result<LedgerVerification> verifyLedger(Connection& connection, const CancelToken& cancel);

} // namespace faultline
