// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FuzzTarget.h"
#include "base/Utf8.h"
#include "readings/SourceId.h"
#include "sources/lists/SensorMapParser.h"

#include <QByteArray>

#include <string_view>

namespace faultline {

/// It is its own canonical form.
inline bool isId(const QByteArray& id)
{
    const std::string_view text(id.constData(), static_cast<std::size_t>(id.size()));
    return canonicalId(text) == text;
}

/// Properties of every list, whatever its file contains.
class ListOracle
{
public:
    explicit ListOracle(std::string_view content)
        : m_content(content)
    {}

    void addAccepted() { ++m_accepted; }
    void addRejected(const RejectedLine& line)
    {
        ++m_rejected;
        require(line.lineNumber >= 1, "lines are counted from 1");
        require(line.lineBytes >= line.raw.size(), "a rejected line is as long as what is shown");
        require(
            line.columnNumber >= 1 && line.columnNumber <= line.lineBytes + 1,
            "a column is in its line");
        require(line.raw.size() <= kMaxRawBytes, "no more of a rejected line is kept than may be");
        require(line.recordNumber == m_accepted + m_rejected, "records are numbered");
        require(
            validTextPrefix({line.field.constData(), static_cast<std::size_t>(line.field.size())})
                == static_cast<std::size_t>(line.field.size()),
            "the name of a field is text");
        const auto offset = static_cast<std::size_t>(line.byteOffset);
        const std::string_view raw(line.raw.constData(), static_cast<std::size_t>(line.raw.size()));
        require(
            line.byteOffset >= 0 && offset <= m_content.size()
                && m_content.substr(offset).starts_with(raw),
            "the displayed part of a rejected line is in the file");
    }
    void check(const ListCounts& counts) const
    {
        require(counts.records == m_accepted + m_rejected, "records are loaded or rejected");
        require(counts.rejected == m_rejected, "rejected records are counted");
    }

private:
    std::string_view m_content;
    qint64 m_accepted = 0;
    qint64 m_rejected = 0;
};

} // namespace faultline
