// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/ConnectionDialog.h"

#include "database/schema/DatabaseCheck.h"
#include "database/schema/SchemaMigration.h"
#include "dialogs/ConnectionForm.h"
#include "session/BackgroundTask.h"
#include "session/PasswordStore.h"
#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Checks everything that loading needs, without changing the server.
Result<ServerFacts> tryConnection(const Result<ConnectionChoice>& choice)
{
    if (!choice)
        return choice.error();
    auto connection = Connection::open(choice->settings);
    if (!connection)
        return explainConnectionFailure(connection.error(), choice->settings);
    auto facts = checkDatabase(*connection, DatabasePurpose::Load);
    if (!facts)
        return facts;
    const auto version = installedSchemaVersion(*connection);
    return version ? facts : version.error();
}

} // namespace

ConnectionDialog::ConnectionDialog(
    DialogService& dialogs, PasswordStore& passwords, QWidget* parent)
    : QDialog(parent)
    , m_form(new ConnectionForm(dialogs, this))
    , m_strip(new MessageStrip(this))
    , m_busy(new BusyLine(this))
{
    setWindowTitle(tr("Connect to a database"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_test = buttons->addButton(tr("&Test"), QDialogButtonBox::ActionRole);
    m_test->setObjectName(u"testButton"_s);
    m_use = buttons->addButton(tr("U&se this database"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(u"useButton"_s);
    m_use->setDefault(true);

    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addWidget(m_form);
    column->addWidget(m_busy);
    column->addWidget(m_strip);
    column->addStretch(1);
    column->addWidget(buttons);
    constexpr int kWidth = 560;
    setMinimumWidth(kWidth);

    passwords.checkAvailable(m_form, [this](const Result<void>& reached) {
        m_form->showKeyring(reached ? std::nullopt : std::optional(reached.error()));
    });
    connect(m_form, &ConnectionForm::changed, m_strip, &MessageStrip::clear);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(buttons, &QDialogButtonBox::accepted, this, &ConnectionDialog::use);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ConnectionDialog::showSettings(const ConnectionSettings& settings, bool keepsPassword)
{
    m_form->showSettings(settings);
    m_form->setKeepsPassword(keepsPassword);
    m_form->focusPassword();
}

// Grows for a message, which would otherwise squeeze the wrapping lines above it: they have no
// minimum height.
bool ConnectionDialog::event(QEvent* event)
{
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height())
            resize(width(), needed);
    }
    return isHandled;
}

void ConnectionDialog::setBusy(bool busy)
{
    m_busy->setBusy(busy);
    m_form->setEnabled(!busy);
    m_test->setEnabled(!busy);
    m_use->setEnabled(!busy);
}

void ConnectionDialog::test()
{
    m_strip->clear();
    setBusy(true);
    runInBackground(
        this, [choice = m_form->choice()] { return tryConnection(choice()); },
        [this](const Result<ServerFacts>& facts) {
            setBusy(false);
            m_test->setFocus(); // disabling it moved the focus away
            if (facts.ok()) {
                m_strip->showSuccess(
                    tr("Connected to %1: PostgreSQL %2, %3")
                        .arg(facts->database, facts->version, facts->security.text()));
            } else {
                m_strip->showMessage(facts.error());
            }
            Q_EMIT tested(facts.ok());
        });
}

void ConnectionDialog::use()
{
    setBusy(true);
    runInBackground(this, m_form->choice(), [this](const Result<ConnectionChoice>& choice) {
        setBusy(false);
        if (!choice) {
            m_strip->showMessage(choice.error());
            return;
        }
        Q_EMIT connectionChosen(*choice, m_form->keepsPassword());
        accept();
    });
}

} // namespace faultline
