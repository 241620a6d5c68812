// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxCheck.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QtEndian>

#include <algorithm>

#include <zlib.h>

namespace faultline {

namespace {

constexpr qint64 kEndRecordBytes = 22; // without a comment, as libxlsxwriter writes it
constexpr qsizetype kDirectoryEntryBytes = 46;
constexpr qint64 kLocalHeaderBytes = 30;
constexpr qsizetype kStretchBytes = 262'144;

// A member of the ZIP archive:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
struct Member
{
    qint64 headerAt = 0;
    qint64 packedBytes = 0;
};

template<typename T>
qint64 numberAt(const QByteArray& bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.constData() + at);
}

QHash<QByteArray, Member> membersOf(QFile& file)
{
    QHash<QByteArray, Member> members;
    if (file.size() < kEndRecordBytes || !file.seek(file.size() - kEndRecordBytes))
        return members;
    const QByteArray end = file.read(kEndRecordBytes);
    if (!end.startsWith("PK\5\6") || !file.seek(numberAt<quint32>(end, 16)))
        return members;
    const QByteArray directory = file.read(numberAt<quint32>(end, 12));
    for (qsizetype at = 0; at + kDirectoryEntryBytes <= directory.size();) {
        const auto nameBytes = static_cast<qsizetype>(numberAt<quint16>(directory, at + 28));
        members.insert(
            directory.mid(at + kDirectoryEntryBytes, nameBytes),
            {numberAt<quint32>(directory, at + 42), numberAt<quint32>(directory, at + 20)});
        at += kDirectoryEntryBytes + nameBytes
              + static_cast<qsizetype>(
                  numberAt<quint16>(directory, at + 30) + numberAt<quint16>(directory, at + 32));
    }
    return members;
}

// Counts the rows and cells of a sheet that arrives in blocks.
class SheetCounter
{
public:
    void take(QByteArrayView stretch)
    {
        m_seen += stretch;
        // Keeps what may continue in the next block; an element begins with seven bytes at most.
        constexpr qsizetype kKept = 16;
        const qsizetype end = std::max<qsizetype>(0, m_seen.size() - kKept);
        for (qsizetype at = m_seen.indexOf('<'); at >= 0 && at < end;
             at = m_seen.indexOf('<', at + 1)) {
            const QByteArrayView element = QByteArrayView(m_seen).sliced(at);
            if (element.startsWith("<c r="))
                ++m_content.cells;
            else if (element.startsWith("<row "))
                ++m_content.rows;
        }
        m_seen.remove(0, end);
    }
    /// The end of a sheet has no cells, and kKept holds it.
    bool isComplete() const { return m_seen.endsWith("</worksheet>"); }
    const SheetContent& content() const { return m_content; }

private:
    QByteArray m_seen;
    SheetContent m_content;
};

bool unpack(QFile& file, const Member& member, SheetCounter& counter)
{
    if (!file.seek(member.headerAt))
        return false;
    const QByteArray header = file.read(kLocalHeaderBytes);
    if (header.size() < kLocalHeaderBytes)
        return false;
    const qint64 start = member.headerAt + kLocalHeaderBytes + numberAt<quint16>(header, 26)
                         + numberAt<quint16>(header, 28);
    z_stream stream{};
    if (!file.seek(start) || ::inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    QByteArray unpacked(kStretchBytes, Qt::Uninitialized);
    int state = Z_OK;
    for (qint64 left = member.packedBytes; left > 0 && state == Z_OK;) {
        QByteArray packed = file.read(std::min<qint64>(left, kStretchBytes));
        if (packed.isEmpty())
            break;
        left -= packed.size();
        stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_in = static_cast<uInt>(packed.size());
        while (state == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0)) {
            stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
            stream.avail_out = static_cast<uInt>(unpacked.size());
            state = ::inflate(&stream, Z_NO_FLUSH);
            counter.take(QByteArrayView(unpacked).first(
                unpacked.size() - static_cast<qsizetype>(stream.avail_out)));
            if (state == Z_BUF_ERROR) {
                state = Z_OK; // nothing to do until more has been read
                break;
            }
        }
    }
    ::inflateEnd(&stream);
    return state == Z_STREAM_END;
}

} // namespace

bool isCompleteWorkbook(const QString& path, const QList<SheetContent>& sheets)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const auto members = membersOf(file);
    for (qsizetype i = 0; i < sheets.size(); ++i) {
        const auto member =
            members.constFind("xl/worksheets/sheet" + QByteArray::number(i + 1) + ".xml");
        SheetCounter counter;
        if (member == members.cend() || !unpack(file, *member, counter) || !counter.isComplete()
            || counter.content().rows != sheets.at(i).rows
            || counter.content().cells != sheets.at(i).cells)
            return false;
    }
    return true;
}

} // namespace faultline
