// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace faultline {

class DialogService;
class Preferences;

/// Asks how PDF and HTML documents look: their title, logo and appendix. The preferences keep it.
class DocumentDialog : public QDialog
{
    Q_OBJECT

public:
    DocumentDialog(Preferences& preferences, DialogService& dialogs, QWidget* parent = nullptr);

private:
    void chooseLogo();
    void showLogo();
    void keep();

    Preferences& m_preferences;
    DialogService& m_dialogs;
    QLineEdit* m_title;
    QLineEdit* m_logo;
    QLabel* m_note; ///< Why the logo can't be used.
    QCheckBox* m_appendix;
    QPushButton* m_keep = nullptr;
};

} // namespace faultline
