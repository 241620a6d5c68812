// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "pages/lines/LinePane.h"
#include "readings/LineLocation.h"
#include "sources/input/InputName.h"

#include <QTimer>

#include <optional>

namespace faultline {

/// A line of a file, and what to say about it.
struct FileLine
{
    InputName input;
    LineLocation location;
    qint64 recordNumber = 0; ///< Of a list's record, from 1; otherwise 0.
    QString title;
    QString note; ///< Or empty.
    LineContextView::Mark mark = LineContextView::Mark::Line;
};

/// A line as it is in its file now. If the file is missing or changed, it says so and shows the
/// text as it was. Reads the file in the background, one read at a time.
class FileLinePane : public LinePane
{
    Q_OBJECT

public:
    /// `name` is the prefix of the widgets' object names.
    explicit FileLinePane(const QString& name, QWidget* parent = nullptr);

    void showLine(const FileLine& line);
    void clear();

private:
    using Answer = Result<LineContext>;

    void read();
    void take(const Answer& answer, quint64 asked);
    void showTexts();
    void showKept();

    std::optional<FileLine> m_line;
    quint64 m_asked = 0; ///< Counts the requests, to ignore outdated answers.
    bool m_reading = false;
    QTimer m_showDelay; ///< Keeps the previous content for a moment, to avoid flicker.
};

} // namespace faultline
