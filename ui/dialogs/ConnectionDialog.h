// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionChoice.h"

#include <QDialog>

class QPushButton;

namespace faultline {

class BusyLine;
class ConnectionForm;
class DialogService;
class MessageStrip;
class PasswordStore;

/// Lets the user enter and test a connection. Its password lasts until the program ends, unless the
/// user saves it in the keyring.
class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    ConnectionDialog(DialogService& dialogs, PasswordStore& passwords, QWidget* parent = nullptr);

    /// Shows a connection to complete, for example one without its password.
    void showSettings(const ConnectionSettings& settings, bool keepsPassword = false);

    MessageStrip* strip() const { return m_strip; }

Q_SIGNALS:
    void connectionChosen(const ConnectionChoice& choice, bool keepsPassword);
    void tested(bool ok); ///< The strip shows the result.

protected:
    bool event(QEvent* event) override;

private:
    void test();
    void use();
    void setBusy(bool busy);

    ConnectionForm* m_form;
    MessageStrip* m_strip;
    BusyLine* m_busy;
    QPushButton* m_test;
    QPushButton* m_use;
};

} // namespace faultline
