// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace faultline {

/// A flag that one thread raises and others poll, or wait for with its stopToken(). Copies share
/// the flag; raising it can't be undone.
class CancelToken
{
public:
    CancelToken();
    void cancel() const { m_source.request_stop(); }
    bool isCancelled() const { return m_source.stop_requested(); }
    std::stop_token stopToken() const { return m_source.get_token(); }

private:
    std::stop_source m_source;
};

} // namespace faultline
