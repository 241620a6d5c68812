// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/FileInspection.h"

#include "sources/folder/DateOrders.h"
#include "sources/folder/FileKind.h"
#include "sources/folder/Litter.h"
#include "sources/folder/RoleDetection.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/InputFile.h"
#include "sources/records/JsonColumnRows.h"
#include "sources/records/JsonParts.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// What else JSON may be: a table by columns. None if it isn't one.
std::optional<DetectedRole> detectByColumns(const InputFile& input, SourceFile& file)
{
    constexpr std::size_t kStartBytes = 4096;
    std::array<char, kStartBytes> bytes{};
    const auto count = input.read(0, bytes);
    if (!count || file.input.encoding != TextEncoding::Utf8
        || !JsonColumnRows::mayBegin({bytes.data(), static_cast<std::size_t>(*count)}))
        return std::nullopt;
    InputName name = file.input;
    name.encoding = TextEncoding::JsonColumns;
    const auto rows = InputFile::open(name);
    if (!rows)
        return std::nullopt;
    auto detected = detectRole(*rows);
    if (!detected || !detected->table)
        return std::nullopt;
    file.input = name;
    return *std::move(detected);
}

Result<void> findOrder(const InputFile& input, SourceFile& file, const CancelToken& cancel)
{
    if (file.input.encoding != TextEncoding::JsonColumns)
        return findDateOrder(input, file, cancel);
    const auto rows = InputFile::open(file.input);
    return rows ? findDateOrder(*rows, file, cancel) : rows.error();
}

// Returns what it is besides.
std::optional<SourceRole>
takeRole(const InputFile& input, SourceFile& file, const CancelToken& cancel)
{
    auto detected = detectRole(input);
    if (!detected) {
        if (auto byColumns = detectByColumns(input, file))
            detected = *std::move(byColumns);
    }
    if (file.input.encoding == TextEncoding::Utf8)
        file.isUtf8 = detected ? detected->isUtf8 : detected.error().code != u"encoding";
    if (!detected) {
        file.problem = detected.error();
        return std::nullopt;
    }
    file.problem = {};
    file.role = detected->role;
    file.dataBegin = detected->dataBegin;
    file.firstLine = detected->firstLine;
    file.format = {};
    file.format.layout = detected->layout;
    file.tableFinding = {};
    if (const auto& table = detected->table) {
        file.format.table = std::make_shared<const TableFormat>(table->format);
        file.tableFinding = TableFinding{table->reasons, table->questions};
    }
    if (detected->problem)
        file.problem = *detected->problem;
    if (!detected->hasNumericDates)
        return detected->also;
    // If it is cancelled, so is the search.
    if (const auto found = findOrder(input, file, cancel); !found) {
        file.role.reset();
        file.problem = found.error();
        return std::nullopt;
    }
    return detected->also;
}

// As text in this encoding, which isn't UTF-8.
std::optional<SourceRole>
takeRoleAs(SourceFile& file, TextEncoding encoding, const CancelToken& cancel)
{
    file.input.encoding = encoding;
    if (const auto input = InputFile::open(file.input))
        return takeRole(*input, file, cancel);
    else
        file.problem = input.error();
    return std::nullopt;
}

// One entry for each role.
QList<SourceFile> withRoles(SourceFile file, std::optional<SourceRole> also)
{
    QList<SourceFile> files{file};
    if (also) {
        file.role = also;
        files << std::move(file);
    }
    return files;
}

// Workbooks and other documents are zips too. Their parts are no sources.
std::optional<UserMessage> problemOfDocument(const InputFile& input, const QString& path)
{
    std::array<char, kKindBytes> bytes{};
    const auto count = input.file()->read(0, bytes);
    if (!count)
        return count.error();
    const auto kind = fileKindOf({bytes.data(), static_cast<std::size_t>(*count)});
    if (!kind || kind->family == FileKind::Family::Compressed
        || kind->family == FileKind::Family::Archive)
        return std::nullopt;
    return UserMessage::warning(Text::tr("Not recognised"))
        .because(kind->why())
        .at(path)
        .withRemedy(kind->remedy())
        .withCode(
            QString::fromLatin1(kind->word.data(), static_cast<qsizetype>(kind->word.size())));
}

// The same where only the name of a member shows it.
bool isPartOfDocument(const QString& member)
{
    return member == u"[Content_Types].xml" || member == u"mimetype"
           || member == u"META-INF/MANIFEST.MF";
}

// Whether a part of the member's path is one that operating systems keep for themselves.
bool isLitterMember(const QString& member)
{
    const QStringList parts = member.split(u'/');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (isLitter(parts.at(i).toStdString(), i + 1 < parts.size()))
            return true;
    }
    return false;
}

bool isHidden(const QString& member)
{
    const QStringList parts = member.split(u'/');
    return std::any_of(parts.cbegin(), parts.cend(), [](const QString& part) {
        return part.startsWith(u'.') && part != u"." && part != u"..";
    });
}

// Looks at the members of an archive.
class ArchiveInspection
{
public:
    ArchiveInspection(
        const InputFile& input, SourceFile archive, std::optional<TextEncoding> encoding,
        const CancelToken& cancel)
        : m_input(input)
        , m_encoding(encoding)
        , m_cancel(cancel)
        , m_archive(std::move(archive))
    {}

    InspectedFile run()
    {
        if (auto problem = problemOfDocument(m_input, m_archive.path)) {
            addProblem(*std::move(problem));
            return std::move(m_found);
        }
        // So that an archive is read once.
        const ArchivePass pass;
        int members = 0;
        for (int index = 0; !m_cancel.isCancelled(); ++members) {
            auto reader = takeArchiveReader(m_input.file(), m_input.container(), index, {});
            bool isThere = true;
            while (isThere && reader->member().index < index) {
                const auto more = reader->next();
                if (!more) {
                    addProblem(more.error());
                    return std::move(m_found);
                }
                isThere = *more;
            }
            if (!isThere)
                break;
            const ArchiveMember member = reader->member();
            index = member.index + 1;
            keepArchiveReader(std::move(reader));
            if (isPartOfDocument(member.name)) {
                m_found = {};
                addProblem(UserMessage::warning(Text::tr("Not recognised"))
                               .because(Text::tr("It is a spreadsheet or another document."))
                               .withRemedy(Text::tr("Save its data as CSV."))
                               .withCode(u"document"_s));
                return std::move(m_found);
            }
            if (isLitterMember(member.name))
                m_found.litter << member.name;
            else
                add(member);
        }
        if (members == 0) {
            addProblem(UserMessage::warning(Text::tr("Not recognised"))
                           .because(Text::tr("It is an archive without files."))
                           .withCode(u"empty-archive"_s));
        }
        return std::move(m_found);
    }

private:
    void add(const ArchiveMember& member)
    {
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
        std::optional<SourceRole> also;
        if (isHidden(member.name)) {
            file.problem = UserMessage::warning(Text::tr("Hidden"))
                               .because(Text::tr("It is hidden: its name begins with a dot. It was "
                                                 "not looked at."))
                               .at(file.path)
                               .withCode(u"hidden"_s);
        } else if (member.isEncrypted) {
            file.problem = encryptedContainer(file.path);
        } else if (const auto input = InputFile::open(file.input)) {
            also = takeRole(*input, file, m_cancel);
        } else {
            file.problem = input.error();
        }
        if (!file.isUtf8 && m_encoding)
            also = takeRoleAs(file, *m_encoding, m_cancel);
        m_found.files << withRoles(std::move(file), also);
    }

    void addProblem(UserMessage problem)
    {
        m_archive.problem = std::move(problem.at(m_archive.path));
        m_found.files << m_archive;
    }

    const InputFile& m_input;
    const std::optional<TextEncoding> m_encoding;
    const CancelToken m_cancel;
    SourceFile m_archive;
    InspectedFile m_found;
};

// The lists in a JSON document. None in one of several documents one after another.
std::vector<JsonPart> partsIn(const InputFile& input, const CancelToken& cancel)
{
    constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;
    if (input.isDecoded())
        return {};
    JsonPartScanner scanner;
    std::string piece(kPieceBytes, '\0');
    qint64 position = 0;
    while (!scanner.hasEnded()) {
        const auto count = input.read(position, piece);
        if (!count || *count == 0 || cancel.isCancelled())
            return {};
        scanner.add(std::string_view(piece).substr(0, static_cast<std::size_t>(*count)));
        position += *count;
    }
    const auto count = input.read(scanner.endByte(), piece);
    const bool isAlone = count
                         && std::string_view(piece)
                                    .substr(0, static_cast<std::size_t>(*count))
                                    .find_first_not_of(" \t\r\n")
                                == std::string_view::npos;
    return isAlone ? scanner.parts() : std::vector<JsonPart>();
}

// Each list of a JSON document that has several, like the members of an archive. Empty if fewer
// than two are of any use: then the document is one source.
QList<SourceFile> inspectParts(
    const InputFile& input, const SourceFile& document, std::optional<TextEncoding> encoding,
    const CancelToken& cancel)
{
    constexpr int kMaxParts = 100;
    QList<SourceFile> files;
    std::set<std::string> keys;
    qsizetype useful = 0;
    int index = 0;
    for (const JsonPart& part : partsIn(input, cancel)) {
        if (!part.isObjects || index == kMaxParts || part.key.empty()
            || !keys.insert(part.key).second)
            continue;
        SourceFile file;
        file.input.path = document.path;
        file.input.member = QString::fromStdString(part.key);
        file.input.memberIndex = index++;
        file.path = file.input.toText();
        file.relativePath = document.relativePath + kMemberSeparator.toString() + file.input.member;
        file.bytes = part.end - part.begin;
        file.modifiedAt = document.modifiedAt;
        std::optional<SourceRole> also;
        if (const auto opened = InputFile::open(file.input))
            also = takeRole(*opened, file, cancel);
        else
            file.problem = opened.error();
        if (!file.isUtf8 && encoding)
            also = takeRoleAs(file, *encoding, cancel);
        useful += file.role ? 1 : 0;
        files << withRoles(std::move(file), also);
    }
    return useful < 2 ? QList<SourceFile>() : files;
}

} // namespace

InspectedFile inspectFile(
    const QString& path, const QString& relativePath, std::optional<TextEncoding> encoding,
    const CancelToken& cancel)
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
        return {{file}, {}};
    }
    file.bytes = input->file()->state().bytes;
    file.modifiedAt = QDateTime::fromMSecsSinceEpoch(input->modifiedMs(), Qt::UTC);
    if (isArchive(input->container()) || isCompressedTar(*input))
        return ArchiveInspection(*input, std::move(file), encoding, cancel).run();
    if (const auto parts = inspectParts(*input, file, encoding, cancel); !parts.isEmpty())
        return {parts, {}};
    auto also = takeRole(*input, file, cancel);
    if (!file.isUtf8 && encoding)
        also = takeRoleAs(file, *encoding, cancel);
    return {withRoles(std::move(file), also), {}};
}

QList<SourceFile> recognisedAs(SourceFile file, TextEncoding encoding, const CancelToken& cancel)
{
    const auto also = takeRoleAs(file, encoding, cancel);
    return withRoles(std::move(file), also);
}

} // namespace faultline
