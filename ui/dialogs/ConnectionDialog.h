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

/// Describes a connection and tries it. A password typed here is kept for the session only, unless
/// the person asks for the keyring.
class ConnectionDialog : public QDialog
{
    Q_OBJECT

public:
    ConnectionDialog(DialogService& dialogs, PasswordStore& passwords, QWidget* parent = nullptr);

    /// Shows a connection to be completed, such as one whose password is missing.
    void showSettings(const ConnectionSettings& settings, bool keepsPassword = false);

    MessageStrip* strip() const { return m_strip; }

Q_SIGNALS:
    void connectionChosen(const ConnectionChoice& choice, bool keepsPassword);
    void tested(bool ok); ///< The strip says what came out.

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
