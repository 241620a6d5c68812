// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/MultiChoiceBox.h"

#include "style/Formatting.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStandardItemModel>
#include <QStylePainter>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

MultiChoiceBox::MultiChoiceBox(QWidget* parent)
    : QComboBox(parent)
    , m_model(new QStandardItemModel(this))
{
    setModel(m_model);
    view()->viewport()->installEventFilter(this);
    view()->installEventFilter(this);
    view()->setTextElideMode(Qt::ElideMiddle);
    showItems();
}

bool MultiChoiceBox::setChoices(const QStringList& choices)
{
    QStringList chosen;
    for (const QString& name : choices) {
        if (m_chosen.contains(name))
            chosen << name;
    }
    // All of them: no filter.
    if (chosen.size() == choices.size())
        chosen.clear();
    const bool areFewer = chosen != m_chosen;
    if (choices == m_choices && !areFewer)
        return false;
    m_choices = choices;
    m_chosen = chosen;
    showItems();
    return areFewer;
}

void MultiChoiceBox::setChosen(const QStringList& chosen)
{
    if (chosen == m_chosen)
        return;
    m_chosen = chosen;
    showItems();
}

void MultiChoiceBox::showItems()
{
    QStringList names = m_choices;
    for (const QString& name : std::as_const(m_chosen)) {
        if (!names.contains(name))
            names << name;
    }
    if (m_model->rowCount() != names.size() + 1) {
        m_model->clear();
        for (qsizetype row = 0; row <= names.size(); ++row)
            m_model->appendRow(new QStandardItem);
    }
    m_model->item(0)->setText(tr("All"));
    for (int row = 1; row < m_model->rowCount(); ++row)
        m_model->item(row)->setText(names.at(row - 1));
    showChecks();
}

void MultiChoiceBox::showChecks()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStandardItem* item = m_model->item(row);
        const bool isChecked = row == 0 ? m_chosen.isEmpty() : m_chosen.contains(item->text());
        item->setData(isChecked ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    }
    setToolTip(format::toolTip(m_chosen.join(u'\n')));
    setAccessibleDescription(text());
    update();
}

QString MultiChoiceBox::text() const
{
    if (m_chosen.isEmpty())
        return tr("All");
    if (m_chosen.size() == 1)
        return m_chosen.first();
    return tr("%1 of %2").arg(m_chosen.size()).arg(m_model->rowCount() - 1);
}

void MultiChoiceBox::toggle(int row)
{
    if (row < 0 || row >= m_model->rowCount())
        return;
    const QString name = m_model->item(row)->text();
    if (row == 0)
        m_chosen.clear();
    else if (!m_chosen.removeOne(name))
        m_chosen << name;
    // In the order of the list, so that the same choice is the same filter.
    QStringList ordered;
    for (int i = 1; i < m_model->rowCount(); ++i) {
        if (m_chosen.contains(m_model->item(i)->text()))
            ordered << m_model->item(i)->text();
    }
    // All of them, or none: no filter.
    m_chosen = ordered.size() == m_model->rowCount() - 1 ? QStringList() : ordered;
    showChecks();
    Q_EMIT chosenChanged(m_chosen);
}

bool MultiChoiceBox::eventFilter(QObject* watched, QEvent* event)
{
    const bool isPress = event->type() == QEvent::MouseButtonPress;
    if (watched == view()->viewport() && (isPress || event->type() == QEvent::MouseButtonRelease)) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const int row = view()->indexAt(mouse->position().toPoint()).row();
        // The click that opens the list ends over it.
        if (!isPress && row == m_pressed)
            toggle(row);
        m_pressed = isPress ? row : -1;
        if (row >= 0)
            return true; // the list stays open
    }
    if (watched == view() && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space) {
            toggle(view()->currentIndex().row());
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            hidePopup();
            return true;
        }
    }
    return QComboBox::eventFilter(watched, event);
}

// Without the list there is nothing to move through.
void MultiChoiceBox::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Space:
    case Qt::Key_F4:
        showPopup();
        event->accept();
        return;
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        event->accept();
        return;
    default:
        event->ignore();
    }
}

void MultiChoiceBox::wheelEvent(QWheelEvent* event)
{
    event->ignore();
}

void MultiChoiceBox::paintEvent(QPaintEvent*)
{
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText = m_prefix.isEmpty() ? text() : tr("%1: %2").arg(m_prefix, text());
    const QRect field =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    option.currentText =
        fontMetrics().elidedText(option.currentText, Qt::ElideMiddle, field.width() - 4);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

} // namespace faultline
