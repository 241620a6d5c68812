// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/LineContext.h"

#include "sources/input/InputFile.h"

#include <QCoreApplication>
#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QByteArray kByteOrderMark = "\xEF\xBB\xBF"_ba;
const QByteArray kLineEnd = "\r\n"_ba;
const QByteArray kHalfLineEnd = "\r"_ba; // at the end of a file

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LineContext)
};

QString loadedLineStays()
{
    return Text::tr("The line is shown as the load stored it.");
}

UserMessage fileGone(const QString& path)
{
    return UserMessage::warning(Text::tr("The file is no longer there"))
        .because(loadedLineStays())
        .at(path)
        .withCode(u"file-gone"_s);
}

UserMessage fileShrank(const QString& path, qint64 size, qint64 end)
{
    return UserMessage::warning(Text::tr("The file is shorter than when it was loaded"))
        .because(Text::tr("It ends at byte %1; the line ended at byte %2. %3")
                     .arg(size)
                     .arg(end)
                     .arg(loadedLineStays()))
        .at(path)
        .withCode(u"file-shrank"_s);
}

UserMessage lineChanged(const QString& path, qint64 lineNumber)
{
    return UserMessage::warning(Text::tr("The file has changed since it was loaded"))
        .because(Text::tr("There is other text where the line was. %1").arg(loadedLineStays()))
        .at(Text::tr("%1, line %2").arg(path).arg(lineNumber))
        .withCode(u"line-changed"_s);
}

Result<QByteArray> readPiece(const InputFile& file, qint64 begin, qint64 end)
{
    QByteArray bytes(std::max<qint64>(end - begin, 0), Qt::Uninitialized);
    const auto count = file.read(begin, {bytes.data(), static_cast<std::size_t>(bytes.size())});
    if (!count)
        return count.error();
    bytes.truncate(*count);
    return bytes;
}

QByteArray withoutCarriageReturn(QByteArray line)
{
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

void cutEnd(ContextLine& line, qint64 bytes)
{
    if (line.bytes.size() > bytes) {
        line.bytes.truncate(bytes);
        line.isCutAfter = true;
    }
}

// Reads a line and its surroundings.
class ContextReader
{
public:
    ContextReader(const InputFile& file, const LineLocation& location, const ContextLimits& limits)
        : m_file(file)
        , m_location(location)
        , m_limits(limits)
        , m_end(location.byteOffset + location.lineBytes)
    {}

    Result<LineContext> read()
    {
        if (const auto unchanged = checkUnchanged(); !unchanged)
            return unchanged.error();
        for (const auto step :
             {&ContextReader::readLine, &ContextReader::readBefore, &ContextReader::readAfter}) {
            if (const auto done = (this->*step)(); !done)
                return done.error();
        }
        return std::move(m_context);
    }

private:
    Result<void> checkUnchanged() const
    {
        // Decoded content isn't measured, which takes as long as reading all of it.
        if (!m_file.isDecoded() && m_file.size() < m_end)
            return fileShrank(m_file.path(), m_file.size(), m_end);
        const auto now =
            readPiece(m_file, m_location.byteOffset, m_location.byteOffset + m_location.raw.size());
        if (!now)
            return now.error();
        const auto bounded = isBounded();
        if (!bounded)
            return bounded.error();
        if (*now != m_location.raw || !*bounded)
            return lineChanged(m_file.path(), m_location.lineNumber);
        return {};
    }

    // Whether a line still begins and ends where this one did.
    Result<bool> isBounded() const
    {
        if (m_location.isRecord)
            return true;
        const qint64 begin = std::max<qint64>(m_location.byteOffset - kByteOrderMark.size(), 0);
        const auto before = readPiece(m_file, begin, m_location.byteOffset);
        if (!before)
            return before.error();
        const auto after = readPiece(m_file, m_end, m_end + kLineEnd.size());
        if (!after)
            return after.error();
        return (before->isEmpty() || before->endsWith('\n') || *before == kByteOrderMark)
               && (after->isEmpty() || after->startsWith('\n') || *after == kLineEnd
                   || *after == kHalfLineEnd);
    }

    // Of a long line, reads the piece around the byte that matters.
    Result<void> readLine()
    {
        const qint64 column =
            std::clamp<qint64>(m_location.columnNumber - 1, 0, m_location.lineBytes);
        const qint64 start = std::clamp<qint64>(
            column - m_limits.lineBytes / 2, 0,
            std::max<qint64>(m_location.lineBytes - m_limits.lineBytes, 0));
        const qint64 end = std::min(start + m_limits.lineBytes, m_location.lineBytes);
        const auto piece =
            readPiece(m_file, m_location.byteOffset + start, m_location.byteOffset + end);
        if (!piece)
            return piece.error();
        qint64 number = m_location.lineNumber;
        qint64 lineStart = start;
        for (const QByteArray& bytes : piece->split('\n')) {
            ContextLine line;
            line.lineNumber = number++;
            line.bytes = withoutCarriageReturn(bytes);
            m_context.lines << line;
            if (column >= lineStart) {
                m_context.markedLine = m_context.lines.size() - 1;
                m_context.markedByte = std::min<qsizetype>(column - lineStart, line.bytes.size());
            }
            lineStart += bytes.size() + 1;
        }
        m_context.lines.first().isCutBefore = start > 0;
        m_context.lines.last().isCutAfter = end < m_location.lineBytes;
        return {};
    }

    // Reads backwards from the line. Part of a record's line may come before the record.
    Result<void> readBefore()
    {
        const qint64 begin = std::max<qint64>(m_location.byteOffset - m_limits.searchBytes, 0);
        const auto piece = readPiece(m_file, begin, m_location.byteOffset);
        if (!piece)
            return piece.error();
        QList<QByteArray> lines = piece->split('\n');
        completeLineStart(lines.takeLast(), lines.isEmpty() && begin > 0);
        qint64 number = m_location.lineNumber;
        for (int i = 0; i < m_limits.linesBefore && !lines.isEmpty(); ++i) {
            ContextLine line;
            line.lineNumber = --number;
            line.bytes = withoutCarriageReturn(lines.takeLast());
            // If the search ended within a line, its start is unknown but its end is known.
            if (line.bytes.size() > m_limits.lineBytes) {
                line.bytes = line.bytes.last(m_limits.lineBytes);
                line.isCutBefore = true;
            }
            line.isCutBefore = line.isCutBefore || (lines.isEmpty() && begin > 0);
            m_context.before.prepend(line);
        }
        return {};
    }

    void completeLineStart(const QByteArray& bytes, bool isCut)
    {
        ContextLine& first = m_context.lines.first();
        if (bytes.isEmpty() || bytes == kByteOrderMark || first.isCutBefore)
            return;
        const QByteArray kept = bytes.right(m_limits.lineBytes);
        first.bytes.prepend(kept);
        first.isCutBefore = isCut || kept.size() < bytes.size();
        if (m_context.markedLine == 0)
            m_context.markedByte += kept.size();
    }

    Result<void> readAfter()
    {
        // One byte more shows whether the file ends there.
        auto piece = readPiece(m_file, m_end, m_end + m_limits.searchBytes + 1);
        if (!piece)
            return piece.error();
        const bool isAtEnd = piece->size() <= m_limits.searchBytes;
        piece->truncate(m_limits.searchBytes);
        QList<QByteArray> lines = piece->split('\n');
        completeLineEnd(lines.takeFirst(), lines.isEmpty() && !isAtEnd);
        qint64 number = m_context.lines.constLast().lineNumber;
        for (int i = 0; i < m_limits.linesAfter && !lines.isEmpty(); ++i) {
            ContextLine line;
            line.lineNumber = ++number;
            const QByteArray bytes = lines.takeFirst();
            // There is no line after the last line end.
            if (lines.isEmpty() && bytes.isEmpty() && isAtEnd)
                break;
            line.isCutAfter = lines.isEmpty() && !isAtEnd;
            line.bytes = line.isCutAfter ? bytes : withoutCarriageReturn(bytes);
            cutEnd(line, m_limits.lineBytes);
            m_context.after << line;
        }
        return {};
    }

    void completeLineEnd(const QByteArray& bytes, bool isCut)
    {
        ContextLine& last = m_context.lines.last();
        if (last.isCutAfter)
            return;
        ContextLine rest;
        rest.bytes = isCut ? bytes : withoutCarriageReturn(bytes);
        rest.isCutAfter = isCut;
        cutEnd(rest, m_limits.lineBytes);
        last.bytes += rest.bytes;
        last.isCutAfter = rest.isCutAfter;
    }

    const InputFile& m_file;
    const LineLocation& m_location;
    const ContextLimits m_limits;
    const qint64 m_end;
    LineContext m_context;
};

} // namespace

Result<LineContext>
readLineContext(const InputName& name, const LineLocation& location, const ContextLimits& limits)
{
    const auto file = InputFile::open(name);
    if (!file)
        return isFileGone(name, file.error()) ? fileGone(name.toText()) : file.error();
    return ContextReader(*file, location, limits).read();
}

} // namespace faultline
