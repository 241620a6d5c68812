// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// A file in an archive that a test writes.
struct TestMember
{
    QByteArray name;
    QByteArray content;
};

/// How an archive is written; the words are libarchive's.
struct TestPacking
{
    const char* format = "zip";   ///< "zip", "7zip", "gnutar", …; "raw": the first member only.
    const char* filter = nullptr; ///< "gzip", "xz", "zstd", "bzip2".
    QByteArray options;           ///< "compression-level=9".
    QByteArray password;
};

/// The archive as bytes. Empty if it can't be written.
QByteArray packed(const QList<TestMember>& members, const TestPacking& packing);

/// A content as one gzip stream.
QByteArray gzipped(const QByteArray& content, int level = 6);

} // namespace faultline
