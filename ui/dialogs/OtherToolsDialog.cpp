// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/OtherToolsDialog.h"

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
        tr("Power BI, Grafana, Streamlit and others can read the same figures. They log in as the "
           "role “%1”, which may read what Faultline keeps and change nothing of it. "
           "docs/database.md describes the views.")
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
    m_uri = addCopied(form, tr("&Address"), "readerUri");
    m_keywords = addCopied(form, tr("&Keywords"), "readerKeywords");
    m_passwordRow = makePasswordRow();
    form->addRow(tr("&Password"), m_passwordRow);
    m_keep = new QCheckBox(tr("K&eep the password in the keyring, for queries of mine"), this);
    m_keep->setObjectName(u"readerKeepBox"_s);
    m_keep->setChecked(keepsPassword);
    m_keep->setEnabled(false);
    form->addRow(QString(), m_keep);
    passwords.reach(
        this, [this](const Result<void>& reached) { m_keep->setEnabled(reached.ok()); });

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_close = buttons->button(QDialogButtonBox::Close);
    m_make = buttons->addButton(tr("&Make the role"), QDialogButtonBox::ActionRole);
    m_make->setObjectName(u"makeReaderButton"_s);
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
        // Who may enter the socket's directory needs no password, and nobody else gets there.
        form->setRowVisible(m_passwordRow, false);
        form->setRowVisible(m_keep, false);
    }
    connect(m_make, &QPushButton::clicked, this, &OtherToolsDialog::makeRole);
    connect(m_use, &QPushButton::clicked, this, &OtherToolsDialog::tryPassword);
    connect(buttons, &QDialogButtonBox::rejected, this, &OtherToolsDialog::reject);
    look();
}

QLineEdit* OtherToolsDialog::addCopied(QFormLayout* form, const QString& label, const char* name)
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
    m_password->setPlaceholderText(tr("the role's, if you know it"));
    m_use = new QPushButton(tr("&Use this one"), row);
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
    m_make->setEnabled(!busy);
    m_use->setEnabled(!busy);
}

void OtherToolsDialog::setMaking(bool making)
{
    m_isMaking = making;
    m_close->setEnabled(!making);
    setBusy(making);
}

void OtherToolsDialog::reject()
{
    if (!m_isMaking)
        QDialog::reject();
}

void OtherToolsDialog::look()
{
    setBusy(true);
    m_state->setText(tr("Looking at the server…"));
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
                m_strip->showMessage(facts.error(), tr("Try again"), [this] {
                    m_strip->clear();
                    look();
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
        m_state->setText(
            m_own.isLocalServer
                ? tr("There is no such role yet. It is made when the local server starts: close "
                     "every Faultline, and open it again.")
                : tr("There is no such role on this server yet."));
    else if (!status.mayLogIn)
        m_state->setText(
            tr("The role is there, but may not log in: somebody has taken that right from it."));
    else if (!status.isReady())
        m_state->setText(tr("The role is there, but may not read everything here yet."));
    else
        m_state->setText(
            m_own.isLocalServer
                ? tr("The role is ready. Programs of yours on this computer can use it; the local "
                     "server can't be reached from elsewhere.")
                : tr("The role is ready."));
    if (m_own.isLocalServer) {
        m_make->setText(tr("&Give it its rights"));
        m_make->setVisible(status.exists && !status.isReady());
    } else {
        m_make->setText(status.exists ? tr("Set a &new password") : tr("&Make the role"));
    }
    const bool isForAnother = !m_own.isLocalServer && !status.canBeCreated && !status.isReady();
    m_script->setVisible(isForAnother);
    if (isForAnother) {
        m_strip->showMessage(
            UserMessage::warning(tr("You may not make roles on this server"))
                .withRemedy(tr("Hand these statements to its administrator, and enter the password "
                               "that was chosen.")),
            tr("Copy them"),
            [this] { QGuiApplication::clipboard()->setText(m_script->toPlainText()); });
    }
}

void OtherToolsDialog::makeRole()
{
    m_strip->clear();
    setMaking(true);
    const QString password = m_own.isLocalServer ? QString() : newReaderPassword();
    runInBackground(
        this,
        [own = m_own, password]() -> Result<void> {
            auto connection = Connection::open(own);
            if (!connection)
                return explainConnectionFailure(connection.error(), own);
            // Nobody can close the dialog meanwhile: not for as long as another has the role
            // locked.
            if (const auto set = connection->execute("SET lock_timeout = '15s'"); !set)
                return set.error();
            return createReader(*connection, password);
        },
        [this, password](const Result<void>& made) {
            setMaking(false);
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
                    tr("The role is ready. Copy its password now: it isn't shown again."),
                    tr("Copy the password"),
                    [password] { QGuiApplication::clipboard()->setText(password); });
            look();
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
            m_strip->showSuccess(tr("Queries can be run now"));
            Q_EMIT passwordKnown(password, m_keep->isChecked());
        });
}

} // namespace faultline
