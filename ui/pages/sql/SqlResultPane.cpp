// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/SqlResultPane.h"

#include "pages/export/ExportOptionsButton.h"
#include "pages/sql/QueryResultModel.h"
#include "pages/sql/SqlExamples.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/SoftSelection.h"

#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kWidestColumn = 360;

} // namespace

SqlResultPane::SqlResultPane(Preferences& preferences, QWidget* parent)
    : QWidget(parent)
    , m_model(new QueryResultModel(this))
    , m_busy(new BusyLine(this))
    , m_info(new QLabel(this))
    , m_export(new QPushButton(appearance::icon(u"export"_s), tr("&Export CSV…"), this))
    , m_exportOptions(new ExportOptionsButton(preferences, this))
    , m_result(new QStackedWidget(this))
    , m_examples(makeExamples())
    , m_table(makeTable())
{
    m_info->setObjectName(u"sqlInfo"_s);
    m_info->setTextFormat(Qt::PlainText);
    m_export->setObjectName(u"sqlExportButton"_s);
    m_export->setToolTip(tr("Run the query again and write all rows"));
    m_result->addWidget(m_examples);
    m_result->addWidget(m_table);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_info, 1);
    top->addWidget(m_export);
    top->addWidget(m_exportOptions);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, appearance::kRelated, 0, 0);
    column->setSpacing(appearance::kRelated / 2);
    column->addLayout(top);
    column->addWidget(m_busy);
    column->addWidget(m_result, 1);
    connect(m_export, &QPushButton::clicked, this, &SqlResultPane::exportRequested);
    clear();
}

QListWidget* SqlResultPane::makeExamples()
{
    auto* list = new QListWidget(m_result);
    list->setObjectName(u"sqlExamples"_s);
    list->setFrameShape(QFrame::NoFrame);
    list->viewport()->setAutoFillBackground(false);
    list->setAccessibleName(tr("Examples"));
    list->setItemDelegate(new SoftSelectionDelegate(list));
    list->setMouseTracking(true);
    list->viewport()->setCursor(Qt::PointingHandCursor);
    const QList<SqlExample> examples = sqlExamples();
    for (const SqlExample& example : examples) {
        auto* item = new QListWidgetItem(example.title, list);
        item->setData(Qt::UserRole, example.sql);
        item->setToolTip(example.sql);
        constexpr int kRowHeight = 30;
        item->setSizeHint(QSize(0, kRowHeight));
    }
    // A click shows the text; Enter does the same.
    const auto choose = [this](const QListWidgetItem* item) {
        Q_EMIT exampleChosen(item->data(Qt::UserRole).toString());
    };
    connect(list, &QListWidget::itemClicked, this, choose);
    connect(list, &QListWidget::itemActivated, this, choose);
    return list;
}

DataTable* SqlResultPane::makeTable()
{
    auto* table = new DataTable(m_result);
    table->setObjectName(u"sqlTable"_s);
    table->setAccessibleName(tr("Result"));
    table->setModel(m_model);
    return table;
}

void SqlResultPane::showResult(const CustomQueryResult& result)
{
    m_model->setResult(result);
    m_result->setCurrentWidget(m_table);
    for (int i = 0; i < m_model->columnCount(); ++i) {
        m_table->resizeColumnToContents(i);
        m_table->setColumnWidth(i, std::min(m_table->columnWidth(i), kWidestColumn));
    }
    const QString time = format::duration(result.end.elapsedMs);
    m_count = result.end.isCapped
                  ? tr("The first %1 rows, in %2. There are more: Export CSV writes all rows.")
                        .arg(format::count(result.end.rows), time)
                  : tr("%n row(s) in %1", nullptr, static_cast<int>(result.end.rows)).arg(time);
    m_info->setText(m_count);
    m_table->setEnabled(true);
    showExport();
}

void SqlResultPane::showOutdated()
{
    if (m_result->currentWidget() != m_table)
        return;
    m_table->setEnabled(false);
    m_info->setText(tr("From the previous query: %1").arg(m_count));
}

void SqlResultPane::clear()
{
    m_model->setResult({});
    m_result->setCurrentWidget(m_examples);
    m_info->setText(tr("Examples to start from:"));
    showExport();
}

void SqlResultPane::setBusy(bool busy)
{
    m_isBusy = busy;
    m_busy->setBusy(busy);
    showExport();
}

void SqlResultPane::showExport()
{
    m_export->setEnabled(!m_isBusy && m_model->columnCount() > 0);
}

CsvOptions SqlResultPane::csvOptions() const
{
    return m_exportOptions->options();
}

} // namespace faultline
