// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewPane.h"

#include "pages/lines/MarkedTextDelegate.h"
#include "pages/preview/PreviewColumnsModel.h"
#include "pages/preview/PreviewColumnsTable.h"
#include "pages/preview/PreviewQuestions.h"
#include "pages/preview/PreviewRowsModel.h"
#include "pages/preview/PreviewSettings.h"
#include "pages/receipt/SourceFilesModel.h"
#include "session/BackgroundTask.h"
#include "session/Workbench.h"
#include "sources/folder/RoleText.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/ElidedLabel.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kPartsState = u"preview-parts"_s;
constexpr int kRowsWidth = 600;
constexpr int kColumnsWidth = 344;
constexpr int kTitleAir = 24;
constexpr int kMinRawWidth = 168;
constexpr int kMaxRawWidth = 640;
constexpr int kMinTextWidth = 88; // has room for a date
constexpr int kMinWrappedRawWidth = 96;
constexpr int kMinRowsHeight = 136;
constexpr int kMaxWidth = 220; // of a column with what is stored

void makeQuiet(QWidget* label)
{
    QPalette palette = label->palette();
    palette.setColor(
        QPalette::WindowText,
        appearance::mixed(
            palette.color(QPalette::Window), palette.color(QPalette::WindowText), 0.7));
    label->setPalette(palette);
}

} // namespace

PreviewPane::PreviewPane(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_name(new ElidedLabel(this))
    , m_reset(new QPushButton(tr("Reset c&hoices"), this))
    , m_kind(new ElidedLabel(this))
    , m_why(new ParagraphLabel(this))
    , m_strip(new MessageStrip(this))
    , m_questions(new PreviewQuestions(this))
    , m_settings(new PreviewSettings(this))
    , m_busy(new BusyLine(this))
    , m_parts(new QSplitter(this))
    , m_rows(new DataTable(m_parts))
    , m_rowsModel(new PreviewRowsModel(this))
    , m_columnsModel(new PreviewColumnsModel(this))
    , m_columns(new PreviewColumnsTable(*m_columnsModel, m_parts))
{
    setObjectName(u"previewPane"_s);
    m_name->setObjectName(u"previewName"_s);
    m_name->setFont(appearance::strongFont(font()));
    m_name->setTextFormat(Qt::PlainText);
    m_reset->setObjectName(u"resetChoicesButton"_s);
    m_reset->setToolTip(tr("Read the file as it is recognised, and all files of the same form"));
    m_kind->setObjectName(u"previewKind"_s);
    m_kind->setTextFormat(Qt::PlainText);
    m_kind->setElideMode(Qt::ElideRight);
    m_why->setObjectName(u"previewWhy"_s);
    m_why->setMaxLines(2);
    makeQuiet(m_why);
    m_strip->setObjectName(u"previewStrip"_s);
    buildRows();

    layOut();
    connectParts();
    clear();
}

PreviewPane::~PreviewPane()
{
    m_reading.cancel();
    m_workbench.preferences.rememberState(kPartsState, m_parts->saveState());
}

// In a small window, the whole scrolls rather than parts of it becoming too low.
void PreviewPane::layOut()
{
    auto* body = new QWidget(this);
    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kGroup);
    m_name->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    top->addWidget(m_name);
    top->addWidget(m_kind, 1);
    top->addWidget(m_reset);
    auto* records = new QVBoxLayout;
    appearance::setTight(records, 0);
    records->addWidget(m_busy);
    records->addWidget(m_parts, 1);
    auto* column = new QVBoxLayout(body);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_why);
    column->addWidget(m_strip);
    column->addWidget(m_questions);
    column->addWidget(m_settings);
    column->addLayout(records, 1);
    column->addWidget(makeFooter());
    m_parts->setMinimumHeight(kMinRowsHeight);
    m_parts->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    auto* area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    body->setAutoFillBackground(false);
    area->setWidget(body);
    auto* pane = new QVBoxLayout(this);
    appearance::setTight(pane, 0);
    pane->setContentsMargins(0, appearance::kRelated, 0, 0);
    pane->addWidget(area);
    setMinimumHeight(kMinRowsHeight);
}

void PreviewPane::buildRows()
{
    m_rows->setModel(m_rowsModel);
    m_rows->setObjectName(u"previewRows"_s);
    m_rows->setAccessibleName(tr("First records of the file, and what is stored of them"));
    m_rows->setItemDelegateForColumn(
        PreviewRowsModel::Raw, new MarkedTextDelegate(PreviewRowsModel::MarkRole, m_rows));
    m_parts->setObjectName(u"previewParts"_s);
    m_parts->addWidget(m_rows);
    m_parts->addWidget(m_columns);
    m_parts->setChildrenCollapsible(false);
    m_parts->setStretchFactor(0, 1);
    m_parts->setSizes({kRowsWidth, kColumnsWidth});
    m_parts->restoreState(m_workbench.preferences.state(kPartsState));
}

QWidget* PreviewPane::makeFooter()
{
    auto* footer = new QWidget(this);
    m_counts = new QLabel(footer);
    m_counts->setObjectName(u"previewCounts"_s);
    m_counts->setTextFormat(Qt::PlainText);
    m_onlyRejected = new QCheckBox(tr("O&nly rejected"), footer);
    m_onlyRejected->setObjectName(u"onlyRejectedBox"_s);
    m_scope = new ElidedLabel(footer);
    m_scope->setObjectName(u"previewScope"_s);
    m_scope->setElideMode(Qt::ElideRight);
    m_scope->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* row = new QHBoxLayout(footer);
    appearance::setTight(row, appearance::kGroup);
    row->addWidget(m_counts);
    row->addWidget(m_onlyRejected);
    row->addWidget(m_scope, 1);
    return footer;
}

void PreviewPane::connectParts()
{
    connect(m_questions, &PreviewQuestions::answered, this, &PreviewPane::edit);
    connect(m_questions, &PreviewQuestions::finished, m_rows, [this] { m_rows->setFocus(); });
    connect(m_settings, &PreviewSettings::edited, this, &PreviewPane::edit);
    connect(m_settings, &PreviewSettings::refused, this, [this](const UserMessage& why) {
        m_strip->showMessage(why);
    });
    connect(&m_workbench.loads, &LoadController::formatsApplied, this, &PreviewPane::showFormats);
    connect(m_reset, &QPushButton::clicked, this, &PreviewPane::reset);
    connect(m_onlyRejected, &QCheckBox::toggled, this, [this](bool only) {
        m_rowsModel->setOnlyRejected(only);
        showRows();
    });
    connect(
        m_columnsModel, &PreviewColumnsModel::fieldChosen, this, [this](int row, TableField field) {
            editTable([rows = m_columns->rowsWith(row), field](TableFormat table) {
                return withField(std::move(table), rows, field);
            });
        });
    connect(
        m_columnsModel, &PreviewColumnsModel::labelChosen, this,
        [this](int row, const QString& label) {
            editTable([row, label](TableFormat table) {
                return withLabel(std::move(table), row, label);
            });
        });
}

void PreviewPane::showFile(const QString& path, std::optional<SourceRole> role)
{
    if (path == m_path && role == m_role)
        return;
    m_path = path;
    m_role = role;
    m_onlyRejected->setChecked(false);
    read();
}

void PreviewPane::refresh()
{
    if (!m_path.isEmpty())
        read();
}

void PreviewPane::focusQuestion()
{
    m_isFocusWanted = m_isBusy;
    if (!m_isBusy)
        m_questions->focusAnswer();
}

void PreviewPane::clear()
{
    m_reading.cancel();
    ++m_generation;
    m_path.clear();
    m_file.reset();
    setBusy(false);
    m_rowsModel->clear();
    m_columnsModel->clear();
}

void PreviewPane::read()
{
    const LoadController& loads = m_workbench.loads;
    const SourceFile* file = loads.recognised(m_path);
    if (!file) {
        clear();
        return;
    }
    PreviewRequest request{*file, m_role, loads.formats(), m_unanswered, loads.zone()};
    m_reading.cancel();
    m_reading = CancelToken();
    setBusy(true);
    runInBackground(
        this,
        [request = std::move(request), cancel = m_reading] { return readPreview(request, cancel); },
        [this, mine = ++m_generation](const Result<PreviewedFile>& read) {
            if (mine == m_generation)
                takeFile(read);
        });
}

void PreviewPane::takeFile(const Result<PreviewedFile>& read)
{
    setBusy(false);
    if (!read) {
        m_file.reset();
        m_name->setText(m_workbench.loads.recognised(m_path)->relativePath);
        m_strip->showMessage(read.error(), tr("Retry"), [this] { refresh(); });
        for (QWidget* part : std::initializer_list<QWidget*>{
                 m_kind, m_why, m_reset, m_questions, m_settings, m_parts})
            part->hide();
        m_counts->clear();
        m_scope->clear();
        m_onlyRejected->hide();
        return;
    }
    m_file = *read;
    m_questions->show(questionsOf(*m_file));
    m_settings->show(*m_file);
    m_reset->setVisible(!m_file->format.choice.isEmpty());
    showTexts();
    showTables();
    showCounts();
    if (std::exchange(m_isFocusWanted, false))
        m_questions->focusAnswer();
    showFormats(); // others may have come in the meantime
}

void PreviewPane::showTexts()
{
    const FilePreview& preview = m_file->preview;
    m_name->setText(m_file->file.relativePath);
    m_name->setToolTip(format::toolTip(m_file->file.path));
    QStringList kinds{
        preview.role ? roleText(*preview.role, m_file->file.format.recordsAre())
                     : tr("Not loaded")};
    if (!preview.kind.isEmpty() && !kinds.contains(preview.kind))
        kinds << preview.kind;
    if (preview.role || m_file->file.input.encoding != TextEncoding::Utf8)
        kinds << encodingName(m_file->file.input.encoding);
    // As long as it is open, the question says it.
    if (!preview.dateOrder.isEmpty() && !m_file->file.needsDateOrder())
        kinds << preview.dateOrder;
    if (!preview.zone.isEmpty())
        kinds << tr("times in %1").arg(preview.zone);
    m_kind->setText(kinds.join(u" · "_s));
    m_kind->setToolTip(format::toolTip(m_kind->text()));
    m_kind->show();
    QStringList why = preview.reasons;
    // The question about the encoding says it better.
    if (!preview.problem.isEmpty() && !needsEncoding(m_file->file))
        why.prepend(format::sentence(preview.problem));
    m_why->setText(why.join(u' '));
    m_why->setVisible(!why.isEmpty());
    if (m_file->mismatch)
        m_strip->showMessage(*m_file->mismatch, tr("Reset choices"), [this] { reset(); });
    else
        m_strip->clear();
}

void PreviewPane::showTables()
{
    m_rowsModel->show(*m_file);
    m_columnsModel->show(*m_file);
    m_columns->setVisible(!m_columnsModel->isEmpty());
    m_columns->setColumnHidden(PreviewColumnsModel::Label, !m_columnsModel->hasLabels());
    m_parts->show();
    showRows();
}

void PreviewPane::showRows()
{
    m_rows->clearSpans();
    const int columns = m_rowsModel->columnCount();
    const int stored = columns - PreviewRowsModel::FirstStored;
    for (int row = 0; stored > 1 && row < m_rowsModel->rowCount(); ++row) {
        if (m_rowsModel->isMessage(row))
            m_rows->setSpan(row, PreviewRowsModel::FirstStored, 1, stored);
    }
    // Once the layout knows their new size.
    QTimer::singleShot(0, this, &PreviewPane::fitRows);
}

// The text of the file takes what what is stored of it leaves, but not less than is useful.
void PreviewPane::fitRows()
{
    const int columns = m_rowsModel->columnCount();
    QList<int> widths;
    for (int column = 0; column < columns; ++column) {
        const QString title =
            m_rowsModel->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        widths << std::min(kMaxWidth, m_rows->fontMetrics().horizontalAdvance(title) + kTitleAir);
    }
    m_rows->horizontalHeader()->setStretchLastSection(columns == PreviewRowsModel::FirstStored);
    m_rows->setWrapped(m_rowsModel->isFailureList());
    m_rows->fitColumns(widths, kMaxWidth);
    if (columns == PreviewRowsModel::FirstStored)
        return;
    const int others =
        m_rows->horizontalHeader()->length() - m_rows->columnWidth(PreviewRowsModel::Raw);
    const int space = m_rows->viewport()->width();
    const int least = m_rowsModel->isFailureList() ? kMinWrappedRawWidth : kMinRawWidth;
    m_rows->setColumnWidth(PreviewRowsModel::Raw, std::clamp(space - others, least, kMaxRawWidth));
    shrinkRows(m_rows->horizontalHeader()->length() - space, widths);
}

// Long texts become shorter, or wrap, so that few columns need no scroll bar; not below what their
// titles take. With many columns that don't wrap, it wouldn't help.
void PreviewPane::shrinkRows(int excess, const QList<int>& minWidths)
{
    int spare = 0;
    const auto spareOf = [&](int column) {
        // A time is of no use without its end.
        const bool isTime = column == PreviewRowsModel::FirstStored && !m_rows->wordWrap();
        const int least =
            isTime ? m_rows->columnWidth(column) : std::max(minWidths.at(column), kMinTextWidth);
        return std::max(0, m_rows->columnWidth(column) - least);
    };
    for (int column = PreviewRowsModel::FirstStored; column < minWidths.size(); ++column)
        spare += spareOf(column);
    if (m_rowsModel->isFailureList())
        excess = std::min(excess, spare); // wrapped texts are readable in any case
    if (excess <= 0 || spare < excess)
        return;
    for (int column = PreviewRowsModel::FirstStored; column < minWidths.size(); ++column) {
        const int own = spareOf(column);
        if (own == 0)
            continue;
        const int less = (excess * own + spare - 1) / spare;
        m_rows->setColumnWidth(column, m_rows->columnWidth(column) - less);
        excess -= less;
        spare -= own;
    }
}

void PreviewPane::showCounts()
{
    const FilePreview& preview = m_file->preview;
    m_onlyRejected->setVisible(!preview.rejected.isEmpty());
    if (preview.rejected.isEmpty())
        m_onlyRejected->setChecked(false);
    if (!preview.role || preview.recordsRead == 0) {
        m_counts->clear();
        return;
    }
    if (!openQuestion(m_file->file).isEmpty()) {
        const int records = format::plural(preview.recordsRead);
        m_counts->setText(tr("%1, waiting for your answer")
                              .arg(
                                  preview.isWhole
                                      ? tr("%n record(s)", nullptr, records)
                                      : tr("The first %n record(s)", nullptr, records)));
        return;
    }
    const QString where =
        preview.isWhole
            ? tr("%n record(s) in all", nullptr, format::plural(preview.recordsRead))
            : tr("The first %n record(s)", nullptr, format::plural(preview.recordsRead));
    // A record may give several readings.
    const QString read = preview.role == SourceRole::Readings
                             ? recordsText(m_file->file.format.recordsAre(), preview.readingsRead)
                             : tr("%1 read").arg(format::count(preview.readingsRead));
    QStringList parts{read, tr("%1 rejected").arg(format::count(preview.rejectedRead))};
    if (preview.blankRead > 0)
        parts << tr("%1 blank").arg(format::count(preview.blankRead));
    m_counts->setText(tr("%1: %2").arg(where, parts.join(u", "_s)));
}

void PreviewPane::showScope()
{
    if (m_file->format.structure.isEmpty() || m_file->mismatch) {
        m_scope->clear();
        return;
    }
    const auto others = static_cast<int>(
        std::max<qsizetype>(0, m_workbench.loads.filesLike(m_file->format.structure) - 1));
    if (m_file->format.choice.isEmpty())
        m_scope->setText(tr("A change applies to all files of the same form."));
    else if (others == 0)
        m_scope->setText(tr("No other file here has this form."));
    else
        m_scope->setText(tr("Also for %n other file(s) of the same form", nullptr, others));
    m_scope->setToolTip(tr("The database keeps the choice when you load, for later files of this "
                           "form, whatever their names."));
}

// Formats can also come from the database.
void PreviewPane::showFormats()
{
    if (!m_file || m_isBusy)
        return;
    const QList<NamedFormat> formats = m_workbench.loads.formats();
    const auto format = std::find_if(formats.begin(), formats.end(), [this](const auto& each) {
        return each.structure == m_file->format.structure;
    });
    const FormatChoice choice = format == formats.end() ? FormatChoice() : format->choice;
    if (choice != m_file->format.choice)
        read();
    else
        showScope();
}

void PreviewPane::setBusy(bool busy)
{
    m_isBusy = busy;
    m_busy->setBusy(busy);
}

void PreviewPane::editTable(const std::function<TableFormat(TableFormat)>& change)
{
    if (m_file && m_file->table)
        edit(tableEdit(change(*m_file->table)));
}

void PreviewPane::edit(const FormatEdit& edit)
{
    // The file that is shown may not be the selected one any more.
    if (!m_file || m_file->format.structure.isEmpty() || m_file->recognised.path != m_path)
        return;
    std::vector<TableQuestion> unanswered = m_file->questions;
    unanswered.erase(
        std::remove_if(
            unanswered.begin(), unanswered.end(),
            [&edit](const TableQuestion& question) { return question.kind == edit.answers; }),
        unanswered.end());
    NamedFormat format = m_file->format;
    m_unanswered.insert(format.structure, unanswered);
    edit.apply(format.choice);
    m_workbench.loads.choose(format, m_file->recognised);
    // The next edit, which may come before the file was read again, builds on this one.
    m_file->format.choice = format.choice;
    m_file->questions = std::move(unanswered);
    if (format.choice.table)
        m_file->table = format.choice.table;
    read();
}

void PreviewPane::reset()
{
    edit({[](FormatChoice& choice) { choice = {}; }, {}});
}

} // namespace faultline
