// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include <string>
#include <string_view>

namespace faultline {

/// The beginning of a line, to be shown as an example: without its line end, whole characters.
std::string_view exampleOf(std::string_view line);

/// Readings of which something is noted: how many, and the first one.
struct NotedLines
{
    qint64 count = 0;
    qint64 line = 0;     ///< Of the first one: in its chunk, from 0, or in its file, from 1.
    std::string example; ///< The beginning of that line.
    QString file;        ///< Its path, once it is known.

    void add(std::string_view text, qint64 lineInChunk)
    {
        if (count++ > 0 && line <= lineInChunk)
            return;
        line = lineInChunk;
        example = exampleOf(text);
    }
    /// `other` is of another file, or of a later part of the same one.
    NotedLines& operator+=(const NotedLines& other)
    {
        const qint64 sum = count + other.count;
        if (count == 0)
            *this = other;
        count = sum;
        return *this;
    }
    /// Makes the line of a chunk that of its file.
    void moveLine(qint64 lines) { line += lines; }

    /// Where it is, for people: "/data/orders.csv, line 5: 1001;7;…".
    QString toText() const;
    /// For the journal, without the file.
    QJsonObject toJson() const;
    static NotedLines fromJson(const QJsonObject& json);
};

} // namespace faultline
