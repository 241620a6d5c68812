// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListRow.h"

#include "base/Utf8.h"
#include "sources/lists/CsvRow.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kMaxShownName = 64;

} // namespace

ListCell::Kind cellKindOf(JsonSink::Kind kind)
{
    switch (kind) {
    case JsonSink::Kind::Null:
        return ListCell::Kind::Empty;
    case JsonSink::Kind::Word:
        return ListCell::Kind::Word;
    case JsonSink::Kind::Number:
        return ListCell::Kind::Number;
    case JsonSink::Kind::Text:
        break;
    }
    return ListCell::Kind::Text;
}

bool isStorableText(const QByteArray& bytes)
{
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    return validTextPrefix(text) == text.size();
}

std::string_view paddingRemoved(std::string_view cell)
{
    return cell.find('\r') == std::string_view::npos ? trimmedCell(cell) : cell;
}

QByteArray shownName(const QByteArray& name)
{
    // More bytes than that many characters can have.
    const QByteArray start = name.left(4 * kMaxShownName + 4);
    const QString text = readableText({start.constData(), static_cast<std::size_t>(start.size())});
    if (text.size() <= kMaxShownName)
        return text.toUtf8();
    const bool isSplit = text.at(kMaxShownName - 1).isHighSurrogate();
    return (text.left(kMaxShownName - (isSplit ? 1 : 0)) + u'…').toUtf8();
}

} // namespace faultline
