// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/StatusLine.h"

#include "readings/PlantClocks.h"
#include "session/DatabaseController.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"

#include <QIcon>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

StatusLine::StatusLine(DatabaseController& database, QWidget* parent)
    : QStatusBar(parent)
    , m_database(database)
    , m_warning(new QLabel(this))
    , m_connection(new ElidedLabel(this))
    , m_data(new QLabel(this))
{
    m_connection->setTextFormat(Qt::PlainText);
    m_connection->setContentsMargins(appearance::kRelated, 0, 0, 0);
    m_data->setContentsMargins(0, 0, appearance::kRelated, 0);
    m_data->setObjectName(u"dataStatus"_s);
    m_connection->setObjectName(u"connectionStatus"_s);
    constexpr int kIcon = 16;
    m_warning->setObjectName(u"connectionWarning"_s);
    m_warning->setPixmap(
        appearance::icon(u"warning"_s, appearance::Tone::Warning).pixmap(kIcon, kIcon));
    m_warning->setContentsMargins(appearance::kRelated, 0, 0, 0);
    addWidget(m_warning);
    addWidget(m_connection, 1);
    addPermanentWidget(m_data);
    setSizeGripEnabled(false);
    connect(&database, &DatabaseController::stateChanged, this, &StatusLine::showConnection);
    connect(&database, &DatabaseController::entriesChanged, this, &StatusLine::showConnection);
    connect(&database, &DatabaseController::dataChanged, this, &StatusLine::showData);
    showConnection();
    showData();
}

void StatusLine::showConnection()
{
    const QString separator = u" · "_s;
    QString text = m_database.currentChoice().displayName();
    std::optional<UserMessage> warning;
    if (m_database.access()) {
        const ServerFacts& facts = m_database.access()->facts();
        text +=
            separator + tr("PostgreSQL %1").arg(facts.version) + separator + facts.security.text();
        warning = facts.security.warning();
    } else {
        text += separator + m_database.stateText();
    }
    m_connection->setText(text);
    m_connection->setToolTip(text + u'\n' + tr("From %1").arg(m_database.currentChoice().origin()));
    m_warning->setVisible(warning.has_value());
    m_warning->setToolTip(warning ? warning->toText() : QString());
    m_warning->setAccessibleName(warning ? warning->what : QString());
}

void StatusLine::showData()
{
    const DataSummary& summary = m_database.summary();
    if (!m_database.hasReadings()) {
        m_data->setText(m_database.access() ? tr("Nothing loaded yet") : QString());
        return;
    }
    // Formatted for the locale; %n would leave out the separators.
    const QString readings = tr("%1 reading(s)", nullptr, format::plural(summary.readings))
                                 .arg(format::shortCount(summary.readings));
    const LocalTime zone = summary.clocks.commonZone();
    const auto first = ZonedTime::in(zone, Instant::of(summary.firstAt));
    const auto last = ZonedTime::in(zone, Instant::of(summary.lastAt));
    m_data->setText(readings + u" · "_s + format::monthSpan(first.clock(), last.clock()));
    m_data->setToolTip(tr("From %1 to %2 (%3)").arg(first.shown(), last.shown(), zone.name()));
}

} // namespace faultline
