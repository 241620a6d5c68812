// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ByteStream.h"
#include "sources/input/InputName.h"
#include "sources/input/OpenFile.h"
#include "sources/records/JsonColumnRows.h"
#include "sources/records/JsonParts.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace faultline {

/// A file as it is.
class FileStream : public ByteStream
{
public:
    explicit FileStream(SharedFile file)
        : m_file(std::move(file))
    {}

    Result<qint64> read(std::span<char> buffer) override
    {
        auto count = m_file->read(m_position, buffer);
        if (count)
            m_position += *count;
        return count;
    }

private:
    const SharedFile m_file;
    qint64 m_position = 0;
};

/// A stream of which some bytes were already read.
class ResumedStream : public ByteStream
{
public:
    ResumedStream(std::string begin, std::unique_ptr<ByteStream> rest)
        : m_begin(std::move(begin))
        , m_rest(std::move(rest))
    {}

    Result<qint64> read(std::span<char> buffer) override
    {
        if (m_given == m_begin.size())
            return m_rest->read(buffer);
        const std::size_t count = std::min(buffer.size(), m_begin.size() - m_given);
        std::memcpy(buffer.data(), m_begin.data() + m_given, count);
        m_given += count;
        return static_cast<qint64>(count);
    }
    qint64 doubtfulBytes() const override { return m_rest->doubtfulBytes(); }

private:
    const std::string m_begin;
    std::size_t m_given = 0;
    const std::unique_ptr<ByteStream> m_rest;
};

/// JSON by columns as rows.
class RowStream : public ByteStream
{
public:
    explicit RowStream(JsonColumnRows rows)
        : m_rows(std::move(rows))
    {}

    Result<qint64> read(std::span<char> buffer) override
    {
        if (m_given == m_row.size()) {
            m_row.clear();
            m_given = 0;
            if (const auto more = m_rows.next(m_row); !more || !*more)
                return more ? Result<qint64>(0) : more.error();
        }
        const std::size_t count = std::min(buffer.size(), m_row.size() - m_given);
        std::memcpy(buffer.data(), m_row.data() + m_given, count);
        m_given += count;
        return static_cast<qint64>(count);
    }

private:
    JsonColumnRows m_rows;
    std::string m_row;
    std::size_t m_given = 0;
};

/// A list in a JSON document: what is between the brackets of an array, with these.
class JsonPartStream : public ByteStream
{
    Q_DECLARE_TR_FUNCTIONS(JsonPartStream)

public:
    JsonPartStream(SharedFile file, const InputName& name)
        : m_file(std::move(file))
        , m_name(name)
        , m_key(name.member.toStdString())
    {}

    Result<qint64> read(std::span<char> buffer) override
    {
        while (m_part.empty()) {
            if (m_isPast)
                return qint64{0};
            if (const auto more = readOn(); !more)
                return more.error();
        }
        const std::size_t count = std::min(buffer.size(), m_part.size());
        std::memcpy(buffer.data(), m_part.data(), count);
        m_part.remove_prefix(count);
        return static_cast<qint64>(count);
    }

private:
    // The next piece of the document, and what of it belongs to the part.
    Result<void> readOn()
    {
        constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;
        const qint64 begin = m_position;
        m_piece.resize(kPieceBytes);
        const auto count = m_file->read(begin, m_piece);
        if (!count)
            return count.error();
        m_piece.resize(static_cast<std::size_t>(*count));
        m_position += *count;
        m_scanner.add(m_piece);
        const auto part = wanted();
        m_isPast = m_piece.empty() || m_scanner.hasEnded() || (part && part->end >= 0);
        if (part) {
            const qint64 end = part->end < 0 ? m_position : part->end;
            const qint64 from = std::max(part->begin, begin);
            m_part = std::string_view(m_piece).substr(
                static_cast<std::size_t>(from - begin), static_cast<std::size_t>(end - from));
            return {};
        }
        if (!m_isPast)
            return {};
        return UserMessage::error(tr("The document doesn't contain this list any more"))
            .at(m_name.toText())
            .withCode(QStringLiteral("member-gone"));
    }
    std::optional<JsonPart> wanted() const
    {
        if (m_scanner.open() && m_scanner.open()->key == m_key)
            return m_scanner.open();
        const auto& parts = m_scanner.parts();
        const auto at = std::find_if(
            parts.begin(), parts.end(), [this](const JsonPart& part) { return part.key == m_key; });
        return at == parts.end() ? std::nullopt : std::optional(*at);
    }

    const SharedFile m_file;
    const InputName m_name;
    const std::string m_key;
    JsonPartScanner m_scanner;
    qint64 m_position = 0;
    std::string m_piece;
    std::string_view m_part; ///< Of m_piece, what wasn't given yet.
    bool m_isPast = false;
};

} // namespace faultline
