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

/// The fields of the connection dialog: a server, or a .env file, or a connection string.
class ConnectionForm : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionForm(DialogService& dialogs, QWidget* parent = nullptr);

    /// What the fields mean, as work for another thread: it may read a file.
    std::function<Result<ConnectionChoice>()> choice() const;
    /// Fills in a server; the password stays empty.
    void showSettings(const ConnectionSettings& settings);
    void focusPassword();

    /// Whether the person wants a typed password to outlive the program.
    bool keepsPassword() const;
    void setKeepsPassword(bool keeps);
    /// Whether there is a keyring, or why not. Until then nothing can be ticked.
    void showKeyring(const std::optional<UserMessage>& problem);

Q_SIGNALS:
    void changed();

private:
    enum Way { Server, File, Text };

    QWidget* makeServerFields();
    QWidget* makeFileFields();
    QWidget* makeTextFields();
    ConnectionSettings serverSettings() const;
    void showProtection();

    DialogService& m_dialogs;
    QComboBox* m_way;
    QStackedWidget* m_fields;
    QLineEdit* m_host = nullptr;
    QSpinBox* m_port = nullptr;
    QLineEdit* m_database = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QCheckBox* m_keepPassword = nullptr;
    QComboBox* m_sslMode = nullptr;
    QLabel* m_protection = nullptr; ///< What the chosen encryption protects from.
    QLineEdit* m_rootCertificate = nullptr;
    QLineEdit* m_file = nullptr;
    QLineEdit* m_text = nullptr;
    QMap<QString, QString> m_otherKeywords; ///< Of a shown connection that has no field.
};

} // namespace faultline
