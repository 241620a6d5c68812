// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/reader/ReaderAccess.h"

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace faultline {

class BusyLine;
class MessageStrip;
class PasswordStore;

/// Explains how other tools read the same figures, makes the role that they log in as, and shows
/// what they are to be told. A new password is shown once, so that this stays while one is set.
class OtherToolsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `keepsPassword`: the keyring has the role's already.
    OtherToolsDialog(
        ConnectionSettings own, PasswordStore& passwords, bool keepsPassword,
        QWidget* parent = nullptr);

    MessageStrip* strip() const { return m_strip; }
    void reject() override;

Q_SIGNALS:
    /// It is the role's; `keeps`: beyond the end of the program.
    void passwordKnown(const QString& password, bool keeps);

private:
    struct Facts
    {
        ReaderStatus status;
        ReaderAddress address;
        QString script;
    };

    QWidget* makePasswordRow();
    QLineEdit* addCopied(QFormLayout* form, const QString& label, const char* name);
    void look();
    void show(const Facts& facts);
    void setBusy(bool busy);
    void setMaking(bool making);
    void makeRole();
    void tryPassword();

    const ConnectionSettings m_own;
    QLabel* m_state;
    QLineEdit* m_uri = nullptr;
    QLineEdit* m_keywords = nullptr;
    QLineEdit* m_password = nullptr;
    QPushButton* m_use = nullptr;
    QCheckBox* m_keep = nullptr;
    QWidget* m_passwordRow = nullptr;
    QPlainTextEdit* m_script;
    QPushButton* m_make = nullptr;
    QPushButton* m_close = nullptr;
    bool m_isMaking = false;
    BusyLine* m_busy;
    MessageStrip* m_strip;
};

} // namespace faultline
