// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>
#include <QTemporaryDir>

namespace faultline {

/// A data folder with some of everything: an equipment list, a sensor map, three logs, bad and
/// blank lines. The number of records in its files is known without our parsers.
class FaultFolder
{
public:
    /// About `lines` lines in all logs together; another `seed` gives other lines.
    FaultFolder(int lines, quint32 seed);

    QString path() const { return m_directory.path(); }
    /// By file name.
    const QMap<QString, qint64>& records() const { return m_records; }
    qint64 totalRecords() const;

private:
    void writeLog(const QString& name, int lines, quint32 seed);
    void write(const QString& name, const QByteArray& content, qint64 records);

    QTemporaryDir m_directory{QStringLiteral("/tmp/faultline-folder-XXXXXX")};
    QMap<QString, qint64> m_records;
};

} // namespace faultline
