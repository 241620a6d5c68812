// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/DecodedContent.h"

#include "sources/input/ArchivePass.h"
#include "sources/input/ContentStreams.h"
#include "sources/input/GzipStream.h"
#include "sources/input/TextEncoding.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} * 1024;
constexpr std::size_t kRecentBytes = std::size_t{256} * 1024;
constexpr std::size_t kTailBytes = std::size_t{64} * 1024;
constexpr std::size_t kBiteBytes = std::size_t{64} * 1024;
constexpr std::size_t kMarkBytes = 64;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DecodedContent)
};

// All of a stream; fails if it is too much for the memory.
Result<std::string> contentOf(ByteStream& stream, const QString& path)
{
    constexpr std::size_t kMostBytes = std::size_t{32} * 1024 * 1024;
    std::string content;
    std::vector<char> bite(kBiteBytes);
    for (;;) {
        const auto count = stream.read(bite);
        if (!count)
            return count.error();
        if (*count == 0)
            return content;
        content.append(bite.data(), static_cast<std::size_t>(*count));
        if (content.size() > kMostBytes) {
            return UserMessage::error(Text::tr("The file can't be read compressed"))
                .because(Text::tr("It is JSON by columns, of more than 32 MiB."))
                .at(path)
                .withRemedy(Text::tr("Decompress it first."))
                .withCode(u"too-large"_s);
        }
    }
}

// What a measuring pass found. Files are opened several times in a load, but measured once.
struct Measured
{
    qint64 end = 0;
    std::optional<UserMessage> damage;
    std::string tail;
};
using MeasuredKey = std::tuple<OpenFile::State, QString, TextEncoding>;

class MeasuredFiles
{
public:
    std::optional<Measured> find(const MeasuredKey& key)
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_files.find(key);
        return found == m_files.end() ? std::nullopt : std::optional(found->second);
    }

    void add(const MeasuredKey& key, Measured measured)
    {
        constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;
        constexpr std::size_t kEntryBytes = 512;
        const std::scoped_lock lock(m_mutex);
        m_bytes += kEntryBytes + measured.tail.size();
        if (m_bytes > kMostBytes) {
            m_files.clear();
            m_bytes = kEntryBytes + measured.tail.size();
        }
        m_files.insert_or_assign(key, std::move(measured));
    }

private:
    std::mutex m_mutex;
    std::map<MeasuredKey, Measured> m_files;
    std::size_t m_bytes = 0;
};

MeasuredFiles& measuredFiles()
{
    static MeasuredFiles files;
    return files;
}

} // namespace

DecodedContent::DecodedContent(
    SharedFile file, InputName name, ContainerKind kind, const ContainerLimits& limits)
    : m_file(std::move(file))
    , m_name(std::move(name))
    , m_kind(kind)
    , m_limits(limits)
    , m_state(m_file->state())
{}

Result<std::unique_ptr<DecodedContent>> DecodedContent::open(
    SharedFile file, InputName name, ContainerKind kind, const ContainerLimits& limits)
{
    std::unique_ptr<DecodedContent> content(
        new DecodedContent(std::move(file), std::move(name), kind, limits));
    if (const auto read = content->readHead(); !read)
        return read.error();
    return content;
}

Result<void> DecodedContent::readHead()
{
    m_mark.resize(kMarkBytes);
    const auto marked = m_file->read(0, {m_mark.data(), kMarkBytes});
    if (!marked)
        return marked.error();
    m_mark.truncate(*marked);
    if (const auto begun = begin(); !begun)
        return begun;
    std::string head(kHeadBytes, '\0');
    qint64 filled = 0;
    while (!m_end && filled < static_cast<qint64>(kHeadBytes)) {
        const auto count = decode(std::span(head).subspan(static_cast<std::size_t>(filled)));
        if (!count)
            return count.error();
        filled += *count;
    }
    head.resize(static_cast<std::size_t>(m_end ? std::min(*m_end, filled) : filled));
    m_head = std::move(head);
    if (m_end)
        return {};
    if (const auto known = measuredFiles().find({m_state, m_name.member, m_name.encoding})) {
        m_end = known->end;
        m_damage = known->damage;
        m_tail = known->tail;
    }
    return {};
}

Result<std::unique_ptr<ByteStream>> DecodedContent::makeMember() const
{
    auto reader = m_name.memberIndex >= 0
                      ? takeArchiveReader(m_file, m_kind, m_name.memberIndex, m_limits)
                      : takeArchiveReader(m_file, m_kind, m_name.member, m_limits);
    while (reader->member().name != m_name.member) {
        const auto more = reader->next();
        if (!more)
            return more.error();
        if (!*more) {
            return UserMessage::error(Text::tr("The archive doesn't contain this file any more"))
                .at(m_name.toText())
                .withCode(u"member-gone"_s);
        }
    }
    if (reader->member().isEncrypted)
        return encryptedContainer(m_name.toText());
    return std::unique_ptr<ByteStream>(std::make_unique<MemberStream>(std::move(reader)));
}

Result<std::unique_ptr<ByteStream>> DecodedContent::makeBytes() const
{
    if (m_name.isMember() && m_kind == ContainerKind::None)
        return std::unique_ptr<ByteStream>(std::make_unique<JsonPartStream>(m_file, m_name));
    if (m_name.isMember())
        return makeMember();
    if (m_kind == ContainerKind::None)
        return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(m_file));
    if (m_kind == ContainerKind::Gzip)
        return std::unique_ptr<ByteStream>(std::make_unique<GzipStream>(m_file, m_limits));
    auto reader =
        std::make_unique<ArchiveReader>(m_file, m_kind, ArchiveReader::Content::File, m_limits);
    if (const auto begun = reader->next(); !begun)
        return begun.error();
    return std::unique_ptr<ByteStream>(std::make_unique<MemberStream>(std::move(reader)));
}

// From the file's bytes to UTF-8.
Result<std::unique_ptr<ByteStream>> DecodedContent::makeStream() const
{
    auto bytes = makeBytes();
    if (!bytes)
        return bytes.error();
    std::array<char, kMarkBytes> lead{};
    const auto count = (*bytes)->read(lead);
    if (!count)
        return count.error();
    const std::string_view mark(lead.data(), static_cast<std::size_t>(*count));
    const TextEncoding encoding = encodingOfMark(mark).value_or(m_name.encoding);
    auto resumed = std::make_unique<ResumedStream>(std::string(mark), *std::move(bytes));
    if (encoding == TextEncoding::Utf8)
        return std::unique_ptr<ByteStream>(std::move(resumed));
    if (encoding == TextEncoding::JsonColumns)
        return makeRows(*resumed);
    return std::unique_ptr<ByteStream>(std::make_unique<TextStream>(std::move(resumed), encoding));
}

Result<void> DecodedContent::begin()
{
    m_stream.reset();
    m_recent.clear();
    m_position = 0;
    auto stream = makeStream();
    if (!stream)
        return stream.error();
    m_stream = *std::move(stream);
    return {};
}

// A log may grow meanwhile, also a compressed one. An archive can't: it is written again.
Result<void> DecodedContent::checkUnchanged() const
{
    const OpenFile::State now = m_file->state();
    if (now.bytes == m_state.bytes && now.modifiedNs == m_state.modifiedNs)
        return {};
    std::array<char, kMarkBytes> mark{};
    const auto count =
        m_file->read(0, std::span(mark).first(static_cast<std::size_t>(m_mark.size())));
    if (!count)
        return count.error();
    // In JSON by columns, all columns but the first one move when a row is added.
    const bool canGrow = !m_name.isMember() && m_name.encoding != TextEncoding::JsonColumns;
    const bool hasGrown =
        canGrow && now.bytes >= m_state.bytes && QByteArrayView(mark.data(), *count) == m_mark;
    if (hasGrown)
        return {};
    return UserMessage::error(Text::tr("The file was rewritten while it was being read"))
        .at(m_name.toText())
        .withRemedy(
            Text::tr("Load again when no program is writing to it. What was loaded stays loaded."))
        .withCode(u"file-rewritten"_s);
}

// The next bytes of the stream; 0 at the end.
Result<qint64> DecodedContent::decode(std::span<char> buffer)
{
    const auto count = m_stream->read(buffer);
    if (const auto checked = checkUnchanged(); !checked)
        return checked.error();
    if (!count) {
        if (!isContainerFault(count.error()))
            return count;
        noteEnd(m_position - m_stream->doubtfulBytes(), count.error());
        return qint64{0};
    }
    if (*count == 0) {
        noteEnd(m_position, std::nullopt);
        return count;
    }
    m_position += *count;
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(*count));
    m_recent.append(bytes.substr(bytes.size() - std::min(bytes.size(), kRecentBytes)));
    if (m_recent.size() > 2 * kRecentBytes)
        m_recent.erase(0, m_recent.size() - kRecentBytes);
    return count;
}

// Only a plain file can be read in all of its columns at once.
Result<std::unique_ptr<ByteStream>> DecodedContent::makeRows(ByteStream& stream) const
{
    ContentReader reader = [file = m_file](qint64 position, std::span<char> buffer) {
        return file->read(position, buffer);
    };
    if (m_name.isMember() || m_kind != ContainerKind::None) {
        auto content = contentOf(stream, m_name.toText());
        if (!content)
            return content.error();
        reader = [text = std::make_shared<const std::string>(*std::move(content))](
                     qint64 position, std::span<char> buffer) -> Result<qint64> {
            const auto at = std::min(static_cast<std::size_t>(position), text->size());
            return static_cast<qint64>(text->copy(buffer.data(), buffer.size(), at));
        };
    }
    auto rows = JsonColumnRows::open(reader);
    if (!rows)
        return rows.error();
    return std::unique_ptr<ByteStream>(std::make_unique<RowStream>(*std::move(rows)));
}

void DecodedContent::noteEnd(qint64 position, std::optional<UserMessage> damage)
{
    m_end = std::max<qint64>(position, 0);
    m_damage = std::move(damage);
    if (m_damage) {
        const QString why = m_damage->why;
        const QString place = Text::tr("Its content can be read up to byte %1.").arg(*m_end);
        m_damage->because(why.isEmpty() ? place : why + u' ' + place).at(m_name.toText());
    }
    const qint64 recentAt = m_position - static_cast<qint64>(m_recent.size());
    const auto known = static_cast<std::size_t>(std::max<qint64>(*m_end - recentAt, 0));
    m_tail = m_recent.substr(0, known);
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), kTailBytes));
    m_head.resize(std::min(m_head.size(), static_cast<std::size_t>(*m_end)));
    m_recent.clear();
    m_position = 0;
    m_stream.reset();
    measuredFiles().add({m_state, m_name.member, m_name.encoding}, {*m_end, m_damage, m_tail});
}

// Decodes and drops what precedes `position`, or all that there is.
Result<void> DecodedContent::decodeTo(qint64 position, const CancelToken& cancel)
{
    std::vector<char> dropped(kBiteBytes);
    while (m_stream && m_position < position) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const auto wanted = std::min<qint64>(position - m_position, kBiteBytes);
        const auto count = decode(std::span(dropped).first(static_cast<std::size_t>(wanted)));
        if (!count)
            return count.error();
    }
    return {};
}

qint64 DecodedContent::copyKept(qint64 position, std::span<char> buffer) const
{
    const auto copy = [position, buffer](const std::string& kept, qint64 begin) {
        const qint64 end = begin + static_cast<qint64>(kept.size());
        if (position < begin || position >= end)
            return qint64{0};
        const auto count = std::min(buffer.size(), static_cast<std::size_t>(end - position));
        std::memcpy(buffer.data(), kept.data() + (position - begin), count);
        return static_cast<qint64>(count);
    };
    if (const qint64 count = copy(m_head, 0); count > 0)
        return count;
    if (const qint64 count = copy(m_recent, m_position - static_cast<qint64>(m_recent.size()));
        count > 0)
        return count;
    return m_end ? copy(m_tail, *m_end - static_cast<qint64>(m_tail.size())) : 0;
}

Result<void> DecodedContent::measure(const CancelToken& cancel)
{
    const std::scoped_lock lock(m_mutex);
    if (m_end)
        return {};
    if (!m_stream) {
        if (const auto begun = begin(); !begun)
            return begun;
    }
    return decodeTo(std::numeric_limits<qint64>::max(), cancel);
}

qint64 DecodedContent::size()
{
    static_cast<void>(measure(CancelToken()));
    const std::scoped_lock lock(m_mutex);
    return m_end.value_or(static_cast<qint64>(m_head.size()));
}

std::optional<UserMessage> DecodedContent::damage() const
{
    const std::scoped_lock lock(m_mutex);
    return m_damage;
}

Result<qint64> DecodedContent::read(qint64 position, std::span<char> buffer)
{
    const std::scoped_lock lock(m_mutex);
    std::size_t filled = 0;
    while (filled < buffer.size()) {
        const qint64 at = position + static_cast<qint64>(filled);
        if (m_end && at >= *m_end)
            break;
        std::span<char> rest = buffer.subspan(filled);
        if (m_end)
            rest = rest.first(std::min(rest.size(), static_cast<std::size_t>(*m_end - at)));
        if (const qint64 count = copyKept(at, rest); count > 0) {
            filled += static_cast<std::size_t>(count);
            continue;
        }
        if (!m_stream || at < m_position) {
            if (const auto begun = begin(); !begun)
                return begun.error();
        }
        if (at > m_position) {
            if (const auto passed = decodeTo(at, CancelToken()); !passed)
                return passed.error();
            continue;
        }
        const auto count = decode(rest);
        if (!count)
            return count;
        filled += static_cast<std::size_t>(*count);
    }
    return static_cast<qint64>(filled);
}

} // namespace faultline
