// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QString>

namespace faultline {

/// The target of links at `path`, whether it exists or not.
QString resolvedLinks(const QString& path);

/// Replaces the file at `path` completely or not at all. Content goes to a new file beside it;
/// finish() has the disk confirm it, and replace() renames it. Until then, and without replace(),
/// the old file stays as it is. If `path` is a link, the file it leads to is replaced. Any thread
/// may use it, but only one; after a failure errorString() says why.
///
/// QSaveFile isn't enough: it ignores a failing fsync or close, and on a network share only these
/// report a full disk.
class ReplacingFile : public QIODevice
{
public:
    explicit ReplacingFile(const QString& path)
        : m_path(path)
    {}
    ~ReplacingFile() override;

    QString path() const { return m_path; }
    /// Creates the new file with the permissions of the existing one, which must be a writable
    /// regular file.
    bool begin();
    /// Writes all of it, even if the system takes it in parts.
    bool writeAll(const QByteArray& content);
    /// Call when everything is written.
    bool finish();
    bool replace();
    /// After a failed replace(): the new file has replaced the old one, but the disk didn't confirm
    /// it.
    bool isReplaced() const { return m_isReplaced; }

    bool isSequential() const override { return true; }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* bytes, qint64 size) override;

private:
    bool create(unsigned mode);
    bool fail(const QString& why);
    void discard();

    QString m_path;
    QByteArray m_target;    ///< The file that `m_path` leads to.
    QByteArray m_temporary; ///< Empty while there is no new file.
    int m_descriptor = -1;
    bool m_isBroken = false; ///< A write failed.
    bool m_isFinished = false;
    bool m_isReplaced = false;
};

} // namespace faultline
