// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

class QTextLayout;

namespace faultline {

/// Wrapped plain text. With a line limit, the last line is elided and the tool tip has the full
/// text.
class ParagraphLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ParagraphLabel(QWidget* parent = nullptr);

    /// 0 means no limit.
    void setMaxLines(int lines);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Lays out all lines at this width, even those beyond the limit.
    void layOut(QTextLayout& layout, int width) const;
    int shownLines(const QTextLayout& layout) const;

    int m_maxLines = 0;
};

} // namespace faultline
