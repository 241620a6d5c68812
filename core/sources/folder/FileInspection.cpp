// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/FileInspection.h"

#include "sources/folder/RoleDetection.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/InputFile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FileInspection)
};

// Of a compressed file, whether its content is a tar.
bool isCompressedTar(const InputFile& input)
{
    if (!input.isDecoded())
        return false;
    std::array<char, kContainerMarkBytes> bytes{};
    const auto count = input.read(0, bytes);
    return count
           && containerKind({bytes.data(), static_cast<std::size_t>(*count)}) == ContainerKind::Tar;
}

void takeRole(const InputFile& input, SourceFile& file)
{
    const auto detected = detectRole(input);
    if (file.input.encoding == TextEncoding::Utf8)
        file.isUtf8 = detected ? detected->isUtf8 : detected.error().code != u"encoding";
    if (detected) {
        file.problem = {};
        file.role = detected->role;
        file.delimiter = detected->delimiter;
        file.skipBytes = detected->skipBytes;
    } else {
        file.problem = detected.error();
    }
}

// Spreadsheets and other documents are zips too. Their parts are no sources.
bool isPartOfDocument(const QString& member)
{
    return member == u"[Content_Types].xml" || member == u"mimetype"
           || member == u"META-INF/MANIFEST.MF";
}

bool isHidden(const QString& member)
{
    const QStringList parts = member.split(u'/');
    return std::any_of(parts.cbegin(), parts.cend(), [](const QString& part) {
        return (part.startsWith(u'.') && part != u"." && part != u"..") || part == u"__MACOSX";
    });
}

// Adds the members of an archive to `found`.
class ArchiveInspection
{
public:
    ArchiveInspection(
        const InputFile& input, SourceFile archive, std::optional<TextEncoding> encoding,
        DataFolder& found)
        : m_input(input)
        , m_encoding(encoding)
        , m_archive(std::move(archive))
        , m_found(found)
        , m_firstFile(found.files.size())
    {}

    void run(const CancelToken& cancel)
    {
        // So that an archive is read once.
        const ArchivePass pass;
        int members = 0;
        for (int index = 0; !cancel.isCancelled(); ++members) {
            auto reader = takeArchiveReader(m_input.file(), m_input.container(), index, {});
            bool isThere = true;
            while (isThere && reader->member().index < index) {
                const auto more = reader->next();
                if (!more) {
                    addProblem(more.error());
                    return;
                }
                isThere = *more;
            }
            if (!isThere)
                break;
            const ArchiveMember member = reader->member();
            index = member.index + 1;
            keepArchiveReader(std::move(reader));
            if (isPartOfDocument(member.name)) {
                m_found.files.resize(m_firstFile);
                addProblem(UserMessage::warning(Text::tr("Not recognised"))
                               .because(Text::tr("It is a spreadsheet or another document."))
                               .withRemedy(Text::tr("It was not loaded. Save its data as CSV."))
                               .withCode(u"not-recognised"_s));
                return;
            }
            add(member);
        }
        if (members == 0)
            addProblem(UserMessage::warning(Text::tr("Not recognised"))
                           .because(Text::tr("It is an archive without files."))
                           .withCode(u"not-recognised"_s));
    }

private:
    void add(const ArchiveMember& member)
    {
        const QString name = member.name.mid(member.name.lastIndexOf(u'/') + 1);
        if (isHidden(member.name)) {
            m_found.hiddenFiles += mayBeSource(name) ? 1 : 0;
            return;
        }
        if (!mayBeSource(name) && !name.startsWith(kUnnamed)) {
            ++m_found.otherFiles;
            return;
        }
        SourceFile file;
        file.input.path = m_archive.path;
        file.input.member = member.name;
        file.input.memberIndex = member.index;
        file.path = file.input.toText();
        file.relativePath = m_archive.relativePath + kMemberSeparator.toString() + member.name;
        file.bytes = std::max<qint64>(member.bytes, 0);
        file.modifiedAt = member.modifiedMs > 0
                              ? QDateTime::fromMSecsSinceEpoch(member.modifiedMs, Qt::UTC)
                              : m_archive.modifiedAt;
        if (member.isEncrypted)
            file.problem = encryptedContainer(file.path);
        else if (const auto input = InputFile::open(file.input))
            takeRole(*input, file);
        else
            file.problem = input.error();
        if (!file.isUtf8 && m_encoding)
            recogniseAs(file, *m_encoding);
        m_found.files << file;
    }

    void addProblem(UserMessage problem)
    {
        m_archive.problem = std::move(problem.at(m_archive.path));
        m_found.files << m_archive;
    }

    const InputFile& m_input;
    const std::optional<TextEncoding> m_encoding;
    SourceFile m_archive;
    DataFolder& m_found;
    const qsizetype m_firstFile;
};

} // namespace

bool mayBeSource(const QString& fileName)
{
    static const QStringList endings{u".log"_s,   u".txt"_s,  u".csv"_s, u".json"_s, u".ndjson"_s,
                                     u".jsonl"_s, u".gz"_s,   u".xz"_s,  u".zst"_s,  u".bz2"_s,
                                     u".zip"_s,   u".7z"_s,   u".rar"_s, u".tar"_s,  u".tgz"_s,
                                     u".txz"_s,   u".tzst"_s, u".tbz2"_s};
    return std::any_of(endings.begin(), endings.end(), [&fileName](const QString& ending) {
        return fileName.endsWith(ending, Qt::CaseInsensitive);
    });
}

void inspectFile(
    const QString& path, const QString& relativePath, std::optional<TextEncoding> encoding,
    const CancelToken& cancel, DataFolder& found)
{
    SourceFile file;
    file.path = path;
    file.input.path = path;
    file.relativePath = relativePath;
    const auto input = InputFile::open(file.input);
    if (!input) {
        const QFileInfo info(path);
        file.bytes = info.size();
        file.modifiedAt = info.lastModified().toUTC();
        file.problem = input.error();
        found.files << file;
        return;
    }
    file.bytes = input->file()->state().bytes;
    file.modifiedAt = QDateTime::fromMSecsSinceEpoch(input->modifiedMs(), Qt::UTC);
    if (isArchive(input->container()) || isCompressedTar(*input)) {
        ArchiveInspection(*input, std::move(file), encoding, found).run(cancel);
        return;
    }
    takeRole(*input, file);
    if (!file.isUtf8 && encoding)
        recogniseAs(file, *encoding);
    found.files << file;
}

void recogniseAs(SourceFile& file, TextEncoding encoding)
{
    file.input.encoding = encoding;
    if (const auto input = InputFile::open(file.input))
        takeRole(*input, file);
    else
        file.problem = input.error();
}

} // namespace faultline
