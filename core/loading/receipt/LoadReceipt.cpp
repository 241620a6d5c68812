// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/LoadReceipt.h"

#include "loading/receipt/RejectedKinds.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Records
{
    Q_DECLARE_TR_FUNCTIONS(Records)
};
struct FileStateName
{
    Q_DECLARE_TR_FUNCTIONS(FileState)
};

QJsonValue timeOrNull(const QDateTime& at)
{
    return at.isValid() ? QJsonValue(at.toString(Qt::ISODateWithMs)) : QJsonValue();
}

} // namespace

QString outcomeWord(LoadReceipt::Outcome outcome)
{
    switch (outcome) {
    case LoadReceipt::Outcome::Succeeded:
        return u"succeeded"_s;
    case LoadReceipt::Outcome::Cancelled:
        return u"cancelled"_s;
    case LoadReceipt::Outcome::Failed:
        break;
    }
    return u"failed"_s;
}

QString fileStateWord(FileState state)
{
    switch (state) {
    case FileState::Waiting:
        return u"waiting"_s;
    case FileState::Loading:
        return u"loading"_s;
    case FileState::Loaded:
        return u"loaded"_s;
    case FileState::Unchanged:
        return u"unchanged"_s;
    case FileState::Cancelled:
        return u"cancelled"_s;
    case FileState::Failed:
        return u"failed"_s;
    case FileState::NotRecognised:
        break;
    }
    return u"not_recognised"_s;
}

QString fileStateText(FileState state)
{
    switch (state) {
    case FileState::Waiting:
        return FileStateName::tr("Waiting");
    case FileState::Loading:
        return FileStateName::tr("Loading");
    case FileState::Loaded:
        return FileStateName::tr("Loaded");
    case FileState::Unchanged:
        return FileStateName::tr("Already loaded");
    case FileState::Cancelled:
        return FileStateName::tr("Cancelled");
    case FileState::Failed:
        return FileStateName::tr("Failed");
    case FileState::NotRecognised:
        break;
    }
    return FileStateName::tr("Not loaded");
}

RecordCounts& RecordCounts::operator+=(const RecordCounts& other)
{
    in += other.in;
    loaded += other.loaded;
    rejected += other.rejected;
    blank += other.blank;
    skipped += other.skipped;
    return *this;
}

QString recordsText(RecordsAre what, qint64 count)
{
    // tr() takes no larger numbers.
    const auto form = static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max()));
    const auto text = [&] {
        switch (what) {
        case RecordsAre::Failures:
            return Records::tr("%1 failure(s)", nullptr, form);
        case RecordsAre::WorkOrders:
            return Records::tr("%1 work order(s)", nullptr, form);
        case RecordsAre::Readings:
            break;
        }
        return Records::tr("%1 reading(s)", nullptr, form);
    };
    return text().arg(QLocale().toString(count));
}

QString LoadReceipt::loadedText() const
{
    QStringList texts;
    for (const RecordsAre what :
         {RecordsAre::Readings, RecordsAre::Failures, RecordsAre::WorkOrders}) {
        qint64 count = 0;
        for (const FileReceipt& file : files) {
            if (file.role == SourceRole::Readings && file.recordsAre == what)
                count += file.records.loaded;
        }
        if (count > 0)
            texts << recordsText(what, count);
    }
    return texts.join(u", "_s);
}

RecordCounts LoadReceipt::readings() const
{
    RecordCounts counts;
    for (const FileReceipt& file : files) {
        if (file.role == SourceRole::Readings)
            counts += file.records;
    }
    return counts;
}

RecordCounts LoadReceipt::lists() const
{
    RecordCounts counts;
    for (const FileReceipt& file : files) {
        if (file.role != SourceRole::Readings)
            counts += file.records;
    }
    return counts;
}

RecordCounts LoadReceipt::total() const
{
    RecordCounts counts;
    for (const FileReceipt& file : files)
        counts += file.records;
    return counts;
}

bool LoadReceipt::balanced() const
{
    return std::all_of(files.begin(), files.end(), [](const FileReceipt& file) {
        return file.records.balanced();
    });
}

QJsonObject LoadReceipt::fileJson(const FileReceipt& file)
{
    return {
        {u"path"_s, file.path},
        {u"role"_s, file.role ? QJsonValue(sourceRoleWord(*file.role)) : QJsonValue()},
        {u"bytes"_s, file.bytes},
        {u"records_in"_s, file.records.in},
        {u"loaded"_s, file.records.loaded},
        {u"rejected"_s, file.records.rejected},
        {u"blank"_s, file.records.blank},
        {u"skipped"_s, file.records.skipped},
        {u"state"_s, fileStateWord(file.state)},
        {u"message"_s, file.message},
        {u"hash"_s,
         file.contentHash.isEmpty()
             ? QJsonValue()
             : QJsonValue(u"xxh3-128:"_s + QString::fromLatin1(file.contentHash.toHex()))},
        {u"started_at"_s, timeOrNull(file.startedAt)},
        {u"ended_at"_s, timeOrNull(file.endedAt)}};
}

QJsonObject LoadReceipt::fileJson(qsizetype index) const
{
    if (index < files.size())
        return fileJson(files.at(index));
    index -= files.size();
    for (const OtherFiles& group : others) {
        if (index < group.files.size()) {
            const OtherFiles::File& other = group.files.at(index);
            FileReceipt file;
            file.path = folder + (folder.endsWith(u'/') ? QString() : u"/"_s)
                        + QString::fromUtf8(other.relativePath);
            file.bytes = other.bytes;
            file.state = FileState::NotRecognised;
            file.message = reasonText(group.problem);
            return fileJson(file);
        }
        index -= group.files.size();
    }
    return {};
}

qsizetype LoadReceipt::fileCount() const
{
    qsizetype count = files.size();
    for (const OtherFiles& group : others)
        count += group.files.size();
    return count;
}

QJsonObject LoadReceipt::toJson() const
{
    QJsonArray fileArray;
    for (const FileReceipt& file : files)
        fileArray << fileJson(file);
    QJsonObject json = headJson();
    json.insert(u"files"_s, fileArray);
    return json;
}

QJsonObject LoadReceipt::headJson() const
{
    const RecordCounts log = readings();
    QJsonArray findingArray;
    for (const UserMessage& finding : findings)
        findingArray << finding.toJson();
    QJsonArray plantArray;
    for (const PlantChoice& plant : plants)
        plantArray << plant.toJson();
    QJsonObject json{
        {u"load_id"_s, loadId},
        {u"folder"_s, folder},
        {u"plants"_s, plantArray},
        {u"started_at"_s, startedAt.toString(Qt::ISODateWithMs)},
        {u"seconds"_s, static_cast<double>(elapsedMs) / 1000.0},
        {u"outcome"_s, outcomeWord(outcome)},
        {u"dry_run"_s, dryRun},
        {u"readings_loaded"_s, log.loaded},
        {u"lines_rejected"_s, total().rejected},
        {u"duplicates_skipped"_s, log.skipped},
        {u"unfinished_lines"_s, hasUnfinishedLines},
        {u"balanced"_s, balanced()},
        {u"program_version"_s,
         programVersion.isEmpty() ? QStringLiteral(FAULTLINE_VERSION) : programVersion},
        {u"findings"_s, findingArray}};
    if (dryRun)
        json.insert(u"rejected"_s, RejectedKinds::toJson(rejectedKinds));
    if (failure)
        json.insert(u"error"_s, failure->toJson());
    if (undoneAt.isValid())
        json.insert(u"undone_at"_s, timeOrNull(undoneAt));
    return json;
}

} // namespace faultline
