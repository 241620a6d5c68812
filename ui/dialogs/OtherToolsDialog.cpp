// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/OtherToolsDialog.h"

#include "database/reader/ReaderRole.h"
#include "database/schema/DatabaseCheck.h"
#include "session/BackgroundTask.h"
#include "session/PasswordStore.h"
#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

OtherToolsDialog::OtherToolsDialog(
    ConnectionSettings own, PasswordStore& passwords, bool keepsPassword, QWidget* parent)
    : QDialog(parent)
    , m_own(std::move(own))
    , m_state(new QLabel(this))
    , m_script(new QPlainTextEdit(this))
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{
    setObjectName(u"otherToolsDialog"_s);
    setWindowTitle(tr("Use in other tools"));
    auto* text = new QLabel(
        tr("Power BI, Grafana, Streamlit and other tools can read the same figures. They connect "
           "as the role “%1”, which can read Faultline's data but not change it. docs/database.md "
           "describes the views.")
            .arg(QString::fromLatin1(kReaderRole)),
        this);
    text->setWordWrap(true);
    m_state->setObjectName(u"readerState"_s);
    m_state->setWordWrap(true);
    m_state->setFont(appearance::strongFont(font()));
    m_strip->setObjectName(u"otherToolsStrip"_s);
    m_script->setObjectName(u"readerScript"_s);
    m_script->setReadOnly(true);
    m_script->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_script->setAccessibleName(tr("Statements for an administrator"));
    m_script->hide();

    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    m_uri = addCopyField(form, tr("&Address"), "readerUri");
    m_keywords = addCopyField(form, tr("&Keywords"), "readerKeywords");
    m_passwordRow = makePasswordRow();
    form->addRow(tr("&Password"), m_passwordRow);
    m_keep = new QCheckBox(tr("K&eep the password in the keyring for my queries"), this);
    m_keep->setObjectName(u"readerKeepBox"_s);
    m_keep->setChecked(keepsPassword);
    m_keep->setEnabled(false);
    form->addRow(QString(), m_keep);
    passwords.checkAvailable(
        this, [this](const Result<void>& reached) { m_keep->setEnabled(reached.ok()); });

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_close = buttons->button(QDialogButtonBox::Close);
    m_create = buttons->addButton(tr("Create &role"), QDialogButtonBox::ActionRole);
    m_create->setObjectName(u"createReaderButton"_s);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addWidget(text);
    column->addWidget(m_state);
    column->addLayout(form);
    column->addWidget(m_busy);
    column->addWidget(m_strip);
    column->addWidget(m_script, 1);
    column->addWidget(buttons);
    constexpr int kWidth = 640;
    setMinimumWidth(kWidth);

    if (m_own.isLocalServer) {
        // Access to the socket's directory is required and sufficient: there is no password.
        form->setRowVisible(m_passwordRow, false);
        form->setRowVisible(m_keep, false);
    }
    connect(m_create, &QPushButton::clicked, this, &OtherToolsDialog::createRole);
    connect(m_use, &QPushButton::clicked, this, &OtherToolsDialog::tryPassword);
    connect(buttons, &QDialogButtonBox::rejected, this, &OtherToolsDialog::reject);
    checkServer();
}

QLineEdit* OtherToolsDialog::addCopyField(QFormLayout* form, const QString& label, const char* name)
{
    auto* row = new QWidget(this);
    auto* field = new QLineEdit(row);
    field->setObjectName(QString::fromLatin1(name));
    field->setReadOnly(true);
    auto* copy = new QPushButton(tr("Copy"), row);
    copy->setObjectName(QString::fromLatin1(name) + u"Copy"_s);
    copy->setAccessibleName(tr("Copy the text of this field"));
    connect(copy, &QPushButton::clicked, field, [field] {
        QGuiApplication::clipboard()->setText(field->text());
    });
    auto* line = new QHBoxLayout(row);
    appearance::setTight(line, appearance::kRelated);
    line->addWidget(field, 1);
    line->addWidget(copy);
    row->setFocusProxy(field);
    form->addRow(label, row);
    return field;
}

QWidget* OtherToolsDialog::makePasswordRow()
{
    auto* row = new QWidget(this);
    m_password = new QLineEdit(row);
    m_password->setObjectName(u"readerPassword"_s);
    m_password->setPlaceholderText(tr("The role's password, if you know it"));
    m_use = new QPushButton(tr("&Use this password"), row);
    m_use->setObjectName(u"useReaderPasswordButton"_s);
    auto* line = new QHBoxLayout(row);
    appearance::setTight(line, appearance::kRelated);
    line->addWidget(m_password, 1);
    line->addWidget(m_use);
    row->setFocusProxy(m_password);
    return row;
}

void OtherToolsDialog::setBusy(bool busy)
{
    m_busy->setBusy(busy);
    m_create->setEnabled(!busy);
    m_use->setEnabled(!busy);
}

void OtherToolsDialog::setCreating(bool creating)
{
    m_isCreating = creating;
    m_close->setEnabled(!creating);
    setBusy(creating);
}

void OtherToolsDialog::reject()
{
    if (!m_isCreating)
        QDialog::reject();
}

void OtherToolsDialog::checkServer()
{
    setBusy(true);
    m_state->setText(tr("Checking the server…"));
    runInBackground(
        this,
        [own = m_own]() -> Result<Facts> {
            auto connection = Connection::open(own);
            if (!connection)
                return explainConnectionFailure(connection.error(), own);
            const auto status = readerStatus(*connection);
            if (!status)
                return status.error();
            return Facts{*status, readerAddress(*connection), readerScript(*connection, *status)};
        },
        [this](const Result<Facts>& facts) {
            setBusy(false);
            if (facts) {
                show(*facts);
            } else {
                m_state->clear();
                m_strip->showMessage(facts.error(), tr("Retry"), [this] {
                    m_strip->clear();
                    checkServer();
                });
            }
        });
}

void OtherToolsDialog::show(const Facts& facts)
{
    m_uri->setText(facts.address.uri());
    m_keywords->setText(facts.address.keywords());
    for (QLineEdit* field : {m_uri, m_keywords})
        field->setCursorPosition(0);
    m_script->setPlainText(facts.script);
    const ReaderStatus& status = facts.status;
    m_state->setToolTip(publicRights(status));
    if (!status.exists)
        m_state->setText(tr("The role doesn't exist on this server yet."));
    else if (!status.mayLogIn)
        m_state->setText(
            tr("The role exists but can't log in: someone has revoked its login right."));
    else if (!status.isReady())
        m_state->setText(tr("The role exists but can't read everything in this database yet."));
    else
        m_state->setText(
            m_own.isLocalServer ? tr("The role is ready. Your programs on this computer can use "
                                     "it; other computers can't reach the local server.")
                                : tr("The role is ready."));
    if (m_own.isLocalServer) {
        m_create->setText(tr("&Grant access"));
        m_create->setVisible(status.exists && !status.isReady());
    } else {
        m_create->setText(status.exists ? tr("Set &new password") : tr("Create &role"));
    }
    const bool isForAnother = !m_own.isLocalServer && !status.canBeCreated && !status.isReady();
    m_script->setVisible(isForAnother);
    if (isForAnother) {
        m_strip->showMessage(
            UserMessage::warning(tr("You can't create roles on this server"))
                .withRemedy(tr("Send these statements to its administrator, then enter the "
                               "password they chose.")),
            tr("Copy statements"),
            [this] { QGuiApplication::clipboard()->setText(m_script->toPlainText()); });
    }
}

void OtherToolsDialog::createRole()
{
    m_strip->clear();
    setCreating(true);
    const QString password = m_own.isLocalServer ? QString() : newReaderPassword();
    runInBackground(
        this,
        [own = m_own, password]() -> Result<void> {
            auto connection = Connection::open(own);
            if (!connection)
                return explainConnectionFailure(connection.error(), own);
            // The dialog can't be closed meanwhile, so don't wait long if another session has
            // locked the role.
            if (const auto set = connection->execute("SET lock_timeout = '15s'"); !set)
                return set.error();
            return createReader(*connection, password);
        },
        [this, password](const Result<void>& made) {
            setCreating(false);
            if (!made) {
                m_script->setVisible(made.error().code == "reader-right"_L1);
                m_strip->showMessage(made.error());
                return;
            }
            m_password->setText(password);
            Q_EMIT passwordKnown(password, m_keep->isChecked());
            if (password.isEmpty())
                m_strip->showSuccess(tr("The role is ready"));
            else
                m_strip->showSuccess(
                    tr("The role is ready. Copy its password now: it won't be shown again."),
                    tr("Copy password"),
                    [password] { QGuiApplication::clipboard()->setText(password); });
            checkServer();
        });
}

void OtherToolsDialog::tryPassword()
{
    m_strip->clear();
    setBusy(true);
    const QString password = m_password->text();
    runInBackground(
        this, [own = m_own, password] { return reachReader(own, password); },
        [this, password](const Result<ConnectionSettings>& reader) {
            setBusy(false);
            if (!reader) {
                m_strip->showMessage(reader.error());
                return;
            }
            m_strip->showSuccess(tr("You can run queries now"));
            Q_EMIT passwordKnown(password, m_keep->isChecked());
        });
}

} // namespace faultline
