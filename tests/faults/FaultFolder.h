// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace faultline {

/// A data folder with some of everything: an equipment list, a sensor map, logs, bad and blank
/// lines. The number of records in its files is known without our parsers.
class FaultFolder
{
public:
    enum class Kind {
        OnePlant,
        /// A subfolder each, with equal numbers and, in one of them, tags; exports that overlap.
        TwoPlants,
        /// The files of OnePlant in compressed files and archives.
        Packed,
        /// Lists and tables of readings, long and wide, as CSV and JSON.
        Tables,
    };
    /// About `lines` lines in all logs together; another `seed` gives other lines.
    FaultFolder(Kind kind, int lines, quint32 seed);

    QString path() const { return m_directory.path(); }
    /// Which of its files a reading is stored for may depend on chance: several have it.
    bool hasOverlaps() const { return m_kind == Kind::TwoPlants; }
    /// Arguments of a command that loads it.
    QStringList arguments() const;
    /// By file name, with its subfolder; a member of an archive as it is shown.
    const QMap<QString, qint64>& records() const { return m_records; }
    qint64 totalRecords() const;

private:
    void addPlant(const QString& subfolder, bool hasTags, int lines, quint32 seed);
    void addLists(const QString& subfolder, bool hasTags);
    void addTables(int rows, quint32 seed);
    void addLog(const QString& name, const QByteArray& lines);
    void add(const QString& name, const QByteArray& content, qint64 records);
    void pack();
    void saveAll() const;

    Kind m_kind;
    QTemporaryDir m_directory{QStringLiteral("/tmp/faultline-folder-XXXXXX")};
    QMap<QString, QByteArray> m_contents; ///< The files to write.
    QMap<QString, qint64> m_records;
};

} // namespace faultline
