// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArray>
#include <QHash>

#include <optional>
#include <string_view>

namespace faultline {

/// The codes of severity names; a new name gets its row at once. One per thread, used on its
/// connection's thread.
class SeverityCodes
{
public:
    /// With more names they aren't severities, but misread lines.
    static constexpr int kMaxNames = 1'000;

    static Result<SeverityCodes> fetch(Connection& connection);
    /// For a dry run: codes without a database.
    static SeverityCodes detached();

    /// None if there are too many names. `connection` must not be in a transaction; null for a dry
    /// run.
    Result<std::optional<qint16>> codeOf(std::string_view name, Connection* connection);

private:
    QHash<QByteArray, qint16> m_codes;
};

} // namespace faultline
