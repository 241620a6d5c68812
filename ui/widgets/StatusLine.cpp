// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/StatusLine.h"

#include "Appearance.h"
#include "Formatting.h"
#include "session/DatabaseController.h"
#include "widgets/ElidedLabel.h"

#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

StatusLine::StatusLine(DatabaseController& database, QWidget* parent)
    : QStatusBar(parent)
    , m_database(database)
    , m_connection(new ElidedLabel(this))
    , m_data(new QLabel(this))
{
    m_connection->setTextFormat(Qt::PlainText);
    m_connection->setContentsMargins(appearance::kRelated, 0, 0, 0);
    m_data->setContentsMargins(0, 0, appearance::kRelated, 0);
    m_data->setObjectName(u"dataStatus"_s);
    m_connection->setObjectName(u"connectionStatus"_s);
    addWidget(m_connection, 1);
    addPermanentWidget(m_data);
    setSizeGripEnabled(false);
    connect(&database, &DatabaseController::stateChanged, this, &StatusLine::showConnection);
    connect(&database, &DatabaseController::entriesChanged, this, &StatusLine::showConnection);
    connect(&database, &DatabaseController::dataChanged, this, &StatusLine::showData);
    showConnection();
    showData();
}

QString StatusLine::securityText(const ServerFacts& facts)
{
    if (facts.viaSocket)
        return tr("TLS not needed (socket)");
    if (facts.encrypted)
        return facts.tlsProtocol.isEmpty() ? tr("encrypted") : facts.tlsProtocol;
    return tr("not encrypted");
}

void StatusLine::showConnection()
{
    const QString separator = u" · "_s;
    QString text = m_database.currentChoice().displayName();
    if (m_database.access()) {
        const ServerFacts& facts = m_database.access()->facts();
        text +=
            separator + tr("PostgreSQL %1").arg(facts.version) + separator + securityText(facts);
    } else {
        text += separator + m_database.stateText();
    }
    m_connection->setText(text);
    m_connection->setToolTip(text + u'\n' + tr("From %1").arg(m_database.currentChoice().origin()));
}

void StatusLine::showData()
{
    const DataSummary& summary = m_database.summary();
    if (!m_database.hasReadings()) {
        m_data->setText(m_database.access() ? tr("Nothing loaded yet") : QString());
        return;
    }
    // The number in words of the locale; %n would print it without separators.
    const QString readings = tr("%1 readings").arg(format::shortCount(summary.readings));
    m_data->setText(readings + u" · "_s + format::monthSpan(summary.firstAt, summary.lastAt));
    m_data->setToolTip(tr("From %1 to %2, UTC")
                           .arg(format::instant(summary.firstAt), format::instant(summary.lastAt)));
}

} // namespace faultline
