// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartDrawing.h"

#include <QPixmap>
#include <QWidget>

class QLabel;

namespace faultline {

/// Shows a chart in the colours of its palette. A label shows the figure of the mark under the
/// mouse. Arrow keys move between marks; Enter or a double click opens one. Empty without data: the
/// owner says why.
class ChartView : public QWidget
{
    Q_OBJECT

public:
    explicit ChartView(QWidget* parent = nullptr);
    ~ChartView() override;

    /// The title isn't drawn, because the page already shows it.
    void showChart(const ChartData& data);
    const ChartData& data() const { return m_data; }
    /// Frames the mark of a report row; none if the row has no mark, for example -1.
    void selectRow(int tableRow);
    int selectedMark() const { return m_selected; }
    /// The current text of the label beside a mark, as plain text; empty if there is none.
    QString labelText() const;
    QRectF markArea(int mark) const;

    QSize sizeHint() const override { return {480, 320}; }
    QSize minimumSizeHint() const override { return {200, 160}; }

Q_SIGNALS:
    /// `tableRow` is the row of the report. Not emitted for marks that represent several rows.
    void markSelected(int tableRow);
    void markActivated(int tableRow);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeDrawing();
    void makePicture();
    void point(int mark);
    void choose(int mark);
    void activate(int mark);
    void showLabel(int mark);
    int neighbour(int mark, int key) const;
    int onNextCurve(int mark, int step) const;
    int rowOf(int mark) const;

    ChartData m_data;
    std::unique_ptr<ChartDrawing> m_drawing; ///< Null without data.
    QPixmap m_picture;
    QLabel* m_label;
    int m_pointed = -1;
    int m_selected = -1;
};

} // namespace faultline
