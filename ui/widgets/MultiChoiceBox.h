// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QStringList>

class QStandardItemModel;

namespace faultline {

/// A combo box in which several choices can be checked. The first item, "All", clears them. The
/// list stays open until the user clicks elsewhere, or presses Enter or Esc.
class MultiChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit MultiChoiceBox(QWidget* parent = nullptr);

    /// Chosen ones that aren't among the choices are no longer chosen; without signal. Returns
    /// whether there were any.
    bool setChoices(const QStringList& choices);
    /// Those that aren't among the choices are offered too: the choices may not be known yet.
    void setChosen(const QStringList& chosen);
    /// A word before what is chosen, if there is no label beside the box: "Plants: All".
    void setPrefix(const QString& prefix) { m_prefix = prefix; }
    /// There is something to choose, or something is chosen.
    bool isOfUse() const { return m_choices.size() > 1 || !m_chosen.isEmpty(); }
    const QStringList& chosen() const { return m_chosen; }

Q_SIGNALS:
    void chosenChanged(const QStringList& chosen); ///< By the user.

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void toggle(int row);
    void showItems();
    void showChecks();
    QString text() const;

    QStandardItemModel* m_model;
    QString m_prefix;
    QStringList m_choices;
    QStringList m_chosen; ///< None: all.
    int m_pressed = -1;   ///< The row under the pressed mouse button.
};

} // namespace faultline
