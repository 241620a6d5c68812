// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace faultline {

/// A line for a plant's name. Below it stands why a name can't be used.
class PlantNameField : public QWidget
{
    Q_OBJECT

public:
    explicit PlantNameField(QWidget* parent = nullptr);

    /// Names that other plants have.
    void setTaken(const QStringList& names);
    void setName(const QString& name);
    /// Without white space around it; empty if it can't be used.
    QString name() const;

Q_SIGNALS:
    void changed();
    void edited(); ///< The user changed it.

private:
    void check();
    void setProblem(const QString& problem);

    QLineEdit* m_edit;
    QLabel* m_problem;
    QStringList m_taken;
};

} // namespace faultline
