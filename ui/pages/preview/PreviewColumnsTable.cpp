// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewColumnsTable.h"

#include "pages/preview/FormatEdits.h"
#include "pages/preview/PreviewColumnsModel.h"
#include "style/Appearance.h"

#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kArrow = 16; // pixels, with the space before it

// What a column means: a text with an arrow, and a list while it is chosen.
class FieldDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index)
        const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        if (!(index.flags() & Qt::ItemIsEditable))
            return;
        QStyleOption arrow;
        arrow.palette = option.palette;
        arrow.state = QStyle::State_Enabled;
        arrow.rect = QRect(
            option.rect.right() - kArrow, option.rect.center().y() - kArrow / 4, kArrow / 2,
            kArrow / 2);
        if (option.state & QStyle::State_Selected)
            arrow.palette.setColor(
                QPalette::ButtonText, arrow.palette.color(QPalette::HighlightedText));
        option.widget->style()->drawPrimitive(
            QStyle::PE_IndicatorArrowDown, &arrow, painter, option.widget);
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(kArrow, 0);
    }

    QWidget* createEditor(
        QWidget* parent, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        const auto* model = qobject_cast<const PreviewColumnsModel*>(index.model());
        if (index.column() != PreviewColumnsModel::Field || !model)
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto* box = new QComboBox(parent);
        box->setObjectName(u"fieldBox"_s);
        box->setAccessibleName(PreviewColumnsTable::tr("Meaning of the column"));
        for (const TableField field : model->fieldsFor(index.row()))
            box->addItem(tableFieldText(field, model->layout()), static_cast<int>(field));
        auto* self = const_cast<FieldDelegate*>(this);
        connect(box, &QComboBox::activated, self, [self, box] {
            Q_EMIT self->commitData(box);
            Q_EMIT self->closeEditor(box);
        });
        // Once it has its place.
        QTimer::singleShot(0, box, &QComboBox::showPopup);
        return box;
    }

    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        if (auto* box = qobject_cast<QComboBox*>(editor))
            box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }

    void setModelData(
        QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        if (const auto* box = qobject_cast<const QComboBox*>(editor))
            model->setData(index, box->currentData(), Qt::EditRole);
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }
};

} // namespace

PreviewColumnsTable::PreviewColumnsTable(PreviewColumnsModel& model, QWidget* parent)
    : DataTable(parent)
{
    setModel(&model);
    setObjectName(u"previewColumns"_s);
    setAccessibleName(tr("Columns of the file, and what they mean"));
    setElidedInMiddle(PreviewColumnsModel::Name);
    setItemDelegateForColumn(PreviewColumnsModel::Field, new FieldDelegate(this));
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == PreviewColumnsModel::Field
            && selectionModel()->selectedRows().size() == 1)
            openEditor(index);
    });
    QHeaderView* header = horizontalHeader();
    header->resizeSection(PreviewColumnsModel::Name, 96);
    header->resizeSection(PreviewColumnsModel::Field, 112);
    header->resizeSection(PreviewColumnsModel::Label, 72);
    header->setSectionResizeMode(PreviewColumnsModel::Example, QHeaderView::Stretch);
}

QList<int> PreviewColumnsTable::rowsWith(int row) const
{
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows << index.row();
    if (!rows.contains(row))
        return {row};
    std::sort(rows.begin(), rows.end());
    return rows;
}

void PreviewColumnsTable::openEditor(const QModelIndex& index)
{
    if (index.flags() & Qt::ItemIsEditable)
        edit(index);
}

void PreviewColumnsTable::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && state() != EditingState && currentIndex().isValid()) {
        // Whatever cell the cursor is in: this is what the list is for.
        const bool isLabel = currentIndex().column() == PreviewColumnsModel::Label
                             && (currentIndex().flags() & Qt::ItemIsEditable);
        openEditor(currentIndex().siblingAtColumn(
            isLabel ? PreviewColumnsModel::Label : PreviewColumnsModel::Field));
        return;
    }
    DataTable::keyPressEvent(event);
}

} // namespace faultline
