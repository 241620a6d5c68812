// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

class QTextLayout;

namespace faultline {

/// Plain text in as many lines as it needs, or as it may have: then the last one is elided, and the
/// whole text is the tool tip.
class ParagraphLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ParagraphLabel(QWidget* parent = nullptr);

    /// 0: as many as it needs.
    void setMostLines(int lines);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Its lines at this width, of which no more may be shown than are allowed.
    void layOut(QTextLayout& layout, int width) const;
    int shownLines(const QTextLayout& layout) const;

    int m_mostLines = 0;
};

} // namespace faultline
