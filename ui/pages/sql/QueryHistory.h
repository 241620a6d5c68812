// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

class Preferences;

/// The user's last queries, newest first, without duplicates; saved in the preferences.
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
