// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportChartPane.h"

#include "charts/ChartPainting.h"
#include "charts/ChartView.h"
#include "exporting/context/ReportContext.h"
#include "session/Preferences.h"
#include "style/Appearance.h"
#include "widgets/EmptyState.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString valueKey(const ReportDefinition& report)
{
    return u"chart-value/"_s + report.name;
}

} // namespace

ReportChartPane::ReportChartPane(Preferences& preferences, QWidget* parent)
    : QWidget(parent)
    , m_preferences(preferences)
    , m_valueLabel(new QLabel(tr("Sh&ow"), this))
    , m_value(new QComboBox(this))
    , m_scaleLabel(new QLabel(tr("A&xes"), this))
    , m_scale(new QComboBox(this))
    , m_content(new QStackedWidget(this))
    , m_view(new ChartView(m_content))
    , m_nothing(new EmptyState(u"reports"_s, m_content))
{
    m_valueLabel->setBuddy(m_value);
    m_value->setObjectName(u"chartValueBox"_s);
    m_value->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_value->setAccessibleName(tr("What the chart shows"));
    m_scaleLabel->setBuddy(m_scale);
    m_scale->setObjectName(u"chartScaleBox"_s);
    m_scale->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_scale->setAccessibleName(tr("Axes of the chart"));
    m_scale->addItem(tr("Linear"));
    m_scale->addItem(tr("Log-log"));
    m_view->setObjectName(u"chartView"_s);
    m_content->setFrameShape(QFrame::StyledPanel);
    m_content->addWidget(m_view);
    m_content->addWidget(m_nothing);
    showEmptyReason();
    QMenu* menu = makeMenu();
    auto* actions = new QPushButton(tr("Copy or save"), this);
    actions->setObjectName(u"chartMenuButton"_s);
    actions->setToolTip(tr("Copy the chart, or save it as a picture"));
    actions->setMenu(menu);
    actions->setMinimumWidth(actions->sizeHint().width() + appearance::kRelated);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, menu, [this, menu](const QPoint& at) {
        menu->popup(m_view->mapToGlobal(at));
    });

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_valueLabel);
    top->addWidget(m_value);
    top->addWidget(m_scaleLabel);
    top->addWidget(m_scale);
    top->addStretch(1);
    top->addWidget(actions);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_content, 1);

    showScales(); // hidden, so that they take no width from other charts
    connect(m_value, &QComboBox::activated, this, [this] {
        m_preferences.rememberState(valueKey(m_report), value().toUtf8());
        draw();
    });
    connect(m_scale, &QComboBox::activated, this, [this](int scale) {
        m_chosenScales.insert(
            m_report.name, scale == 0 ? ChartSpec::Scale::Linear : ChartSpec::Scale::LogLog);
        draw();
    });
    connect(m_view, &ChartView::markSelected, this, [this](int row) {
        Q_EMIT rowSelected(m_chart.rows.value(row));
    });
    connect(m_view, &ChartView::markActivated, this, [this](int row) {
        Q_EMIT rowActivated(m_chart.rows.value(row));
    });
}

QMenu* ReportChartPane::makeMenu()
{
    auto* menu = new QMenu(this);
    const auto add = [menu](const QString& name, const QString& text) {
        QAction* action = menu->addAction(text);
        action->setObjectName(name);
        return action;
    };
    connect(
        add(u"copyChartAction"_s, tr("&Copy chart")), &QAction::triggered, this,
        &ReportChartPane::copy);
    connect(add(u"savePngAction"_s, tr("Save as &PNG…")), &QAction::triggered, this, [this] {
        Q_EMIT saveRequested(ChartFormat::Png);
    });
    connect(add(u"saveSvgAction"_s, tr("Save as &SVG…")), &QAction::triggered, this, [this] {
        Q_EMIT saveRequested(ChartFormat::Svg);
    });
    connect(menu, &QMenu::aboutToShow, menu, [this, menu] {
        for (QAction* action : menu->actions())
            action->setEnabled(!m_data.isEmpty());
    });
    return menu;
}

void ReportChartPane::showReport(const ReportDefinition& report)
{
    if (report == m_report)
        return;
    clear(); // the old chart doesn't belong to the new report
    m_report = report;
    showValues();
}

void ReportChartPane::showChart(const ReportChart& chart, const ReportFilter& filter)
{
    m_chart = chart;
    m_filter = filter;
    draw();
    // The chart couldn't be read; the page shows why.
    if (chart.figures.isEmpty())
        m_content->setCurrentWidget(m_view);
}

void ReportChartPane::clear()
{
    m_report = {};
    m_chart = {};
    m_data = {};
    m_view->showChart({});
    m_content->setCurrentWidget(m_view);
}

void ReportChartPane::showValues()
{
    m_value->clear();
    // A box plot shows all its figures at once.
    if (m_report.chart->kind != ChartSpec::Kind::Box) {
        for (const QString& name : m_report.chart->values)
            m_value->addItem(m_report.columns.at(m_report.columnAt(name)).title, name);
    }
    const auto chosen = QString::fromUtf8(m_preferences.state(valueKey(m_report)));
    m_value->setCurrentIndex(std::max(0, m_value->findData(chosen)));
    const bool isChoice = m_value->count() > 1;
    m_value->setVisible(isChoice);
    m_valueLabel->setVisible(isChoice);
    showScales();
}

QString ReportChartPane::value() const
{
    return m_value->currentData().toString();
}

void ReportChartPane::showScales()
{
    const bool isCurve = m_report.chart && m_report.chart->kind == ChartSpec::Kind::Curve;
    m_scaleLabel->setVisible(isCurve);
    m_scale->setVisible(isCurve);
    const bool isPossible = m_data.canBeLogLog();
    m_scale->setEnabled(isPossible);
    m_scale->setToolTip(
        isPossible ? QString() : tr("Logarithmic axes need figures above 0 in both directions"));
    m_scale->setCurrentIndex(m_data.isLogLog() ? 1 : 0);
}

void ReportChartPane::draw()
{
    m_data = m_chart.figures.value(std::max(0, m_value->currentIndex()));
    m_data.scale = m_chosenScales.value(m_report.name, ChartSpec::Scale::Linear);
    showScales();
    m_view->showChart(m_data);
    if (m_data.isEmpty())
        showEmptyReason();
    m_content->setCurrentWidget(
        m_data.isEmpty() ? static_cast<QWidget*>(m_nothing) : static_cast<QWidget*>(m_view));
}

// Only a heading, because the pane may be narrow.
void ReportChartPane::showEmptyReason()
{
    m_nothing->setTexts(m_data.whyEmpty(), QString());
}

void ReportChartPane::selectRow(const ReportRow& row)
{
    m_view->selectRow(m_chart.rows.key(row, -1));
}

void ReportChartPane::deselect()
{
    m_view->selectRow(-1);
}

ChartData ReportChartPane::picture() const
{
    ChartData picture = m_data;
    const auto chosen = reportSection(m_report, m_filter, {}).filterLines;
    const auto usual = reportSection(m_report, {}, {}).filterLines;
    QStringList notes;
    const qsizetype filters = chosen.size() - m_report.choices.size();
    for (qsizetype i = 0; i < chosen.size(); ++i) {
        if (i >= filters || chosen.at(i).value != usual.at(i).value)
            notes << tr("%1: %2").arg(chosen.at(i).title, chosen.at(i).value);
    }
    if (!picture.note.isEmpty())
        notes << picture.note;
    picture.note = notes.join(u" · "_s);
    return picture;
}

QSize ReportChartPane::pictureSize() const
{
    constexpr QSize kMin(960, 540);
    return m_view->size().expandedTo(kMin);
}

void ReportChartPane::copy() const
{
    if (m_data.isEmpty())
        return;
    constexpr qreal kScale = 2;
    const ChartTheme theme = ChartTheme::paper();
    auto* both = new QMimeData; // owned by the clipboard
    both->setImageData(chartImage(picture(), pictureSize(), kScale, theme));
    both->setData(u"image/svg+xml"_s, chartSvg(picture(), pictureSize(), theme));
    QApplication::clipboard()->setMimeData(both);
}

} // namespace faultline
