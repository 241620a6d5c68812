// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/MemberNames.h"

#include "base/Utf8.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString MemberNames::nameOf(std::string_view name)
{
    const QString base = name.empty() ? u"?"_s : readableText(name);
    QString unique = base;
    while (m_uses.contains(unique))
        unique = u"%1 [%2]"_s.arg(base).arg(++m_uses[base]);
    m_uses.insert(unique, 1);
    return unique;
}

} // namespace faultline
