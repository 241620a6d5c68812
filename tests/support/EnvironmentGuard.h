// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <map>

namespace faultline {

/// Changes environment variables and restores them when it is destroyed.
class EnvironmentGuard
{
public:
    EnvironmentGuard() = default;
    EnvironmentGuard(const EnvironmentGuard&) = delete;
    EnvironmentGuard& operator=(const EnvironmentGuard&) = delete;
    ~EnvironmentGuard()
    {
        for (const auto& [name, value] : m_before)
            put(name, value);
    }

    /// A null value removes the variable.
    void set(const QByteArray& name, const QByteArray& value)
    {
        m_before.try_emplace(name, qgetenv(name.constData()));
        put(name, value);
    }
    void unset(const QByteArray& name) { set(name, QByteArray()); }

private:
    static void put(const QByteArray& name, const QByteArray& value)
    {
        if (value.isNull())
            qunsetenv(name.constData());
        else
            qputenv(name.constData(), value);
    }

    std::map<QByteArray, QByteArray> m_before;
};

} // namespace faultline
