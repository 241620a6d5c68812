// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/ChartTheme.h"
#include "charts/CustomPlot.h"

#include <QList>
#include <QString>

namespace faultline {

/// Names curves, their fit and their bounds in a few lines above the axes.
class CurveLegend : public QCPLayoutElement
{
public:
    struct Entry
    {
        QString text;
        QPen line = Qt::NoPen;
        QColor area = {}; ///< Invalid: none.
        QCPScatterStyle point = QCPScatterStyle::ssNone;
    };

    CurveLegend(QCustomPlot* plot, const ChartTheme& theme, const QList<Entry>& entries);

    /// Takes as many lines as the entries need, and leaves out those that would need more height.
    void fitTo(double width, double maxHeight);

protected:
    void draw(QCPPainter* painter) override;

private:
    /// Whether all entries have a place.
    bool place(double width, double longest, int maxLines);

    struct Placed
    {
        int entry = 0;
        QPointF at; ///< Top left, within the legend.
        QString text;
    };

    ChartTheme m_theme;
    QList<Entry> m_entries;
    QList<Placed> m_placed;
};

} // namespace faultline
