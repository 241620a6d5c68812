// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/reader/ReaderAccess.h"
#include "database/reader/ReaderStatus.h"

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

/// Explains how other tools can read the same figures, creates the role they connect as, and shows
/// the connection settings they need. A new password is shown only once, so the dialog can't be
/// closed while one is being set.
class OtherToolsDialog : public QDialog
{
    Q_OBJECT

public:
    /// `keepsPassword`: the keyring already has the role's password.
    OtherToolsDialog(
        ConnectionSettings own, PasswordStore& passwords, bool keepsPassword,
        QWidget* parent = nullptr);

    MessageStrip* strip() const { return m_strip; }
    void reject() override;

Q_SIGNALS:
    /// The role's password is valid; `keeps`: save it in the keyring.
    void passwordKnown(const QString& password, bool keeps);

private:
    struct Facts
    {
        ReaderStatus status;
        ReaderAddress address;
        QString script;
    };

    QWidget* makePasswordRow();
    QLineEdit* addCopyField(QFormLayout* form, const QString& label, const char* name);
    void checkServer();
    void show(const Facts& facts);
    void setBusy(bool busy);
    void setCreating(bool creating);
    void createRole();
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
    QPushButton* m_create = nullptr;
    QPushButton* m_close = nullptr;
    bool m_isCreating = false;
    BusyLine* m_busy;
    MessageStrip* m_strip;
};

} // namespace faultline
