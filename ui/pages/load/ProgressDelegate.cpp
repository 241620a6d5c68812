// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/load/ProgressDelegate.h"

#include "loading/receipt/LoadReceipt.h"
#include "pages/receipt/SourceFilesModel.h"
#include "style/Appearance.h"
#include "widgets/ProgressBar.h"

#include <QApplication>
#include <QPainter>

namespace faultline {

using appearance::Tone;

void ProgressDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle* style = item.widget ? item.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, item.widget);
    const QVariant fraction = index.data(SourceFilesModel::FractionRole);
    const auto state = static_cast<FileState>(index.data(SourceFilesModel::FileStateRole).toInt());
    // An empty bar in a selected row would look like a full one.
    if (!fraction.isValid() || state == FileState::Waiting)
        return;
    const bool isDone = state == FileState::Loaded || state == FileState::Unchanged;
    const Tone tone = isDone                       ? Tone::Success
                      : state == FileState::Failed ? Tone::Error
                                                   : Tone::Accent;
    QColor fill = appearance::toneColor(tone, item.palette);
    if (item.state & QStyle::State_Selected)
        fill = item.palette.color(QPalette::HighlightedText);
    const QRectF area =
        QRectF(item.rect).adjusted(appearance::kRelated, 0, -appearance::kRelated, 0);
    paintProgress(*painter, area, fraction.toDouble(), fill, item.palette);
}

} // namespace faultline
