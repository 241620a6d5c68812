// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/RejectedPage.h"

#include "Appearance.h"
#include "Aside.h"
#include "Formatting.h"
#include "RejectedLinesExport.h"
#include "dialogs/DialogService.h"
#include "models/RejectedLinesModel.h"
#include "session/Workbench.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/EmptyState.h"
#include "widgets/ExportOptionsButton.h"
#include "widgets/MarkedTextDelegate.h"
#include "widgets/MessageStrip.h"

#include <QDir>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kSplitterState = u"rejected-splitter"_s;
const QString kHeaderState = u"rejected-lines"_s;

} // namespace

RejectedPage::RejectedPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_model(new RejectedLinesModel(workbench.database.queries(), this))
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_list(new QWidget(m_content))
    , m_empty(new EmptyState(u"success"_s, m_content))
    , m_heading(new QLabel(m_list))
    , m_export(new QPushButton(appearance::icon(u"export"_s), tr("&Export CSV…"), m_list))
    , m_exportOptions(new ExportOptionsButton(workbench.preferences, m_list))
    , m_busy(new BusyLine(m_list))
    , m_splitter(new QSplitter(Qt::Vertical, m_list))
    , m_table(new DataTable(m_splitter))
{
    m_strip->setObjectName(u"rejectedStrip"_s);
    m_heading->setFont(appearance::headingFont(font()));
    m_export->setObjectName(u"exportRejectedButton"_s);
    buildTable();
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(makeDetail());
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({3, 1});
    m_splitter->setChildrenCollapsible(false);
    m_splitter->restoreState(workbench.preferences.state(kSplitterState));

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_heading, 1);
    top->addWidget(m_export);
    top->addWidget(m_exportOptions);
    auto* list = new QVBoxLayout(m_list);
    appearance::setTight(list, appearance::kRelated);
    list->addLayout(top);
    list->addWidget(m_busy);
    list->addWidget(m_splitter, 1);
    m_content->addWidget(m_list);
    m_content->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    constexpr int kPage = appearance::kPage;
    column->setContentsMargins(kPage, appearance::kGroup, kPage, kPage);
    column->setSpacing(appearance::kGroup);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);

    connect(m_model, &RejectedLinesModel::busyChanged, m_busy, &BusyLine::setBusy);
    connect(m_model, &RejectedLinesModel::rowsLoaded, this, &RejectedPage::showRows);
    connect(m_model, &RejectedLinesModel::loadFailed, this, [this](const UserMessage& error) {
        m_strip->showMessage(error, tr("Try again"), [this] { refresh(); });
    });
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &RejectedPage::showDetail);
    connect(m_export, &QPushButton::clicked, this, &RejectedPage::exportLines);
    connect(m_empty->button(), &QPushButton::clicked, this, &RejectedPage::loadPageAsked);
    connect(&workbench.database, &DatabaseController::dataChanged, this, &RejectedPage::showData);
    showData();
}

RejectedPage::~RejectedPage()
{
    m_workbench.preferences.rememberState(kSplitterState, m_splitter->saveState());
    m_workbench.preferences.rememberState(kHeaderState, m_table->horizontalHeader()->saveState());
}

void RejectedPage::buildTable()
{
    m_table->setModel(m_model);
    m_table->setObjectName(u"rejectedTable"_s);
    m_table->setAccessibleName(tr("Rejected lines"));
    m_table->setElidedInMiddle(RejectedLinesModel::File);
    m_table->setItemDelegateForColumn(RejectedLinesModel::Text, new MarkedTextDelegate(m_table));
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    header->resizeSection(RejectedLinesModel::File, 184);
    header->resizeSection(RejectedLinesModel::Line, 80);
    header->resizeSection(RejectedLinesModel::Byte, 88);
    header->resizeSection(RejectedLinesModel::ColumnNumber, 80);
    header->resizeSection(RejectedLinesModel::Reason, 232);
    header->restoreState(m_workbench.preferences.state(kHeaderState));
}

QWidget* RejectedPage::makeDetail()
{
    auto* detail = new QWidget(m_splitter);
    m_reason = new QLabel(detail);
    m_reason->setFont(appearance::strongFont(font()));
    m_place = new QLabel(detail);
    m_place->setTextFormat(Qt::PlainText);
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_place->setWordWrap(true);
    m_text = new QPlainTextEdit(detail);
    m_text->setReadOnly(true);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Text of the rejected line"));
    m_text->setTabChangesFocus(true);
    constexpr int kHeight = 72;
    m_text->setMinimumHeight(kHeight);
    auto* column = new QVBoxLayout(detail);
    column->setContentsMargins(0, appearance::kRelated, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_reason);
    column->addWidget(m_place);
    column->addWidget(m_text, 1);
    return detail;
}

void RejectedPage::showData()
{
    const DatabaseController& database = m_workbench.database;
    const qint64 rejected = database.summary().rejectedLines;
    if (database.access() && rejected > 0) {
        m_heading->setText(tr("Rejected lines: %1").arg(format::count(rejected)));
        m_content->setCurrentWidget(m_list);
        refresh();
        return;
    }
    m_model->clear();
    if (database.hasReadings()) {
        m_empty->setTexts(tr("No rejected lines"), tr("Every line of the loads was read."));
    } else {
        m_empty->setTexts(
            tr("Nothing loaded yet"),
            tr("Lines that can't be read while loading are kept and shown here."),
            tr("Go to Load"));
    }
    m_content->setCurrentWidget(m_empty);
}

void RejectedPage::refresh()
{
    m_strip->clear();
    if (m_workbench.database.access())
        m_model->refresh();
}

void RejectedPage::showRows()
{
    if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0)
        m_table->selectRow(0);
    showDetail();
}

void RejectedPage::showDetail()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_reason->clear();
        m_place->clear();
        m_text->clear();
        return;
    }
    const StoredRejectedLine& line = m_model->line(current.row());
    m_reason->setText(RejectedLinesModel::reasonText(line));
    m_place->setText(tr("%1, line %2, column %3 (byte %4 of the file)")
                         .arg(
                             QDir::toNativeSeparators(line.path),
                             format::count(line.key.lineNumber), format::count(line.columnNumber),
                             format::count(line.key.byteOffset + line.columnNumber - 1)));
    markDetail(line);
}

void RejectedPage::markDetail(const StoredRejectedLine& line)
{
    const QString text = line.rawText();
    const int mark = RejectedLinesModel::markOf(line);
    // A blank behind the end, to mark what is missing there.
    m_text->setPlainText(mark >= text.size() ? text + u' ' : text);
    QTextEdit::ExtraSelection selection;
    const QColor error = appearance::toneColor(appearance::Tone::Error, palette());
    selection.format.setBackground(appearance::mixed(palette().color(QPalette::Base), error, 0.28));
    selection.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
    selection.format.setUnderlineColor(error);
    selection.cursor = m_text->textCursor();
    selection.cursor.setPosition(std::min(mark, static_cast<int>(text.size())));
    selection.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    m_text->setExtraSelections({selection});
}

void RejectedPage::exportLines()
{
    if (!m_workbench.database.access())
        return;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    m_workbench.dialogs.chooseSaveFile(
        this, tr("Export the rejected lines"), folder.filePath(u"rejected_lines.csv"_s),
        tr("CSV files (*.csv)"), [this](const QString& path) {
            m_busy->setBusy(true);
            m_export->setEnabled(false);
            runAside(
                this,
                [path, csv = m_exportOptions->options(),
                 settings = m_workbench.database.access()->settings()]() -> Result<qint64> {
                    auto session = SqlSession::open(settings);
                    return session ? exportRejectedLines(*session, path, csv)
                                   : Result<qint64>(session.error());
                },
                [this, path](const Result<qint64>& count) {
                    m_busy->setBusy(m_model->isBusy());
                    m_export->setEnabled(true);
                    if (!count)
                        m_strip->showMessage(count.error());
                    else
                        m_strip->showSuccess(
                            tr("Exported %n line(s) to %1", nullptr, static_cast<int>(*count))
                                .arg(path));
                });
        });
}

} // namespace faultline
