// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/QueryHistory.h"

#include "session/Preferences.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kState = u"sql-history"_s;
// Longer queries were pasted and exist elsewhere.
constexpr qsizetype kMaxCharacters = 20'000;

} // namespace

QueryHistory::QueryHistory(Preferences& preferences)
    : m_preferences(preferences)
{
    const QJsonArray stored = QJsonDocument::fromJson(preferences.state(kState)).array();
    for (const QJsonValue& query : stored)
        m_queries << query.toString();
}

void QueryHistory::add(const QString& sql)
{
    const QString query = sql.trimmed();
    if (query.isEmpty() || query.size() > kMaxCharacters)
        return;
    m_queries.removeAll(query);
    m_queries.prepend(query);
    m_queries = m_queries.mid(0, kMax);
    m_preferences.rememberState(
        kState,
        QJsonDocument(QJsonArray::fromStringList(m_queries)).toJson(QJsonDocument::Compact));
}

} // namespace faultline
