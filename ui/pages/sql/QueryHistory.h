// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

class Preferences;

/// The last queries that a person ran, the newest first, each once; kept in the preferences.
class QueryHistory
{
public:
    static constexpr int kMax = 50;

    explicit QueryHistory(Preferences& preferences);

    const QStringList& queries() const { return m_queries; }
    void add(const QString& sql);

private:
    Preferences& m_preferences;
    QStringList m_queries;
};

} // namespace faultline
