// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/InputName.h"

#include <QFileInfo>

namespace faultline {

QString InputName::toText() const
{
    return isMember() ? path + kMemberSeparator.toString() + member : path;
}

InputName InputName::fromText(const QString& text, TextEncoding encoding)
{
    InputName name;
    name.path = text;
    name.encoding = encoding;
    qsizetype at = text.indexOf(kMemberSeparator);
    if (at < 0 || QFileInfo::exists(text))
        return name;
    // Both the archive's path and the member's name may contain the separator. Without an archive,
    // the first one it is.
    qsizetype split = at;
    for (; at >= 0; at = text.indexOf(kMemberSeparator, at + 1)) {
        if (QFileInfo(text.left(at)).isFile()) {
            split = at;
            break;
        }
    }
    name.path = text.left(split);
    name.member = text.mid(split + kMemberSeparator.size());
    return name;
}

InputName InputName::fromStored(const QString& text, const QString& encoding)
{
    return fromText(text, encodingOfWord(encoding).value_or(TextEncoding::Utf8));
}

} // namespace faultline
