// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/LoadController.h"

#include "loading/formats/KeptFormats.h"
#include "session/BackgroundTask.h"
#include "session/DatabaseController.h"
#include "session/Preferences.h"

#include <QFileInfo>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace faultline {

namespace {

// Like the file, but unlike any other.
QString nameFor(const SourceFile& file, const QList<NamedFormat>& others)
{
    const QString stem = QFileInfo(file.relativePath).baseName();
    QString name = stem.isEmpty() ? QFileInfo(file.relativePath).fileName() : stem;
    const auto isTaken = [&others](const QString& text) {
        return std::any_of(others.begin(), others.end(), [&text](const NamedFormat& each) {
            return each.name == text;
        });
    };
    for (int i = 2; isTaken(name); ++i)
        name = QStringLiteral("%1 %2").arg(stem).arg(i);
    return name;
}

} // namespace

LoadController::LoadController(
    DatabaseController& database, Preferences& preferences, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_preferences(preferences)
{
    m_timer.setInterval(100ms);
    connect(&m_timer, &QTimer::timeout, this, &LoadController::poll);
    connect(&m_watcher, &QFutureWatcher<LoadReceipt>::finished, this, &LoadController::finishJob);
    connect(
        &m_database, &DatabaseController::entriesChanged, this, &LoadController::startWhenReady);
    // Another database has other plants.
    connect(&m_database, &DatabaseController::stateChanged, this, [this] {
        if (!m_plant.isEmpty() && currentDatabase() != m_plantDatabase)
            setPlant({});
        // A database that was never loaded into is ready too.
        if (m_database.state() == DatabaseState::Ready && m_database.access()) {
            fetchFormats();
        } else if (m_database.state() != DatabaseState::Checking && !m_keptFormats.isEmpty()) {
            m_keptFormats.clear();
            applyFormats();
        }
    });
}

LoadController::~LoadController()
{
    m_scan.cancel();
}

bool LoadController::canStart() const
{
    if (isBusy() || isGettingReady() || !m_sources || !m_sources->ok())
        return false;
    const auto& files = m_sources->value().files;
    // The database may know the encoding of a file that nothing else says.
    return std::any_of(files.begin(), files.end(), [](const SourceFile& file) {
        return file.role || file.problem->code == "encoding"_L1;
    });
}

bool LoadController::isGettingReady() const
{
    // Until it is chosen, the current database is that of the previous folder.
    return !m_folder.isEmpty() && (m_scanning || m_isApplying || m_database.isChoosing());
}

void LoadController::setFolder(const QString& folder)
{
    if (isBusy() || folder.isEmpty())
        return;
    m_folder = folder;
    m_waiting.reset();
    m_sources.reset();
    m_recognised.reset();
    m_formats.clear();
    m_usedFormats.clear();
    m_receipt.reset();
    m_question.reset();
    m_dateQuestion.reset();
    setPlant({});
    m_database.setDataFolder(folder);
    Q_EMIT folderChanged();
    rescan();
}

void LoadController::rescan()
{
    if (isBusy() || m_folder.isEmpty())
        return;
    m_scanning = true;
    const quint64 mine = ++m_generation;
    m_scan.cancel();
    m_scan = CancelToken();
    m_isApplying = false;
    runInBackground(
        this,
        [folder = m_folder, formats = formats(), cancel = m_scan] {
            return withFormats(findSources(folder, cancel), formats, cancel);
        },
        [this, mine](Scanned scanned) {
            if (mine != m_generation)
                return;
            m_scanning = false;
            if (scanned.recognised.ok())
                m_preferences.rememberFolder(m_folder);
            takeScanned(std::move(scanned));
            Q_EMIT sourcesChanged();
            startWhenReady();
        });
    Q_EMIT sourcesChanged();
}

LoadController::Scanned LoadController::withFormats(
    Result<DataFolder> found, const QList<NamedFormat>& formats, const CancelToken& cancel)
{
    Scanned scanned{found, std::move(found), {}};
    if (!scanned.chosen)
        return scanned;
    if (auto used = applyChoices(*scanned.chosen, formats, cancel))
        scanned.used = *std::move(used);
    else
        scanned.chosen = used.error();
    return scanned;
}

void LoadController::takeScanned(Scanned scanned)
{
    m_recognised = std::move(scanned.recognised);
    m_sources = std::move(scanned.chosen);
    m_usedFormats = std::move(scanned.used);
}

const SourceFile* LoadController::recognised(const QString& path) const
{
    if (!m_recognised || !m_recognised->ok())
        return nullptr;
    const auto& files = m_recognised->value().files;
    const auto at = std::find_if(
        files.begin(), files.end(), [&path](const SourceFile& file) { return file.path == path; });
    return at == files.end() ? nullptr : &*at;
}

QList<NamedFormat> LoadController::formats() const
{
    QList<NamedFormat> all = m_formats;
    for (const NamedFormat& kept : m_keptFormats) {
        if (std::none_of(m_formats.begin(), m_formats.end(), [&kept](const NamedFormat& chosen) {
                return chosen.structure == kept.structure;
            }))
            all << kept;
    }
    return all;
}

qsizetype LoadController::filesLike(const QString& structure) const
{
    const QList<NamedFormat> all = formats();
    const auto format = std::find_if(all.begin(), all.end(), [&structure](const NamedFormat& each) {
        return each.structure == structure;
    });
    if (format == all.end())
        return 0;
    const auto used =
        std::find_if(m_usedFormats.begin(), m_usedFormats.end(), [format](const UsedFormat& each) {
            return each.name == format->name;
        });
    return used == m_usedFormats.end() ? 0 : used->files.size();
}

LocalTime LoadController::zone() const
{
    if (m_timeZone.isEmpty())
        return m_database.summary().clocks.of({m_plant}).commonZone();
    auto zone = LocalTime::fromName(m_timeZone);
    return zone ? *std::move(zone) : LocalTime::utc();
}

void LoadController::choose(NamedFormat format, const SourceFile& file)
{
    if (isBusy() || !m_recognised || !m_recognised->ok() || format.structure.isEmpty())
        return;
    const auto same = std::find_if(m_formats.begin(), m_formats.end(), [&](const auto& each) {
        return each.structure == format.structure;
    });
    if (same != m_formats.end()) {
        same->choice = format.choice;
    } else {
        if (format.name.isEmpty())
            format.name = nameFor(file, formats());
        m_formats << format;
    }
    applyFormats();
}

void LoadController::applyFormats()
{
    if (m_scanning || !m_recognised || !m_recognised->ok())
        return; // a scan uses them at its end
    m_isApplying = true;
    const quint64 mine = ++m_generation;
    m_scan.cancel();
    m_scan = CancelToken();
    runInBackground(
        this,
        [found = *m_recognised, formats = formats(), cancel = m_scan] {
            return withFormats(found, formats, cancel);
        },
        [this, mine](Scanned scanned) {
            if (mine != m_generation)
                return;
            m_isApplying = false;
            takeScanned(std::move(scanned));
            Q_EMIT formatsApplied();
            startWhenReady();
        });
}

// What colleagues and earlier loads have chosen. Without it, files are shown as recognised.
void LoadController::fetchFormats()
{
    runInBackground(
        this,
        [settings = m_database.access()->settings()]() -> Result<QList<KeptFormat>> {
            auto connection = Connection::open(settings);
            return connection ? keptFormats(*connection) : connection.error();
        },
        [this](const Result<QList<KeptFormat>>& kept) {
            if (!kept || isBusy())
                return;
            const QList<NamedFormat> formats(kept->cbegin(), kept->cend());
            if (std::exchange(m_keptFormats, formats) == formats)
                return;
            if (m_scanning)
                rescan();
            else
                applyFormats();
        });
}

// Called when the folder scan has ended, and when the database for the folder is known.
void LoadController::startWhenReady()
{
    if (isGettingReady() || !m_waiting)
        return;
    start(*std::exchange(m_waiting, std::nullopt));
    if (!isBusy())
        setState(State::Idle); // there is nothing to load, so the wait is over
}

void LoadController::start(const LoadOptions& options)
{
    if (!isBusy() && isGettingReady()) {
        m_waiting = options;
        setState(State::Idle);
        return;
    }
    if (!canStart())
        return;
    m_receipt.reset();
    m_question.reset();
    m_dateQuestion.reset();
    m_progress = {};
    m_options = options;
    m_options.formats << thoseThatFit(m_formats);
    if (m_options.plant == PlantRequest())
        m_options.plant = {m_plant, false, m_timeZone};
    setState(State::Opening);
    m_database.openForLoading([this](const Result<ConnectionSettings>& opened) {
        const bool wasCancelled = m_state == State::Cancelling;
        if (opened.ok() && !wasCancelled) {
            startJob(*opened);
            return;
        }
        setState(State::Idle);
        if (!opened.ok() && !wasCancelled)
            Q_EMIT openingFailed(opened.error());
    });
}

// One that fits no file is a mistake that the user hasn't corrected yet.
QList<NamedFormat> LoadController::thoseThatFit(const QList<NamedFormat>& formats) const
{
    QList<NamedFormat> fitting;
    std::copy_if(
        formats.begin(), formats.end(), std::back_inserter(fitting),
        [this](const NamedFormat& format) { return filesLike(format.structure) > 0; });
    return fitting;
}

LoadOptions LoadController::optionsOfCheck() const
{
    LoadOptions options;
    options.dryRun = true;
    options.formats = thoseThatFit(formats());
    options.plant = {m_plant, false, m_timeZone};
    return options;
}

void LoadController::loadFolder(const QString& folder)
{
    if (isBusy())
        return;
    setFolder(folder);
    start();
}

void LoadController::setPlant(const QString& name, const QString& timeZone)
{
    if (isBusy())
        return;
    m_plantDatabase = currentDatabase();
    m_timeZone = timeZone;
    if (std::exchange(m_plant, name) != name)
        Q_EMIT plantChanged();
}

QString LoadController::currentDatabase() const
{
    return m_database.entries().at(m_database.currentIndex()).key;
}

void LoadController::answer(const PlantRequest& plant)
{
    if (!m_question)
        return;
    LoadOptions options = m_options;
    options.plant = plant;
    start(options);
}

void LoadController::answerDates(TimeFormat::DateOrder order)
{
    if (!m_dateQuestion)
        return;
    LoadOptions options = m_options;
    options.dates = order;
    start(options);
}

void LoadController::forgetReceipt()
{
    if (isBusy() || !m_receipt)
        return;
    m_receipt.reset();
    Q_EMIT sourcesChanged();
}

void LoadController::startJob(const ConnectionSettings& settings)
{
    m_job = LoadJob::start(settings, m_folder, m_options);
    m_watcher.setFuture(m_job->future());
    m_timer.start();
    setState(State::Loading);
}

void LoadController::cancel()
{
    if (std::exchange(m_waiting, std::nullopt)) {
        setState(State::Idle);
        return;
    }
    if (m_state != State::Opening && m_state != State::Loading)
        return;
    if (m_job)
        m_job->cancel();
    setState(State::Cancelling);
}

void LoadController::interrupt()
{
    if (m_job && m_state == State::Loading)
        m_job->interrupt();
    cancel();
}

void LoadController::resume()
{
    if (m_job)
        m_job->resume();
}

void LoadController::poll()
{
    const LoadProgress before = std::exchange(m_progress, m_job->progress());
    Q_EMIT progressChanged();
    if (before.trouble != m_progress.trouble || before.isPaused != m_progress.isPaused)
        Q_EMIT troubleChanged();
}

void LoadController::finishJob()
{
    m_timer.stop();
    poll();
    m_job.reset();
    takeReceipt(m_watcher.result());
    m_database.refreshSummary();
}

void LoadController::takeReceipt(LoadReceipt receipt)
{
    if (receipt.question) {
        m_question = std::move(receipt.question);
        setState(State::Idle);
        Q_EMIT plantAsked();
        return;
    }
    if (receipt.dateQuestion) {
        m_dateQuestion = std::move(receipt.dateQuestion);
        setState(State::Idle);
        Q_EMIT datesAsked();
        return;
    }
    // A retry of a load that didn't begin is of the same plant.
    const bool hasBegun = receipt.loadId > 0;
    m_receipt = std::move(receipt);
    setState(State::Idle);
    if (hasBegun) {
        setPlant({});
        rememberKept();
    }
    Q_EMIT loadFinished();
}

// A load keeps what was chosen. Fetching it again would replace the receipt by the folder.
void LoadController::rememberKept()
{
    for (const NamedFormat& format : std::as_const(m_options.formats)) {
        const auto same =
            std::find_if(m_keptFormats.begin(), m_keptFormats.end(), [&format](const auto& each) {
                return each.structure == format.structure;
            });
        if (same == m_keptFormats.end())
            m_keptFormats << format;
        else
            same->choice = format.choice;
    }
}

void LoadController::setState(State state)
{
    m_state = state;
    Q_EMIT stateChanged();
}

} // namespace faultline
