// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionChoice.h"

#include <QWidget>

#include <functional>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QStackedWidget;

namespace faultline {

class DialogService;

/// The fields of the connection dialog: a server, a .env file or a connection string.
class ConnectionForm : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(DialogService& dialogs, QWidget* parent = nullptr);

    /// Returns a function that evaluates the fields. Run it on another thread: it may read a file.
    std::function<Result<ConnectionChoice>()> choice() const;
    /// Fills in the server fields, without the password.
    void showSettings(const ConnectionSettings& settings);
    void focusPassword();

    /// Whether to save the password in the keyring.
    bool keepsPassword() const;
    void setKeepsPassword(bool keeps);
    /// Enables the keyring box, or shows why there is no keyring.
    void showKeyring(const std::optional<UserMessage>& problem);

Q_SIGNALS:
    void changed();

private:
    enum Kind { Server, File, Text };

    QWidget* makeServerFields();
    QWidget* makeFileFields();
    QWidget* makeTextFields();
    ConnectionSettings serverSettings() const;
    void showProtection();

    DialogService& m_dialogs;
    QComboBox* m_kind;
    QStackedWidget* m_fields;
    QLineEdit* m_host = nullptr;
    QSpinBox* m_port = nullptr;
    QLineEdit* m_database = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QCheckBox* m_keepPassword = nullptr;
    QComboBox* m_sslMode = nullptr;
    QLabel* m_protection = nullptr; ///< What the selected encryption protects against.
    QLineEdit* m_rootCertificate = nullptr;
    QLineEdit* m_file = nullptr;
    QLineEdit* m_text = nullptr;
    QMap<QString, QString> m_otherKeywords; ///< Settings of the shown connection without a field.
};

} // namespace faultline
