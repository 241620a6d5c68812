// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/RejectedLineQuery.h"
#include "sources/LineContext.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace faultline {

class ElidedLabel;
class LineContextView;

/// One rejected line: why, where, and the line in its file as the file is now. Where that is gone
/// or changed, it says so and shows what was kept. The file is read aside, one read at a time.
class RejectedLinePane : public QWidget
{
    Q_OBJECT

public:
    explicit RejectedLinePane(QWidget* parent = nullptr);

    void showLine(const StoredRejectedLine& line);
    void clear();

Q_SIGNALS:
    void folderAsked(const QString& path);

private:
    using Answer = Result<LineContext>;

    void read();
    void take(const Answer& answer, quint64 asked);
    void showTexts();
    void showStored();
    void say(const QString& text, bool isWarning);
    void copyLine() const;

    std::optional<StoredRejectedLine> m_line;
    quint64 m_asked = 0; ///< Counts the lines that were to be shown.
    bool m_reading = false;
    QTimer m_patience; ///< Until then what was there stays: nothing flickers.
    QLabel* m_reason;
    ElidedLabel* m_path;
    QLabel* m_place; ///< In the file; never cut, as the path is.
    LineContextView* m_view;
    ElidedLabel* m_note;
    QPushButton* m_openFolder;
    QPushButton* m_copy;
};

} // namespace faultline
