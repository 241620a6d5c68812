// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/RejectedKinds.h"

#include "base/Utf8.h"

#include <QJsonObject>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

void RejectedKinds::add(const SourceFile& file, const RejectedLine& line)
{
    auto kind = std::find_if(m_kinds.begin(), m_kinds.end(), [&line](const RejectedKind& each) {
        return each.reason == line.reason;
    });
    if (kind == m_kinds.end())
        kind = m_kinds.insert(m_kinds.end(), RejectedKind{line.reason, 0, {}});
    ++kind->count;
    if (kind->lines.size() == RejectedKind::kMaxLines)
        return;
    const bool isRecord = file.role != SourceRole::Readings || file.format.isTable();
    kind->lines << FoundLine{
        file.input,
        file.relativePath,
        {line.lineNumber, line.byteOffset, line.lineBytes, line.columnNumber, line.raw, isRecord},
        line.recordNumber,
        line.field};
}

QList<RejectedKind> RejectedKinds::kinds() const
{
    QList<RejectedKind> kinds = m_kinds;
    std::stable_sort(
        kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return kinds;
}

QJsonArray RejectedKinds::toJson(const QList<RejectedKind>& kinds)
{
    QJsonArray array;
    for (const RejectedKind& kind : kinds) {
        const FoundLine& first = kind.lines.constFirst();
        const QByteArray& raw = first.location.raw;
        array << QJsonObject{
            {u"reason"_s, rejectReasonWord(kind.reason).toString()},
            {u"count"_s, kind.count},
            {u"file"_s, first.input.toText()},
            {u"line"_s, first.location.lineNumber},
            {u"column"_s, first.location.columnNumber},
            {u"text"_s, readableText({raw.constData(), static_cast<std::size_t>(raw.size())})}};
    }
    return array;
}

} // namespace faultline
