// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"

#include <QByteArray>
#include <QHash>

#include <optional>
#include <string_view>
#include <vector>

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
    static SeverityCodes detached() { return SeverityCodes(); }

    /// None if there are too many names. `connection` must not be in a transaction; null for a dry
    /// run.
    Result<std::optional<qint16>> codeOf(std::string_view name, Connection* connection);
    QByteArray nameOf(qint16 code) const { return m_codes.key(code); }
    /// The codes of known severities for which `isWanted` is true.
    template<typename IsWanted>
    std::vector<qint16> codesOf(const IsWanted& isWanted) const
    {
        std::vector<qint16> codes;
        for (auto it = m_codes.cbegin(); it != m_codes.cend(); ++it) {
            const QByteArray& name = it.key();
            if (isWanted(std::string_view(name.data(), static_cast<std::size_t>(name.size()))))
                codes.push_back(it.value());
        }
        return codes;
    }

private:
    QHash<QByteArray, qint16> m_codes;
};

} // namespace faultline
