// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/FindingCollector.h"

#include <algorithm>
#include <iterator>

namespace faultline {

namespace {

// Longer than any number that is an id.
constexpr qsizetype kBehindNumbers = 1'000;

} // namespace

FindingCollector::FindingCollector(const QString& word, std::optional<SourceRole> role)
{
    m_finding.word = word;
    m_finding.rows.role = role;
}

void FindingCollector::addSensor(qint64 readings, const QByteArray& id)
{
    const QString text = QString::fromUtf8(id);
    add(readings, text, {{text}, {}});
}

void FindingCollector::addEquipment(const QString& name, const QByteArray& id)
{
    add(0, name, {{}, {QString::fromUtf8(id)}});
}

void FindingCollector::add(qint64 readings, const QString& example, const Ids& ids)
{
    ++m_finding.count;
    m_finding.readings += readings;
    m_found.emplace(
        std::tuple(-readings, isNumber(example) ? example.size() : kBehindNumbers, example), ids);
    if (static_cast<qsizetype>(m_found.size()) > FindingRows::kMaxIds)
        m_found.erase(std::prev(m_found.end()));
}

bool FindingCollector::isNumber(const QString& id)
{
    return !id.isEmpty()
           && std::all_of(id.begin(), id.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

void FindingCollector::putInto(QList<DataFinding>& findings)
{
    if (m_finding.count == 0)
        return;
    for (const auto& [order, ids] : m_found) {
        if (m_finding.examples.size() < DataFinding::kMaxExamples)
            m_finding.examples << std::get<QString>(order);
        m_finding.rows.sensors << ids.sensors;
        m_finding.rows.equipment << ids.equipment;
    }
    findings << m_finding;
}

} // namespace faultline
