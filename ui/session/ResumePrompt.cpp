// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ResumePrompt.h"

#include "session/DatabaseController.h"
#include "session/LoadController.h"
#include "session/Preferences.h"
#include "style/Formatting.h"

#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ResumePrompt::ResumePrompt(
    DatabaseController& database, LoadController& loads, Preferences& preferences, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_loads(loads)
    , m_preferences(preferences)
    , m_lane(database.queries())
{
    connect(&database, &DatabaseController::stateChanged, this, &ResumePrompt::check);
    connect(&loads, &LoadController::stateChanged, this, [this] {
        if (m_loads.isBusy())
            withdraw();
    });
}

UserMessage ResumePrompt::message() const
{
    if (!m_load)
        return {};
    return UserMessage::warning(tr("The load of “%1” on %2 was interrupted after %3 readings")
                                    .arg(
                                        QDir(m_load->folder).dirName(),
                                        format::localTime(m_load->startedAt),
                                        format::count(m_load->receipt().readings().loaded)))
        .because(tr("Resume to load only what is missing."))
        .at(QDir::toNativeSeparators(m_load->folder));
}

void ResumePrompt::check()
{
    m_lane.forget();
    if (m_database.state() != DatabaseState::Ready || !m_database.access() || m_loads.isBusy()) {
        withdraw();
        return;
    }
    m_lane.ask<std::optional<LedgerEntry>>(
        [](SqlSession& session) -> Result<std::optional<LedgerEntry>> {
            auto load = interruptedLoad(session);
            // Checked here because the folder may be on a slow disk.
            if (load && *load && !QDir((*load)->folder).exists())
                return std::optional<LedgerEntry>();
            return load;
        },
        [this](const Result<std::optional<LedgerEntry>>& load) {
            // The pages that show the ledger report its errors.
            if (!load || !*load || m_preferences.isResumeDismissed(keyOf(**load)))
                return;
            m_load = *load;
            Q_EMIT changed();
        });
}

void ResumePrompt::accept()
{
    if (!m_load)
        return;
    const QString folder = m_load->folder;
    withdraw();
    m_loads.loadFolder(folder);
}

void ResumePrompt::dismiss()
{
    if (!m_load)
        return;
    m_preferences.dismissResume(keyOf(*m_load));
    withdraw();
}

void ResumePrompt::withdraw()
{
    m_lane.forget();
    if (std::exchange(m_load, std::nullopt))
        Q_EMIT changed();
}

// Load numbers start from 1 in each database.
QString ResumePrompt::keyOf(const LedgerEntry& load) const
{
    return u"%1 · %2 · %3"_s.arg(
        m_database.currentChoice().displayName(), QString::number(load.loadId),
        load.startedAt.toString(Qt::ISODateWithMs));
}

} // namespace faultline
