// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditedFolder.h"

#include "sources/input/InputName.h"
#include "support/TestArchive.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <iterator>
#include <utility>

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

} // namespace

EditedFolder::EditedFolder(const QString& path, Form form, QRandomGenerator& random)
    : m_path(path)
    , m_form(form)
    , m_random(random)
{
    QDir folder(path);
    for (const QString& name : folder.entryList({u"*.log"_s, kCompressed, kArchive}, QDir::Files))
        folder.remove(name);
}

void EditedFolder::write(const QString& name, const Lines& lines)
{
    const QByteArray before = textOf(m_files.value(name));
    m_files.insert(name, lines);
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
    if (m_form == Form::Logs)
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

QByteArray EditedFolder::textOf(const Lines& lines)
{
    QByteArray text;
    for (const int line : lines)
        text += textOf(line);
    return text;
}

QByteArray EditedFolder::textOf(int line)
{
    // All equally long, so that a fix doesn't change the file's length. A few have the same time.
    constexpr int kDigits = 5;
    constexpr int kMinutes = 60;
    const bool isBad = line < 0;
    const int minute = std::max(line, 0) / 3;
    const auto twoDigits = [](int value) {
        return QByteArray::number(value).rightJustified(2, '0');
    };
    const QByteArray clock =
        twoDigits(minute / kMinutes % 24) + ':' + twoDigits(minute % kMinutes) + ":09";
    const QByteArray number = QByteArray::number(isBad ? 0 : line).rightJustified(kDigits, '0');
    return "[2020-" + QByteArray(isBad ? "13" : "12") + "-10 " + clock + "]\tERROR\tsensor["
           + QByteArray::number(std::max(line, 0) % 9 + 1) + "]:\t(temperature\t" + number
           + ", vibration\t-1.5)\n";
}

} // namespace faultline
