// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/MemberNames.h"

#include "base/Utf8.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString MemberNames::nameOf(std::string_view name)
{
    const QString base = name.empty() ? kUnnamed.toString() : readableText(name);
    const qsizetype dot = base.lastIndexOf(u'.');
    const qsizetype stem = dot > base.lastIndexOf(u'/') + 1 ? dot : base.size();
    QString unique = base;
    while (m_uses.contains(unique)) {
        unique = base;
        unique.insert(stem, u" [%1]"_s.arg(++m_uses[base]));
    }
    m_uses.insert(unique, 1);
    return unique;
}

} // namespace faultline
