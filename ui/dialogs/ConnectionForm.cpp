// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/ConnectionForm.h"

#include "database/connection/ConnectionSecurity.h"
#include "dialogs/DialogService.h"
#include "style/Appearance.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kDefaultPort = 5432;
constexpr int kMaxPort = 65535;

QFormLayout* formLayout(QWidget* widget)
{
    auto* form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(appearance::kGroup);
    form->setVerticalSpacing(appearance::kRelated);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    return form;
}

QLabel* hint(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    QSizePolicy policy = label->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding);
    label->setSizePolicy(policy);
    return label;
}

} // namespace

ConnectionForm::ConnectionForm(DialogService& dialogs, QWidget* parent)
    : QWidget(parent)
    , m_dialogs(dialogs)
    , m_kind(new QComboBox(this))
    , m_fields(new QStackedWidget(this))
{
    m_kind->addItems({tr("A server"), tr("A .env file"), tr("A connection string or service")});
    m_kind->setObjectName(u"connectionKindBox"_s);
    m_kind->setAccessibleName(tr("Connect using"));
    m_fields->addWidget(makeServerFields());
    m_fields->addWidget(makeFileFields());
    m_fields->addWidget(makeTextFields());

    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kGroup);
    column->addWidget(m_kind);
    column->addWidget(m_fields, 1);

    connect(m_kind, &QComboBox::currentIndexChanged, m_fields, &QStackedWidget::setCurrentIndex);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ConnectionForm::changed);
    const auto edits = findChildren<QLineEdit*>();
    for (const QLineEdit* edit : edits)
        connect(edit, &QLineEdit::textChanged, this, &ConnectionForm::changed);
    connect(m_sslMode, &QComboBox::currentIndexChanged, this, &ConnectionForm::changed);
}

QWidget* ConnectionForm::makeServerFields()
{
    auto* page = new QWidget(this);
    m_host = new QLineEdit(page);
    m_host->setObjectName(u"hostField"_s);
    m_host->setPlaceholderText(u"db.example.org"_s);
    m_port = new QSpinBox(page);
    m_port->setRange(1, kMaxPort);
    m_port->setValue(kDefaultPort);
    m_port->setObjectName(u"portField"_s);
    m_database = new QLineEdit(page);
    m_database->setObjectName(u"databaseField"_s);
    m_user = new QLineEdit(page);
    m_user->setObjectName(u"userField"_s);
    m_password = new QLineEdit(page);
    m_password->setObjectName(u"passwordField"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("Kept until you close Faultline"));
    m_keepPassword = new QCheckBox(tr("&Keep the password in the keyring"), page);
    m_keepPassword->setObjectName(u"keepPasswordBox"_s);
    m_keepPassword->setEnabled(false);
    m_keepPassword->setToolTip(tr("Looking for a keyring…"));
    m_sslMode = new QComboBox(page);
    m_sslMode->setObjectName(u"sslModeBox"_s);
    m_sslMode->addItem(tr("Encrypt if the server supports it (prefer)"), u"prefer"_s);
    m_sslMode->addItem(tr("Always encrypt (require)"), u"require"_s);
    m_sslMode->addItem(tr("Encrypt, check certificate (verify-ca)"), u"verify-ca"_s);
    m_sslMode->addItem(tr("Encrypt, check certificate and host (verify-full)"), u"verify-full"_s);
    m_sslMode->addItem(tr("Never encrypt (disable)"), u"disable"_s);
    m_protection = hint(QString(), page);
    m_protection->setObjectName(u"protectionLabel"_s);
    m_rootCertificate = new QLineEdit(page);
    m_rootCertificate->setObjectName(u"rootCertificateField"_s);
    m_rootCertificate->setPlaceholderText(rootCertificateFile(QString()));
    m_rootCertificate->setToolTip(
        knowsSystemCertificates()
            ? tr("The certificate file of the authority that certifies the server, or \"system\" "
                 "for the authorities that this computer trusts")
            : tr("The certificate file of the authority that certifies the server"));

    auto* form = formLayout(page);
    form->addRow(tr("&Host"), m_host);
    form->addRow(tr("P&ort"), m_port);
    form->addRow(tr("&Database"), m_database);
    form->addRow(tr("&User"), m_user);
    form->addRow(tr("&Password"), m_password);
    form->addRow(QString(), m_keepPassword);
    form->addRow(tr("&Encryption"), m_sslMode);
    form->addRow(QString(), m_protection);
    form->addRow(tr("&Authority"), m_rootCertificate);
    connect(m_sslMode, &QComboBox::currentIndexChanged, this, &ConnectionForm::showProtection);
    showProtection();
    return page;
}

void ConnectionForm::showProtection()
{
    const QString mode = m_sslMode->currentData().toString();
    static const QMap<QString, QString> texts{
        {u"prefer"_s, tr("No reliable protection: someone on the network can prevent encryption.")},
        {u"require"_s, tr("Protects against eavesdropping, but not against a fake server.")},
        {u"verify-ca"_s, tr("Protects against eavesdropping and against servers that your "
                            "authority hasn't certified.")},
        {u"verify-full"_s, tr("Protects against eavesdropping and fake servers: the certificate "
                              "must be for this host. The safest choice.")},
        {u"disable"_s, tr("No protection: others on the network can read the data. Use it only for "
                          "this computer.")}};
    m_protection->setText(texts.value(mode));
    // Enabled wherever an encrypted connection can use it.
    m_rootCertificate->setEnabled(mode != u"disable"_s);
}

QWidget* ConnectionForm::makeFileFields()
{
    auto* page = new QWidget(this);
    m_file = new QLineEdit(page);
    m_file->setObjectName(u"fileField"_s);
    auto* browse = new QPushButton(tr("&Browse…"), page);
    auto* row = new QHBoxLayout;
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(m_file, 1);
    row->addWidget(browse);
    auto* form = formLayout(page);
    auto* label = new QLabel(tr("&File"), page);
    label->setBuddy(m_file);
    form->addRow(label, row);
    form->addRow(
        hint(tr("A file with the keys PG_HOST, PG_PORT, PG_DB, PG_USER and PG_PASSWORD."), page));
    connect(browse, &QPushButton::clicked, this, [this] {
        m_dialogs.chooseFile(
            this, tr("Choose a .env file"), QString(),
            [this](const QString& file) { m_file->setText(file); });
    });
    return page;
}

QWidget* ConnectionForm::makeTextFields()
{
    auto* page = new QWidget(this);
    m_text = new QLineEdit(page);
    m_text->setObjectName(u"textField"_s);
    m_text->setPlaceholderText(u"postgresql://planner@db.example.org/vessels"_s);
    auto* form = formLayout(page);
    form->addRow(tr("&Connection"), m_text);
    form->addRow(hint(
        tr("In PostgreSQL's format: an address, a list such as \"host=… dbname=… user=…\", or "
           "\"service=…\" for an entry in the service file."),
        page));
    return page;
}

ConnectionSettings ConnectionForm::serverSettings() const
{
    ConnectionSettings settings;
    settings.origin = tr("the connection dialog");
    settings.keywords = m_otherKeywords;
    const auto set = [&settings](const QString& keyword, const QString& value) {
        if (!value.isEmpty())
            settings.keywords.insert(keyword, value);
    };
    set(u"host"_s, m_host->text().trimmed());
    set(u"port"_s, QString::number(m_port->value()));
    set(u"dbname"_s, m_database->text().trimmed());
    set(u"user"_s, m_user->text().trimmed());
    set(u"password"_s, m_password->text());
    set(u"sslmode"_s, m_sslMode->currentData().toString());
    if (settings.keywords.value(u"sslmode"_s) != u"disable"_s)
        set(u"sslrootcert"_s, m_rootCertificate->text().trimmed());
    return settings;
}

std::function<Result<ConnectionChoice>()> ConnectionForm::choice() const
{
    switch (m_kind->currentIndex()) {
    case File:
        return [file = m_file->text().trimmed()]() -> Result<ConnectionChoice> {
            if (file.isEmpty())
                return UserMessage::error(tr("Choose a .env file"));
            return chooseConnection({QString(), file, QString(), QString()});
        };
    case Text:
        return [text = m_text->text().trimmed()]() -> Result<ConnectionChoice> {
            const auto settings =
                ConnectionSettings::fromConninfo(text, tr("the connection dialog"));
            if (!settings)
                return settings.error();
            return ConnectionChoice::described(*settings);
        };
    default:
        return [settings = serverSettings()]() -> Result<ConnectionChoice> {
            return ConnectionChoice::described(settings);
        };
    }
}

void ConnectionForm::showSettings(const ConnectionSettings& settings)
{
    m_otherKeywords = settings.keywords;
    const auto take = [this](const QString& keyword) { return m_otherKeywords.take(keyword); };
    m_kind->setCurrentIndex(Server);
    m_host->setText(take(u"host"_s));
    m_port->setValue(settings.keywords.value(u"port"_s, QString::number(kDefaultPort)).toInt());
    m_otherKeywords.remove(u"port"_s);
    m_database->setText(take(u"dbname"_s));
    m_user->setText(take(u"user"_s));
    m_otherKeywords.remove(u"password"_s);
    m_rootCertificate->setText(take(u"sslrootcert"_s));
    const int mode = m_sslMode->findData(take(u"sslmode"_s));
    m_sslMode->setCurrentIndex(std::max(0, mode));
}

bool ConnectionForm::keepsPassword() const
{
    return m_kind->currentIndex() == Server && m_keepPassword->isChecked();
}

void ConnectionForm::setKeepsPassword(bool keeps)
{
    m_keepPassword->setChecked(keeps);
}

void ConnectionForm::showKeyring(const std::optional<UserMessage>& problem)
{
    m_keepPassword->setEnabled(!problem);
    m_keepPassword->setToolTip(
        problem ? problem->toText()
                : tr("If the keyring is locked, it asks for its own password. Faultline's settings "
                     "never contain a password."));
}

void ConnectionForm::focusPassword()
{
    m_password->setFocus();
}

} // namespace faultline
