// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/UnreadFiles.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(UnreadFiles)
};

} // namespace

bool isUnread(const RecordCounts& records)
{
    return records.rejected > 0 && records.loaded == 0 && records.skipped == 0;
}

QString unreadText(const SourceFile& source, qint64 rejected)
{
    if (source.problem)
        return reasonText(*source.problem);
    const auto count = static_cast<int>(rejected);
    return source.role == SourceRole::Readings
               ? Text::tr("No line of it could be read: %n line(s) were rejected.", nullptr, count)
               : Text::tr(
                   "No record of it could be read: %n record(s) were rejected.", nullptr, count);
}

QString unreadBeforeText(const SourceFile& source, LoadId earlier)
{
    const QString text = source.problem ? reasonText(*source.problem)
                                        : Text::tr("No line or record of it could be read.");
    return text + u' '
           + Text::tr("Load %1 rejected it all. To have it read again unchanged, undo that load "
                      "first.")
                 .arg(toInt(earlier));
}

void failUnreadFiles(const DataFolder& folder, QList<FileReceipt>& files)
{
    for (qsizetype i = 0; i < files.size(); ++i) {
        FileReceipt& file = files[i];
        if (file.state != FileState::Loaded || !isUnread(file.records))
            continue;
        file.state = FileState::Failed;
        file.message = unreadText(folder.files.at(i), file.records.rejected);
    }
}

} // namespace faultline
