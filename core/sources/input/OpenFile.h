// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

#include <compare>
#include <memory>
#include <span>

namespace faultline {

/// The error of a file that can't be read, from errno.
UserMessage cannotReadFile(const QString& path, int error);

/// A file that is open for reading at any position, for all that read from it.
class OpenFile
{
public:
    /// Takes over the descriptor.
    OpenFile(QString path, int descriptor);
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    const QString& path() const { return m_path; }
    /// Fills `buffer` from `position`; fewer bytes only at the end of the file.
    Result<qint64> read(qint64 position, std::span<char> buffer) const;

    /// What changes whenever the file does.
    struct State
    {
        quint64 device = 0;
        quint64 inode = 0;
        qint64 bytes = 0;
        qint64 modifiedNs = 0; ///< Since 1970.
        qint64 changedNs = 0;

        auto operator<=>(const State&) const = default; // NOLINT(modernize-use-nullptr)
    };
    /// Its state now; empty if it can't be found out.
    State state() const;

private:
    QString m_path;
    int m_descriptor;
};
using SharedFile = std::shared_ptr<const OpenFile>;

} // namespace faultline
