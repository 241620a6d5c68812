// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ReportsPage.h"

#include "Appearance.h"
#include "Aside.h"
#include "Formatting.h"
#include "dialogs/DialogService.h"
#include "exporting/ReportExport.h"
#include "models/ReportTableModel.h"
#include "reports/ReaderSession.h"
#include "session/Workbench.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/ExportOptionsButton.h"
#include "widgets/MessageStrip.h"
#include "widgets/ReportFilterBar.h"
#include "widgets/ReportList.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kSplitterState = u"reports-splitter"_s;
const QString kReportState = u"reports-current"_s;
constexpr int kListWidth = 192;

using Writer = std::function<Result<QString>(SqlSession&)>;

// What a person wrote isn't run as the owner, whose session it would be.
Writer asReader(const ReaderKeeper::Finder& finder, const Writer& write)
{
    if (!finder)
        return write;
    return [finder, write](SqlSession&) -> Result<QString> {
        const auto reader = finder();
        return reader ? runAsReader<QString>(*reader, {}, ReaderSession::kExportLimit, write)
                      : Result<QString>(reader.error());
    };
}

} // namespace

ReportsPage::ReportsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_choicesLane(workbench.database.queries())
    , m_model(new ReportTableModel(workbench.database.queries(), this))
    , m_strip(new MessageStrip(this))
    , m_splitter(new QSplitter(this))
    , m_list(new ReportList(m_splitter))
    , m_content(new QStackedWidget(this))
    , m_nothingLoaded(new EmptyState(u"reports"_s, m_content))
{
    m_strip->setObjectName(u"reportsStrip"_s);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(makeReportSide());
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kListWidth, 4 * kListWidth});
    m_splitter->restoreState(workbench.preferences.state(kSplitterState));
    m_content->addWidget(m_splitter);
    m_content->addWidget(m_nothingLoaded);

    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);

    connectParts();
    showReports();
    m_list->selectReport(QString::fromUtf8(workbench.preferences.state(kReportState)));
    showData();
}

ReportsPage::~ReportsPage()
{
    m_workbench.preferences.rememberState(kSplitterState, m_splitter->saveState());
    m_workbench.preferences.rememberState(kReportState, m_list->selectedReport().toUtf8());
}

QWidget* ReportsPage::makeReportSide()
{
    auto* side = new QWidget(m_splitter);
    m_title = new QLabel(side);
    m_title->setObjectName(u"reportTitle"_s);
    m_title->setFont(appearance::headingFont(font()));
    m_explanation = new QLabel(side);
    m_explanation->setWordWrap(true);
    m_explanation->setTextFormat(Qt::PlainText);
    m_explanation->setAccessibleName(tr("What is counted"));
    m_filters = new ReportFilterBar(side);
    m_open = new QPushButton(tr("Open in S&QL"), side);
    m_open->setObjectName(u"openReportButton"_s);
    m_open->setToolTip(tr("Shows the query of this report, to change it"));
    m_remove = new QPushButton(tr("Re&move…"), side);
    m_remove->setObjectName(u"removeReportButton"_s);
    m_export = new QPushButton(appearance::icon(u"export"_s), tr("&Export CSV…"), side);
    m_export->setObjectName(u"exportButton"_s);
    m_exportAll = new QPushButton(tr("Export &all…"), side);
    m_exportAll->setObjectName(u"exportAllButton"_s);
    m_exportAll->setToolTip(tr("Write every report with these filters into a folder"));
    m_exportOptions = new ExportOptionsButton(m_workbench.preferences, side);
    m_busy = new BusyLine(side);
    m_result = new QStackedWidget(side);
    m_table = new DataTable(m_result);
    m_table->setObjectName(u"reportTable"_s);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Rows of the report"));
    // No order of the view's own at first: the report has one. A third click gives it back.
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    m_noRows = new EmptyState(u"reports"_s, m_result);
    m_result->addWidget(m_table);
    m_result->addWidget(m_noRows);
    m_footer = new QLabel(side);
    m_footer->setObjectName(u"reportFooter"_s);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_title, 1);
    top->addWidget(m_open);
    top->addWidget(m_remove);
    top->addWidget(m_export);
    top->addWidget(m_exportAll);
    top->addWidget(m_exportOptions);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(appearance::kGroup, 0, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_explanation);
    column->addSpacing(appearance::kRelated);
    column->addWidget(m_filters);
    column->addWidget(m_busy);
    column->addWidget(m_result, 1);
    column->addWidget(m_footer);
    return side;
}

void ReportsPage::connectParts()
{
    connect(m_list, &ReportList::reportSelected, this, &ReportsPage::showReport);
    connect(m_filters, &ReportFilterBar::filterChanged, this, [this] {
        showReport(m_list->selectedReport());
    });
    connect(m_model, &ReportTableModel::busyChanged, m_busy, &BusyLine::setBusy);
    connect(m_model, &ReportTableModel::rowsLoaded, this, &ReportsPage::showRows);
    connect(m_model, &ReportTableModel::loadFailed, this, &ReportsPage::showFailure);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const ReportDefinition* report = currentReport())
            Q_EMIT queryAsked(report->sql.trimmed());
    });
    connect(m_remove, &QPushButton::clicked, this, &ReportsPage::removeCurrent);
    connect(m_export, &QPushButton::clicked, this, &ReportsPage::exportCurrent);
    connect(m_exportAll, &QPushButton::clicked, this, &ReportsPage::exportAll);
    connect(m_nothingLoaded->button(), &QPushButton::clicked, this, &ReportsPage::loadPageAsked);
    // The rows below are those of another period than the one that is written there.
    connect(m_filters, &ReportFilterBar::validityChanged, this, [this](bool isValid) {
        m_export->setEnabled(isValid);
        m_exportAll->setEnabled(isValid);
        m_result->setEnabled(isValid);
    });
    connect(m_noRows->button(), &QPushButton::clicked, m_filters, &ReportFilterBar::clearFilters);
    connect(&m_workbench.database, &DatabaseController::dataChanged, this, &ReportsPage::showData);
    connect(&m_workbench.database, &DatabaseController::stateChanged, this, &ReportsPage::showData);
}

void ReportsPage::showReports()
{
    if (!m_workbench.catalogue.ok()) {
        m_strip->showMessage(m_workbench.catalogue.error());
        return;
    }
    const QString current = m_list->selectedReport();
    const auto& reports = m_workbench.catalogue->reports();
    m_list->setReports(reports);
    if (!reports.isEmpty() && m_workbench.catalogue->find(current) == nullptr)
        m_list->selectReport(reports.constFirst().name);
    m_list->selectReport(current);
    if (!m_workbench.catalogue->problems().isEmpty())
        m_strip->showMessage(m_workbench.catalogue->problems().constFirst());
}

void ReportsPage::selectReport(const QString& name)
{
    m_list->selectReport(name);
}

ReaderKeeper::Finder ReportsPage::readerOf(const QString& report) const
{
    return m_workbench.catalogue->isOwn(report) ? m_workbench.reader.finder()
                                                : ReaderKeeper::Finder();
}

void ReportsPage::showOwnButtons(const QString& name)
{
    const bool isOwn = m_workbench.catalogue->isOwn(name);
    m_open->setVisible(isOwn);
    m_remove->setVisible(isOwn);
}

void ReportsPage::removeCurrent()
{
    const ReportDefinition* report = currentReport();
    if (!report)
        return;
    const Question question{
        tr("Remove this report?"),
        tr("The report “%1” is yours; its file is deleted.").arg(report->title), tr("Remove it"),
        tr("Keep it")};
    m_workbench.dialogs.confirm(this, question, [this, name = report->name](bool yes) {
        if (!yes)
            return;
        if (const auto removed = removeOwnReport(ownReportsFolder(), name); !removed) {
            m_strip->showMessage(removed.error());
            return;
        }
        m_workbench.reloadReports();
        showReports();
    });
}

const ReportDefinition* ReportsPage::currentReport() const
{
    return m_workbench.catalogue.ok() ? m_workbench.catalogue->find(m_list->selectedReport())
                                      : nullptr;
}

void ReportsPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    if (!database.hasReadings()) {
        m_choicesLane.forget();
        m_model->clear();
        const bool isChecking = database.state() == DatabaseState::Checking;
        m_nothingLoaded->setTexts(
            isChecking ? tr("Looking into the database…") : tr("Nothing loaded yet"),
            isChecking ? QString() : tr("Load a data folder first: its reports then stand here."),
            isChecking ? QString() : tr("Go to Load"));
        show(Shown::NothingLoaded);
        return;
    }
    // Only to be asked when the table itself isn't: stateChanged and dataChanged come together.
    fetchChoices();
    show(Shown::Rows);
    showReport(m_list->selectedReport());
}

void ReportsPage::show(Shown what)
{
    const bool hasContent = what != Shown::NothingLoaded;
    m_content->setCurrentWidget(hasContent ? static_cast<QWidget*>(m_splitter) : m_nothingLoaded);
    m_result->setCurrentWidget(what == Shown::NoRows ? static_cast<QWidget*>(m_noRows) : m_table);
}

void ReportsPage::showReport(const QString& name)
{
    const ReportDefinition* report =
        m_workbench.catalogue.ok() ? m_workbench.catalogue->find(name) : nullptr;
    if (!report)
        return;
    m_title->setText(report->title);
    m_explanation->setText(report->explanation);
    showOwnButtons(name);
    if (!m_workbench.database.hasReadings())
        return;
    if (report->name != m_model->report().name) {
        m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        m_footer->clear();
        m_result->setCurrentWidget(m_table);
    }
    m_strip->clear();
    m_model->showReport(*report, m_filters->filter(), readerOf(name));
}

void ReportsPage::showRows()
{
    const int rows = m_model->rowCount();
    if (rows == 0) {
        const bool isFiltered = !(m_model->filter() == ReportFilter());
        m_noRows->setTexts(
            isFiltered ? tr("No rows for these filters") : tr("This report has no rows"),
            isFiltered ? tr("Nothing was counted in this period and group.") : QString(),
            isFiltered ? tr("Clear filters") : QString());
        m_footer->clear();
        show(Shown::NoRows);
        return;
    }
    show(Shown::Rows);
    fitColumns();
    m_footer->setText(
        m_model->isComplete()
            ? tr("%n row(s)", nullptr, rows)
            : tr("The first %1 rows; more come as you scroll").arg(format::count(rows)));
}

void ReportsPage::fitColumns()
{
    const QString name = m_model->report().name;
    if (m_fittedReport == name)
        return; // the person may have changed them since
    m_fittedReport = name;
    constexpr int kMost = 320;
    constexpr int kSortMark = 12;
    QHeaderView* header = m_table->horizontalHeader();
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const QString title =
            m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int titleWidth =
            header->fontMetrics().horizontalAdvance(title) + 2 * appearance::kRelated + kSortMark;
        header->resizeSection(
            column, std::min(kMost, std::max(titleWidth, m_table->contentWidth(column))));
    }
}

void ReportsPage::showFailure(const UserMessage& error)
{
    m_footer->clear();
    m_strip->showMessage(error, tr("Try again"), [this] { refresh(); });
}

void ReportsPage::refresh()
{
    m_strip->clear();
    // Also finds out whether the server is there again, and what another program has loaded.
    if (m_workbench.database.access())
        m_workbench.database.refreshSummary();
    else if (!m_workbench.loads.isBusy())
        m_workbench.database.check();
}

void ReportsPage::focusFilter()
{
    m_filters->focusFilter();
}

void ReportsPage::fetchChoices()
{
    m_choicesLane.ask<FilterChoices>(
        [](SqlSession& session) { return fetchFilterChoices(session); },
        [this](const Result<FilterChoices>& choices) {
            // A failure shows with the rows, which are asked for at the same time.
            if (choices.ok())
                m_filters->setChoices(*choices);
        });
}

QString ReportsPage::exportFolder() const
{
    return m_exportFolder.isEmpty()
               ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
               : m_exportFolder;
}

void ReportsPage::exportCurrent()
{
    const ReportDefinition* report = currentReport();
    if (!report || !m_workbench.database.access())
        return;
    m_workbench.dialogs.chooseSaveFile(
        this, tr("Export %1").arg(report->title), QDir(exportFolder()).filePath(report->fileName),
        tr("CSV files (*.csv)"),
        [this, report = *report, filter = m_filters->filter(), order = m_model->order(),
         csv = m_exportOptions->options()](const QString& path) {
            m_exportFolder = QFileInfo(path).path();
            const auto write = [=](SqlSession& session) -> Result<QString> {
                const auto rows = exportReport(session, report, filter, order, path, csv);
                if (!rows)
                    return rows.error();
                return tr("Exported %n row(s) to %1", nullptr, static_cast<int>(*rows)).arg(path);
            };
            runExport(m_exportFolder, asReader(readerOf(report.name), write));
        });
}

void ReportsPage::exportAll()
{
    if (!m_workbench.catalogue.ok() || !m_workbench.database.access())
        return;
    m_workbench.dialogs.chooseFolder(
        this, tr("Export all reports to a folder"), exportFolder(),
        [this, filter = m_filters->filter(),
         csv = m_exportOptions->options()](const QString& folder) {
            m_exportFolder = folder;
            const auto reports = m_workbench.catalogue->builtInReports();
            const auto own = m_workbench.catalogue->ownReports();
            const auto finder = m_workbench.reader.finder();
            runExport(folder, [=](SqlSession& session) -> Result<QString> {
                auto paths = exportAllReports(session, reports, filter, folder, csv);
                if (paths && !own.isEmpty()) {
                    const auto reader = finder();
                    const auto more = reader
                                          ? exportOwnReports(*reader, {}, own, filter, folder, csv)
                                          : Result<QStringList>(reader.error());
                    if (!more)
                        return more.error();
                    *paths << *more;
                }
                if (!paths)
                    return paths.error();
                return tr("Exported %n report(s) to %1", nullptr, static_cast<int>(paths->size()))
                    .arg(folder);
            });
        });
}

void ReportsPage::runExport(const QString& folder, std::function<Result<QString>(SqlSession&)> work)
{
    m_strip->clear();
    m_export->setEnabled(false);
    m_exportAll->setEnabled(false);
    m_busy->setBusy(true);
    runAside(
        this,
        [settings = m_workbench.database.access()->settings(),
         work = std::move(work)]() -> Result<QString> {
            // A session of its own: a long export doesn't hold up what is on screen.
            auto session = SqlSession::open(settings);
            return session ? work(*session) : Result<QString>(session.error());
        },
        [this, folder](const Result<QString>& done) {
            m_export->setEnabled(true);
            m_exportAll->setEnabled(true);
            m_busy->setBusy(m_model->isBusy());
            if (!done) {
                m_strip->showMessage(done.error());
                return;
            }
            m_strip->showSuccess(*done, tr("Open folder"), [folder] {
                QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
            });
        });
}

} // namespace faultline
