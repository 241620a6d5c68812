// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <algorithm>

namespace faultline {

/// Follows the objects and arrays of a JSON document, to know when the reader is in the one that a
/// path of keys leads to.
class JsonPath
{
public:
    /// `endsInObject`: what it leads to is an object, not an array. All around it are objects.
    JsonPath(const QList<QByteArray>& keys, bool endsInObject)
        : m_keys(keys)
        , m_endsInObject(endsInObject)
    {}

    /// An object or array begins; in an object, `key` is its key.
    void enter(bool isObject, const QByteArray& key)
    {
        const bool isParentOnPath = m_levelsOnPath == m_level;
        const qsizetype way = m_keys.size();
        ++m_level;
        const bool isNamed = m_level == 1 || (m_level - 2 < way && m_keys[m_level - 2] == key);
        const bool isKind = isObject == (m_level <= way || m_endsInObject);
        if (isParentOnPath && isNamed && isKind && m_level <= way + 1)
            m_levelsOnPath = m_level;
    }
    void leave()
    {
        --m_level;
        m_levelsOnPath = std::min(m_levelsOnPath, m_level);
    }
    /// Directly in what the path leads to.
    bool isAtEnd() const { return m_level == m_keys.size() + 1 && m_levelsOnPath == m_level; }
    /// In no object or array.
    bool isOutside() const { return m_level == 0; }
    void reset() { m_level = m_levelsOnPath = 0; }

private:
    const QList<QByteArray> m_keys;
    const bool m_endsInObject;
    qsizetype m_level = 0;        ///< Open objects and arrays.
    qsizetype m_levelsOnPath = 0; ///< Of these, the outer ones that are on the path.
};

} // namespace faultline
