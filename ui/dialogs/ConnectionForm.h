// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/ConnectionChoice.h"

#include <QWidget>

#include <functional>

class QComboBox;
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

Q_SIGNALS:
    void changed();

private:
    enum Way { Server, File, Text };

    QWidget* makeServerFields();
    QWidget* makeFileFields();
    QWidget* makeTextFields();
    ConnectionSettings serverSettings() const;

    DialogService& m_dialogs;
    QComboBox* m_way;
    QStackedWidget* m_fields;
    QLineEdit* m_host = nullptr;
    QSpinBox* m_port = nullptr;
    QLineEdit* m_database = nullptr;
    QLineEdit* m_user = nullptr;
    QLineEdit* m_password = nullptr;
    QComboBox* m_sslMode = nullptr;
    QLineEdit* m_file = nullptr;
    QLineEdit* m_text = nullptr;
    QMap<QString, QString> m_otherKeywords; ///< Of a shown connection that has no field.
};

} // namespace faultline
