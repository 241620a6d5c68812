// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <string_view>

namespace faultline {

/// The name of a member whose own can't be read.
inline constexpr QStringView kUnnamed = u"?";

/// Gives the members of an archive names that are text and occur once: bytes that aren't UTF-8 and
/// control characters become \xNN, and the second "a.log" is "a [2].log". Members have to come in
/// the archive's order. A name is only a name: it is never used as a path.
class MemberNames
{
public:
    QString nameOf(std::string_view name);
    /// Whether a member got this name.
    bool contains(const QString& name) const { return m_uses.contains(name); }

private:
    QHash<QString, int> m_uses;
};

} // namespace faultline
