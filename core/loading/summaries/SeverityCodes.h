// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArray>
#include <QHash>

#include <optional>
#include <string_view>

namespace faultline {

/// The codes of severity names; a name that is new gets a row of its own at once. One for each
/// thread, used on the thread of its connection.
class SeverityCodes
{
public:
    /// The name whose readings are failures.
    static constexpr std::string_view kError = "ERROR";
    /// More names than that are no severities, but lines misread.
    static constexpr int kMaxNames = 1'000;

    static Result<SeverityCodes> fetch(Connection& connection);
    /// For a dry run: codes that no database knows.
    static SeverityCodes detached() { return SeverityCodes(); }

    /// None when there are too many names already. `connection` must not be in a transaction;
    /// null for a dry run.
    Result<std::optional<qint16>> codeOf(std::string_view name, Connection* connection);
    qint16 errorCode() const { return m_errorCode; }

private:
    QHash<QByteArray, qint16> m_codes;
    qint16 m_errorCode = 40;
};

} // namespace faultline
