// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/findings/DataFindings.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <tuple>

namespace faultline {

/// Collects what a finding is about, in any order and any number. Keeps the first ones in the order
/// of the report of findings.
class FindingCollector
{
public:
    /// What an example's rows have in common.
    struct Ids
    {
        QStringList sensors;
        QStringList equipment;
    };

    explicit FindingCollector(const QString& word, std::optional<SourceRole> role = {});

    void addSensor(qint64 readings, const QByteArray& id);
    void addEquipment(const QString& name, const QByteArray& id);
    void add(qint64 readings, const QString& example, const Ids& ids = {});

    /// Appends the finding, if it is about anything. Call this once.
    void putInto(QList<DataFinding>& findings);
    DataFinding& finding() { return m_finding; }

    /// Whether an id is a number, which is named and ordered as one.
    static bool isNumber(const QString& id);

private:
    DataFinding m_finding;
    // Many readings first; then numbers by size, and other ids. As faultline.id_order() has them.
    std::multimap<std::tuple<qint64, qsizetype, QString>, Ids> m_found;
};

} // namespace faultline
