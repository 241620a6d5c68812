// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/CheckController.h"

#include "loading/ChosenFormats.h"
#include "session/BackgroundTask.h"
#include "session/LoadController.h"

#include <QFutureWatcher>

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace faultline {

CheckController::CheckController(LoadController& loads, QObject* parent)
    : QObject(parent)
    , m_loads(loads)
{
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &CheckController::poll);
    connect(&loads, &LoadController::folderChanged, this, &CheckController::forget);
    connect(&loads, &LoadController::sourcesChanged, this, &CheckController::forget);
    connect(&loads, &LoadController::formatsApplied, this, &CheckController::noteChoices);
    // The receipt of a load says more.
    connect(&loads, &LoadController::stateChanged, this, [this] {
        if (m_loads.isBusy())
            forget();
    });
}

CheckController::~CheckController()
{
    m_finding.cancel();
    if (m_job)
        m_job->cancel();
}

bool CheckController::canStart() const
{
    return !isRunning() && m_loads.canStart();
}

bool CheckController::isQuestion() const
{
    return m_receipt
           && (m_receipt->dateQuestion
               || (m_receipt->failure && m_receipt->failure->code == kFormatQuestionCode));
}

void CheckController::start()
{
    if (!canStart())
        return;
    forget();
    m_folder = std::make_shared<const DataFolder>(m_loads.sources()->value());
    m_options = m_loads.optionsOfCheck();
    m_progress = {};
    m_job = LoadJob::start({}, m_loads.folder(), m_options);
    auto* watcher = new QFutureWatcher<LoadReceipt>(this);
    connect(
        watcher, &QFutureWatcher<LoadReceipt>::finished, this,
        [this, watcher, mine = ++m_generation] {
            watcher->deleteLater();
            if (mine == m_generation)
                finish(watcher->result());
        });
    watcher->setFuture(m_job->future());
    m_timer.start();
    Q_EMIT changed();
}

void CheckController::cancel()
{
    if (m_job)
        m_job->cancel();
}

void CheckController::poll()
{
    m_progress = m_job->totals();
    Q_EMIT progressChanged();
}

void CheckController::finish(LoadReceipt receipt)
{
    m_timer.stop();
    m_job.reset();
    if (receipt.outcome != LoadReceipt::Outcome::Cancelled)
        m_receipt = std::move(receipt);
    Q_EMIT changed();
}

// What was or is being checked isn't there any more, or not as it was.
void CheckController::forget()
{
    stopFinding();
    m_isOutdated = false;
    const bool hadReceipt = std::exchange(m_receipt, std::nullopt).has_value();
    const bool wasRunning = isRunning();
    if (wasRunning) {
        m_timer.stop();
        m_job->cancel();
        m_job.reset();
        ++m_generation;
    }
    if (hadReceipt || wasRunning)
        Q_EMIT changed();
}

void CheckController::noteChoices()
{
    if (m_receipt && !std::exchange(m_isOutdated, true)) {
        stopFinding();
        Q_EMIT changed();
    } else if (isRunning()) {
        forget();
    }
}

void CheckController::findLines(
    const FindingRows& rows, qsizetype most, std::function<void(const Result<FindingLines>&)> done)
{
    stopFinding();
    m_finding = CancelToken();
    runInBackground(
        this,
        [folder = m_folder, options = m_options, rows, most, cancel = m_finding] {
            return faultline::findLines(*folder, options, rows, most, cancel);
        },
        [this, asked = m_asked, done = std::move(done)](const Result<FindingLines>& found) {
            if (asked == m_asked)
                done(found);
        });
}

void CheckController::stopFinding()
{
    ++m_asked;
    m_finding.cancel();
}

} // namespace faultline
