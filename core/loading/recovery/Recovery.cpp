// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/recovery/Recovery.h"

#include "database/connection/FailureKind.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace faultline {

namespace {

constexpr std::chrono::milliseconds kFirstWait = 100ms;
constexpr std::chrono::milliseconds kLongestWait = 5s;
constexpr int kMaxDoublings = 6;

std::chrono::milliseconds backOff(int attempt)
{
    return std::min(kFirstWait * (1 << std::min(attempt, kMaxDoublings)), kLongestWait);
}

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

bool isFull(const UserMessage& failure)
{
    return failure.code == u"53100"_s;
}

// An administrator has limited how long a statement may take: neither waiting nor retrying helps.
UserMessage endedByTimeLimit(UserMessage failure)
{
    return failure.withRemedy(Text::tr(
        "A time limit of the database (statement_timeout) ended it. What is stored stays. Ask an "
        "administrator to lift the limit for this role. Then load again to load the rest."));
}

UserMessage tryingAgain(const UserMessage& failure)
{
    UserMessage message = UserMessage::warning(
        Text::tr("Load interrupted; retrying automatically: %1").arg(failure.what));
    return message.because(failure.why)
        .at(failure.where)
        .withRemedy(Text::tr("Nothing is lost. Loading continues where it stopped."))
        .withCode(failure.code);
}

UserMessage paused(const UserMessage& failure)
{
    UserMessage message = UserMessage::error(
        isFull(failure) ? Text::tr("The load is paused: the database has no space left")
                        : Text::tr("The load is paused: %1").arg(failure.what));
    return message.because(failure.why)
        .at(failure.where)
        .withRemedy(
            isFull(failure)
                ? Text::tr("Free space on the server's disk, then resume. Loading continues where "
                           "it stopped.")
                : Text::tr("Fix the problem, then resume. Loading continues where it stopped."))
        .withCode(failure.code);
}

} // namespace

Recovery::Recovery(
    const LoadOptions& options, LoadTracker& tracker, PauseGate& gate, CancelToken cancel)
    : m_options(options)
    , m_tracker(tracker)
    , m_gate(gate)
    , m_cancel(std::move(cancel))
{}

Result<void> Recovery::waitAfter(const UserMessage& failure, int attempt)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    // Whoever opens the gate from here on wakes this thread, even before it waits.
    const unsigned seen = m_gate.openings();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_hasGivenUp)
            return failure;
    }
    switch (failureKind(failure)) {
    case FailureKind::Transient:
        return isPatient() ? tryAgain(failure, backOff(attempt), seen) : stuck(failure, seen);
    case FailureKind::Exhausted:
        // If no one can resume the load, retry it.
        return m_options.whenStuck == LoadOptions::WhenStuck::Fail && isPatient()
                   ? tryAgain(failure, kLongestWait, seen)
                   : stuck(failure, seen);
    case FailureKind::Cancelled:
    case FailureKind::Value:
    case FailureKind::Constraint:
    case FailureKind::Other:
        break;
    }
    return failure.code == u"57014"_s ? endedByTimeLimit(failure) : failure;
}

// While other threads make progress, one may fail for any length of time.
bool Recovery::isPatient()
{
    const auto now = m_gate.now();
    const std::scoped_lock lock(m_mutex);
    if (!m_troubleSince) {
        m_troubleSince = now;
        ++m_interruptions;
    }
    return now - *m_troubleSince < m_options.patience;
}

Result<void>
Recovery::tryAgain(const UserMessage& failure, std::chrono::milliseconds wait, unsigned seen)
{
    m_tracker.setTrouble(tryingAgain(failure), false);
    if (!m_gate.waitFor(wait, seen, m_cancel))
        return UserMessage::cancelled();
    return {};
}

Result<void> Recovery::stuck(const UserMessage& failure, unsigned seen)
{
    if (m_options.whenStuck == LoadOptions::WhenStuck::Fail)
        return giveUp(failure);
    m_tracker.setTrouble(paused(failure), true);
    if (!m_gate.waitFor(PauseGate::kForever, seen, m_cancel))
        return UserMessage::cancelled();
    const auto now = m_gate.now();
    const std::scoped_lock lock(m_mutex);
    m_troubleSince = now;
    return {};
}

UserMessage Recovery::giveUp(const UserMessage& failure)
{
    UserMessage message = failure;
    if (message.remedy.isEmpty()) {
        message.remedy =
            Text::tr("What is stored stays. Fix the problem, then load again to load the rest.");
    }
    const std::scoped_lock lock(m_mutex);
    m_hasGivenUp = true;
    return message;
}

void Recovery::noteSuccess()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_troubleSince)
            return;
        m_troubleSince.reset();
    }
    m_tracker.setTrouble(std::nullopt, false);
    // The others can stop waiting.
    m_gate.open();
}

void Recovery::end()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_hasGivenUp = true;
    }
    m_gate.open();
}

int Recovery::interruptions() const
{
    const std::scoped_lock lock(m_mutex);
    return m_interruptions;
}

void Recovery::noteRefusals(const QString& why, qint64 lines)
{
    constexpr qsizetype kMaxReasons = 20; // a trigger may give a different reason for each line
    const std::scoped_lock lock(m_mutex);
    if (m_refusals.size() < kMaxReasons || m_refusals.contains(why))
        m_refusals[why] += lines;
}

QMap<QString, qint64> Recovery::refusals() const
{
    const std::scoped_lock lock(m_mutex);
    return m_refusals;
}

} // namespace faultline
