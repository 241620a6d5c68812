// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditedFolder.h"

#include "sources/input/InputName.h"
#include "support/TestArchive.h"

#include <QByteArrayList>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kGrowing = u"a.log"_s;
const QString kCompressed = u"a.log.gz"_s;
const QString kArchive = u"others.archive"_s;

// An archive is recognised by its content.
const TestPacking kPackings[] = {
    {"zip", nullptr, "zip:compression=store", {}},
    {"zip", nullptr, "zip:compression-level=9", {}},
    {"7zip", nullptr, {}, {}},
    {"gnutar", "zstd", {}, {}},
    {"gnutar", nullptr, {}, {}},
};
constexpr int kLevels = 9;
constexpr int kSensors = 9;
constexpr int kShapes = 4; // of tables

QByteArray twoDigits(int value)
{
    return QByteArray::number(value).rightJustified(2, '0');
}

// Most rows of a table must be right for it to be recognised as one.
EditedFolder::Lines mostlyGood(const EditedFolder::Lines& lines)
{
    constexpr int kGoodForABad = 4;
    EditedFolder::Lines kept;
    qsizetype good = 0;
    for (const int line : lines) {
        const qsizetype bad = kept.size() - good;
        if (line < 0 && good < (bad + 1) * kGoodForABad)
            continue;
        good += line < 0 ? 0 : 1;
        kept << line;
    }
    return kept;
}

} // namespace

EditedFolder::EditedFolder(const QString& path, Form form, QRandomGenerator& random)
    : m_path(path)
    , m_form(form)
    , m_shape(form == Form::Tables ? static_cast<Shape>(1 + random.bounded(kShapes)) : Shape::Log)
    , m_random(random)
{
    QDir folder(path);
    for (const QString& name : folder.entryList({u"*.log"_s, kCompressed, kArchive}, QDir::Files))
        folder.remove(name);
}

void EditedFolder::write(const QString& name, const Lines& lines)
{
    const QByteArray before = textOf(m_files.value(name));
    m_files.insert(name, m_form == Form::Tables ? mostlyGood(lines) : lines);
    save(name, before);
}

void EditedFolder::remove(const QString& name)
{
    if (m_files.remove(name) == 0)
        return;
    if (m_form == Form::Packed && name != kGrowing)
        saveArchive();
    else
        QFile::remove(m_path + u'/' + (m_form == Form::Packed ? kCompressed : name));
}

void EditedFolder::repack()
{
    for (auto it = m_files.cbegin(); it != m_files.cend(); ++it)
        save(it.key(), {});
}

QString EditedFolder::shape() const
{
    switch (m_shape) {
    case Shape::Log:
        return u"log"_s;
    case Shape::LongCsv:
        return u"long CSV"_s;
    case Shape::WideCsv:
        return u"wide CSV"_s;
    case Shape::JsonLines:
        return u"NDJSON"_s;
    case Shape::JsonArray:
        return u"JSON array"_s;
    }
    return {};
}

EditedFolder::Lines EditedFolder::linesOf(const QString& relativePath) const
{
    if (relativePath == kCompressed)
        return m_files.value(kGrowing);
    const auto member = relativePath.lastIndexOf(kMemberSeparator);
    return m_files.value(
        member < 0 ? relativePath : relativePath.mid(member + kMemberSeparator.size()));
}

void EditedFolder::save(const QString& name, const QByteArray& before)
{
    const QByteArray text = textOf(m_files.value(name));
    if (m_form != Form::Packed)
        return put(name, text);
    if (name != kGrowing)
        return saveArchive();
    if (!before.isEmpty() && text.startsWith(before))
        m_streams += streamOf(text.mid(before.size()));
    else
        m_streams = streamOf(text);
    put(kCompressed, m_streams);
}

QByteArray EditedFolder::streamOf(const QByteArray& text)
{
    return gzipped(text, m_random.bounded(1, kLevels + 1));
}

void EditedFolder::saveArchive() const
{
    QList<TestMember> members;
    for (auto it = m_files.cbegin(); it != m_files.cend(); ++it) {
        if (it.key() != kGrowing)
            members << TestMember{it.key().toUtf8(), textOf(it.value())};
    }
    if (members.isEmpty()) {
        QFile::remove(m_path + u'/' + kArchive);
        return;
    }
    const auto which = m_random.bounded(static_cast<int>(std::size(kPackings)));
    put(kArchive, packed(members, kPackings[which]));
}

void EditedFolder::put(const QString& fileName, const QByteArray& bytes) const
{
    QFile file(m_path + u'/' + fileName);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qPrintable(file.fileName()));
}

QByteArray EditedFolder::textOf(const Lines& lines) const
{
    QByteArrayList texts;
    for (const int line : lines)
        texts << textOf(line);
    switch (m_shape) {
    case Shape::LongCsv:
        return "time,sensor,severity,temperature,vibration\n" + texts.join();
    case Shape::WideCsv:
        return "time;1;2;3;4;5;6;7;8;9\n" + texts.join();
    case Shape::JsonArray:
        return "[\n" + texts.join(",\n") + "\n]\n";
    default:
        return texts.join();
    }
}

QByteArray EditedFolder::textOf(int line) const
{
    // All equally long, so that a fix doesn't change the file's length. A few have the same time.
    constexpr int kDigits = 7;
    constexpr int kMinutes = 60;
    const bool isBad = line < 0;
    const int minute = std::max(line, 0) / 3;
    const int sensor = std::max(line, 0) % kSensors + 1;
    // A column of a wide table is only one of numbers if most of its cells are.
    const bool hasBadTime = isBad && (m_shape == Shape::Log || m_shape == Shape::WideCsv);
    const QByteArray time = (hasBadTime ? "2020-13-10 " : "2020-12-10 ")
                            + twoDigits(minute / kMinutes % 24) + ':' + twoDigits(minute % kMinutes)
                            + ":09";
    const QByteArray value = ((isBad && !hasBadTime ? "1x" : QByteArray::number(line)) + '.')
                                 .leftJustified(kDigits, '0');
    const QByteArray id = QByteArray::number(sensor);
    switch (m_shape) {
    case Shape::Log:
        break;
    case Shape::LongCsv:
        return time + ',' + id + ",ERROR," + value + ",-1.5\n";
    case Shape::WideCsv: {
        // Another sensor in the same row, which has this value often.
        QByteArrayList cells(kSensors);
        cells[sensor - 1] = value;
        cells[sensor % kSensors] = "-1.5";
        return time + ';' + cells.join(';') + '\n';
    }
    case Shape::JsonLines:
    case Shape::JsonArray:
        return R"({"time":")" + time + R"(","sensor":)" + id
               + R"(,"severity":"ERROR","temperature":)" + value + R"(,"vibration":-1.5})"
               + (m_shape == Shape::JsonLines ? "\n" : "");
    }
    return '[' + time + "]\tERROR\tsensor[" + id + "]:\t(temperature\t" + value
           + ", vibration\t-1.5)\n";
}

} // namespace faultline
