// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/SeverityCodes.h"

#include "base/Utf8.h"

namespace faultline {

Result<SeverityCodes> SeverityCodes::fetch(Connection& connection)
{
    const auto rows = connection.execute("SELECT name, code FROM faultline.severity");
    if (!rows)
        return rows.error();
    SeverityCodes codes;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const std::string_view name = rows->text(row, 0);
        const auto code = static_cast<qint16>(rows->integer(row, 1));
        codes.m_codes.insert(QByteArray(name.data(), static_cast<qsizetype>(name.size())), code);
    }
    return codes;
}

Result<std::optional<qint16>> SeverityCodes::codeOf(std::string_view name, Connection* connection)
{
    const QByteArray key(name.data(), static_cast<qsizetype>(name.size()));
    if (!m_codes.contains(key)) {
        if (m_codes.size() >= kMaxNames)
            return std::optional<qint16>();
        auto code = static_cast<qint16>(m_codes.size() + 1);
        if (connection) {
            // Another worker may add the same new name at the same time: the first row wins.
            const auto added = connection->execute(
                "INSERT INTO faultline.severity (code, name)"
                " VALUES (nextval('faultline.severity_code_seq'), $1) ON CONFLICT DO NOTHING",
                Parameters().add(decodedUtf8(name)));
            if (!added)
                return added.error();
            const auto found = connection->execute(
                "SELECT code FROM faultline.severity WHERE name = $1",
                Parameters().add(decodedUtf8(name)));
            if (!found)
                return found.error();
            code = static_cast<qint16>(found->integer(0, 0));
        }
        m_codes.insert(key, code);
    }
    return std::optional(m_codes.value(key));
}

} // namespace faultline
