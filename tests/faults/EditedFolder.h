// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QRandomGenerator>
#include <QString>

namespace faultline {

/// The files of a folder that a sequence of edits changes, each as a list of readings: logs as
/// files of their own or in compressed files and archives, or tables.
class EditedFolder
{
public:
    enum class Form {
        Logs,
        /// The log `a` in a gzip file, which grows by a stream when it can, and all others in one
        /// archive, which is replaced at each change; with random settings each time.
        Packed,
        /// Tables in one of the shapes below, by chance.
        Tables,
    };
    using Lines = QList<int>; ///< Numbers of readings; negative ones are bad lines.

    /// Removes the files that another one left in `path`. `random` outlives this.
    EditedFolder(const QString& path, Form form, QRandomGenerator& random);

    Form form() const { return m_form; }
    /// How its files are written, for a message.
    QString shape() const;
    const QMap<QString, Lines>& files() const { return m_files; }
    void write(const QString& name, const Lines& lines);
    void remove(const QString& name);
    /// Packed: compresses the same content again, with other settings.
    void repack();
    /// The readings of a file as a receipt names it.
    Lines linesOf(const QString& relativePath) const;

private:
    enum class Shape { Log, LongCsv, WideCsv, JsonLines, JsonArray };

    QByteArray textOf(int line) const;
    QByteArray textOf(const Lines& lines) const;
    void save(const QString& name, const QByteArray& before);
    QByteArray streamOf(const QByteArray& text);
    void saveArchive() const;
    void put(const QString& fileName, const QByteArray& bytes) const;

    const QString m_path;
    const Form m_form;
    const Shape m_shape;
    QRandomGenerator& m_random;
    QMap<QString, Lines> m_files;
    QByteArray m_streams; ///< Of the compressed log.
};

} // namespace faultline
