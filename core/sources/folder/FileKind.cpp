// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/FileKind.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace faultline {

namespace {

using Family = FileKind::Family;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FileKind)
};

struct KnownKind
{
    std::string_view word;
    Family family;
    const char* why;
};

// For people; the first one with a kind's word.
constexpr std::array kKinds{
    KnownKind{
        "gzip", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (gzip), which can't be loaded yet.")},
    KnownKind{
        "xz", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (xz), which can't be loaded yet.")},
    KnownKind{
        "zstd", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (Zstandard), which can't be loaded yet.")},
    KnownKind{
        "bzip2", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (bzip2), which can't be loaded yet.")},
    KnownKind{
        "lz4", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (LZ4), which can't be loaded.")},
    KnownKind{
        "lzip", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (lzip), which can't be loaded.")},
    KnownKind{
        "compress", Family::Compressed,
        QT_TRANSLATE_NOOP("FileKind", "It is compressed (compress), which can't be loaded.")},
    KnownKind{
        "zip", Family::Archive,
        QT_TRANSLATE_NOOP(
            "FileKind", "It is a compressed archive (zip), which can't be loaded yet.")},
    KnownKind{
        "7z", Family::Archive,
        QT_TRANSLATE_NOOP(
            "FileKind", "It is a compressed archive (7z), which can't be loaded yet.")},
    KnownKind{
        "rar", Family::Archive,
        QT_TRANSLATE_NOOP(
            "FileKind", "It is a compressed archive (RAR), which can't be loaded yet.")},
    KnownKind{
        "tar", Family::Archive,
        QT_TRANSLATE_NOOP("FileKind", "It is an archive (tar), which can't be loaded yet.")},
    KnownKind{
        "cab", Family::Archive,
        QT_TRANSLATE_NOOP("FileKind", "It is a compressed archive (CAB), which can't be loaded.")},
    KnownKind{
        "xlsx", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an Excel workbook, which can't be loaded.")},
    KnownKind{
        "ods", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an OpenDocument spreadsheet, which can't be loaded.")},
    KnownKind{
        "ole", Family::Table,
        QT_TRANSLATE_NOOP(
            "FileKind", "It is an old Excel workbook or Office document, which can't be loaded.")},
    KnownKind{
        "parquet", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is a Parquet file, which can't be loaded.")},
    KnownKind{
        "arrow", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an Arrow or Feather file, which can't be loaded.")},
    KnownKind{
        "orc", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an ORC file, which can't be loaded.")},
    KnownKind{
        "avro", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an Avro file, which can't be loaded.")},
    KnownKind{
        "hdf5", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an HDF5 file, which can't be loaded.")},
    KnownKind{
        "matlab", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is a MATLAB file, which can't be loaded.")},
    KnownKind{
        "numpy", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is a NumPy file, which can't be loaded.")},
    KnownKind{
        "sqlite", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an SQLite database, which can't be loaded.")},
    KnownKind{
        "access", Family::Table,
        QT_TRANSLATE_NOOP("FileKind", "It is an Access database, which can't be loaded.")},
    KnownKind{
        "docx", Family::Document,
        QT_TRANSLATE_NOOP(
            "FileKind", "It is a Word or PowerPoint document, which can't be loaded.")},
    KnownKind{
        "odt", Family::Document,
        QT_TRANSLATE_NOOP("FileKind", "It is an OpenDocument text, which can't be loaded.")},
    KnownKind{
        "pdf", Family::Document,
        QT_TRANSLATE_NOOP("FileKind", "It is a PDF document, which can't be loaded.")},
    KnownKind{
        "rtf", Family::Document,
        QT_TRANSLATE_NOOP("FileKind", "It is an RTF document, which can't be loaded.")},
    KnownKind{
        "postscript", Family::Document,
        QT_TRANSLATE_NOOP("FileKind", "It is a PostScript document, which can't be loaded.")},
    KnownKind{
        "picture", Family::Media,
        QT_TRANSLATE_NOOP("FileKind", "It is a picture, which can't be loaded.")},
    KnownKind{
        "media", Family::Media,
        QT_TRANSLATE_NOOP("FileKind", "It is sound or video, which can't be loaded.")},
    KnownKind{
        "program", Family::Program,
        QT_TRANSLATE_NOOP("FileKind", "It is a program or a library, which can't be loaded.")},
};

struct Mark
{
    std::size_t offset;
    std::string_view bytes;
    std::string_view word;
};

// Marks that no text begins with, or hardly any.
constexpr std::array kMarks{
    Mark{0, "\x1F\x8B"sv, "gzip"},
    Mark{0, "\xFD\x37zXZ"sv, "xz"},
    Mark{0, "\x28\xB5\x2F\xFD"sv, "zstd"},
    Mark{0, "\x04\x22\x4D\x18"sv, "lz4"},
    Mark{0, "LZIP\x01"sv, "lzip"},
    Mark{0, "\x1F\x9D"sv, "compress"},
    Mark{0, "7z\xBC\xAF\x27\x1C"sv, "7z"},
    Mark{0, "Rar!\x1A\x07"sv, "rar"},
    Mark{257, "ustar"sv, "tar"},
    Mark{0, "MSCF\0\0\0\0"sv, "cab"},
    Mark{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "ole"},
    Mark{0, "PAR1"sv, "parquet"},
    Mark{0, "ARROW1"sv, "arrow"},
    Mark{0, "FEA1"sv, "arrow"},
    Mark{0, "Obj\x01"sv, "avro"},
    Mark{0, "\x89HDF\r\n\x1A\n"sv, "hdf5"},
    Mark{0, "MATLAB 5.0 MAT-file"sv, "matlab"},
    Mark{0, "\x93NUMPY"sv, "numpy"},
    Mark{0, "SQLite format 3\0"sv, "sqlite"},
    Mark{4, "Standard Jet DB"sv, "access"},
    Mark{4, "Standard ACE DB"sv, "access"},
    Mark{0, "%PDF-"sv, "pdf"},
    Mark{0, "{\\rtf"sv, "rtf"},
    Mark{0, "%!PS"sv, "postscript"},
    Mark{0, "\x89PNG\r\n\x1A\n"sv, "picture"},
    Mark{0, "\xFF\xD8\xFF"sv, "picture"},
    Mark{0, "GIF87a"sv, "picture"},
    Mark{0, "GIF89a"sv, "picture"},
    Mark{0, "II*\0"sv, "picture"},
    Mark{0, "MM\0*"sv, "picture"},
    Mark{8, "WEBPVP8"sv, "picture"},
    Mark{4, "ftyphei"sv, "picture"},
    Mark{4, "ftypavif"sv, "picture"},
    Mark{4, "ftyp"sv, "media"},
    Mark{8, "WAVEfmt"sv, "media"},
    Mark{8, "AVI LIST"sv, "media"},
    Mark{0, "OggS\0"sv, "media"},
    Mark{0, "ID3\x02"sv, "media"},
    Mark{0, "ID3\x03"sv, "media"},
    Mark{0, "ID3\x04"sv, "media"},
    Mark{0, "fLaC\0"sv, "media"},
    Mark{0, "\x1A\x45\xDF\xA3"sv, "media"},
    Mark{
        0,
        "\x7F"
        "ELF"sv,
        "program"},
    Mark{0, "MZ\x90\0"sv, "program"},
    Mark{0, "\xCA\xFE\xBA\xBE"sv, "program"},
    Mark{0, "\xCF\xFA\xED\xFE"sv, "program"},
    Mark{0, "\0asm"sv, "program"},
    Mark{0, "!<arch>\n"sv, "program"},
};

const KnownKind* kindOf(std::string_view word)
{
    const auto* const kind =
        std::find_if(kKinds.begin(), kKinds.end(), [word](const KnownKind& known) {
            return known.word == word;
        });
    return kind == kKinds.end() ? nullptr : kind;
}

constexpr std::string_view kZipEntry = "PK\x03\x04"sv;
constexpr std::string_view kEmptyZip = "PK\x05\x06"sv;
constexpr std::string_view kZipPart = "PK\x07\x08PK\x03\x04"sv;

// A text may begin with such a mark too, such as a table whose first column is called PAR1.
bool isLetters(const Mark& mark)
{
    if (kindOf(mark.word)->family == Family::Document)
        return false;
    return std::all_of(
        mark.bytes.begin(), mark.bytes.end(), [](char byte) { return byte >= ' ' && byte <= '~'; });
}

// The name in the header of a zip's entry that begins with `entry`.
std::string_view nameOfEntry(std::string_view entry)
{
    constexpr std::size_t kLengthAt = 26;
    constexpr std::size_t kNameAt = 30;
    if (entry.size() < kNameAt)
        return {};
    const auto byteAt = [entry](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(entry[at]));
    };
    constexpr std::size_t kByte = 256;
    return entry.substr(kNameAt, byteAt(kLengthAt) + kByte * byteAt(kLengthAt + 1));
}

// Office documents are zip archives with certain entries.
std::string_view wordOfZip(std::string_view start)
{
    if (nameOfEntry(start) == "mimetype"sv) {
        constexpr auto kOpenDocument = "application/vnd.oasis.opendocument."sv;
        const auto at = start.find(kOpenDocument);
        if (at != std::string_view::npos)
            return start.substr(at + kOpenDocument.size()).starts_with("spreadsheet"sv) ? "ods"
                                                                                        : "odt";
    }
    for (auto at = start.find(kZipEntry); at != std::string_view::npos;
         at = start.find(kZipEntry, at + kZipEntry.size())) {
        const std::string_view name = nameOfEntry(start.substr(at));
        if (name.starts_with("xl/"sv))
            return "xlsx";
        if (name.starts_with("word/"sv) || name.starts_with("ppt/"sv))
            return "docx";
    }
    // Its first entry may be longer than the sample; the other documents don't begin with it as
    // often as workbooks.
    return nameOfEntry(start) == "[Content_Types].xml"sv ? "xlsx" : "zip";
}

std::string_view wordOf(std::string_view start)
{
    if (start.starts_with(kZipEntry))
        return wordOfZip(start);
    if (start.starts_with(kEmptyZip) || start.starts_with(kZipPart))
        return "zip";
    const auto hasNul = [start] { return start.find('\0') != std::string_view::npos; };
    // Text may begin with these letters.
    if (start.starts_with("BZh"sv) && start.size() > 3 && start[3] >= '1' && start[3] <= '9')
        return "bzip2";
    if (start.starts_with("BM"sv) && hasNul())
        return "picture";
    if (start.starts_with("ORC"sv) && hasNul())
        return "orc";
    const auto mark = std::find_if(kMarks.begin(), kMarks.end(), [&](const Mark& known) {
        return start.size() >= known.offset + known.bytes.size()
               && start.compare(known.offset, known.bytes.size(), known.bytes) == 0
               && (!isLetters(known) || hasNul());
    });
    return mark == kMarks.end() ? std::string_view() : mark->word;
}

} // namespace

QString FileKind::why() const
{
    const KnownKind* const kind = kindOf(word);
    return kind ? Text::tr(kind->why) : QString();
}

QString FileKind::remedy() const
{
    switch (family) {
    case Family::Compressed:
    case Family::Archive:
        return Text::tr("If it contains exports, unpack it into the data folder.");
    case Family::Table:
        return Text::tr("If it contains exports, save them as CSV.");
    case Family::Document:
    case Family::Media:
    case Family::Program:
        break;
    }
    return {};
}

std::optional<FileKind> fileKindOf(std::string_view start)
{
    const KnownKind* const kind = kindOf(wordOf(start));
    return kind ? std::optional(FileKind{kind->family, kind->word}) : std::nullopt;
}

} // namespace faultline
