// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QString>

namespace faultline {

/// What links at `path` lead to, be it there or not.
QString resolvedLinks(const QString& path);

/// A file that takes the place of the one at `path` in full or not at all. What is written goes to
/// a new file beside it; finish() has the disk confirm it, and replace() gives it the name. Until
/// then the one that was there stays as it is, and for good without replace(). A link leads to the
/// file that is replaced. On any thread, but on one; after a failure errorString() says why.
///
/// QSaveFile isn't enough: it takes no notice of an fsync or a close that fails, and on a network
/// share those are what tells of a full disk.
class ReplacingFile : public QIODevice
{
public:
    explicit ReplacingFile(const QString& path)
        : m_path(path)
    {}
    ~ReplacingFile() override;

    QString path() const { return m_path; }
    /// Makes the new file: with the rights of the one that is there, which is to be a file that may
    /// be written to.
    bool begin();
    /// However often the system has to be asked.
    bool writeAll(const QByteArray& content);
    /// Once all is written.
    bool finish();
    bool replace();
    /// Of a replace() that failed: the new file is in its place, only the disk didn't confirm that.
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
    QByteArray m_target;    ///< What `m_path` leads to.
    QByteArray m_temporary; ///< Empty without a new file.
    int m_descriptor = -1;
    bool m_isBroken = false; ///< Some of it wasn't written.
    bool m_isFinished = false;
    bool m_isReplaced = false;
};

} // namespace faultline
