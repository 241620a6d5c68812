// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/settlement/BackgroundCopy.h"

#include <system_error>
#include <utility>

namespace faultline {

BackgroundCopy::~BackgroundCopy()
{
    if (m_running.valid())
        m_running.wait();
}

Result<void> BackgroundCopy::send(const char* copySql, CopyBuffer& rows)
{
    if (const auto sent = wait(); !sent)
        return sent;
    std::swap(m_rows, rows);
    rows.clear();
    if (m_rows.rowCount() == 0)
        return {};
    try {
        m_running = std::async(std::launch::async, [this, copySql] { return copy(copySql); });
    } catch (const std::system_error&) {
        return copy(copySql); // without another thread it only takes longer
    }
    return {};
}

Result<void> BackgroundCopy::wait()
{
    return m_running.valid() ? m_running.get() : Result<void>();
}

Result<void> BackgroundCopy::copy(const char* copySql)
{
    return m_connection.copyIn(copySql, m_rows.finish(), m_rows.rowCount());
}

} // namespace faultline
