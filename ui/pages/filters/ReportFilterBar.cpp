// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/ReportFilterBar.h"

#include "style/Appearance.h"
#include "widgets/FlowLayout.h"
#include "widgets/MultiChoiceBox.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QPushButton>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array kBurstMinutes{0, 1, 5, 10, 30, 60, 240, 1440};

} // namespace

ReportFilterBar::ReportFilterBar(QWidget* parent)
    : FilterBar(parent)
    , m_flow(new FlowLayout(appearance::kGroup, appearance::kRelated))
{
    addDrilled(FilterKind::Sensor, &ReportFilter::sensor, tr("Se&nsor"), "sensorBox");
    addDrilled(FilterKind::Cause, &ReportFilter::cause, tr("Cause"), "causeBox");
    addDrilled(
        FilterKind::FailureMode, &ReportFilter::failureMode, tr("Failure mode"), "failureModeBox");
    m_burst = addField(tr("&Burst window"), "burstBox", 11);
    addBursts();
    m_flow->addWidget(m_plantsFrame);
    for (const Field& field : {m_period, m_group, m_equipment})
        m_flow->addWidget(field.frame);
    QWidget* last = m_equipment.box;
    for (const Drilled& drilled : std::as_const(m_drilled)) {
        m_flow->addWidget(drilled.field.frame);
        setTabOrder(last, drilled.field.box);
        last = drilled.field.box;
    }
    for (const Field& field : {m_severity, m_burst})
        m_flow->addWidget(field.frame);
    m_flow->addWidget(m_clear);
    setTabOrder(last, m_severity.box);
    setTabOrder(m_severity.box, m_burst.box);
    setTabOrder(m_burst.box, m_clear);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(m_flow);
    addProblem(column);
    setChoices({});
    ReportFilterBar::showFilter();
}

void ReportFilterBar::addDrilled(
    FilterKind kind, QString ReportFilter::*value, const QString& label, const char* name)
{
    constexpr int kCharacters = 6;
    const Field field = addField(label, name, kCharacters);
    field.box->addItem(tr("All"));
    connect(field.box, &QComboBox::activated, this, [this, value](int index) {
        if (index > 0)
            return;
        ReportFilter filter = m_filter;
        (filter.*value).clear();
        apply(filter);
    });
    m_drilled << Drilled{kind, value, field};
}

void ReportFilterBar::addBursts()
{
    m_burst.box->setToolTip(
        tr("Failure events of the same equipment within this time of each other count as one "
           "failure"));
    for (const int minutes : kBurstMinutes) {
        const QString text = minutes == 0     ? tr("None")
                             : minutes < 60   ? tr("Within %1 min").arg(minutes)
                             : minutes < 1440 ? tr("Within %1 h").arg(minutes / 60)
                                              : tr("Within a day");
        m_burst.box->addItem(text, minutes);
    }
    connect(m_burst.box, &QComboBox::activated, this, [this](int index) {
        ReportFilter filter = m_filter;
        filter.burstMinutes = m_burst.box->itemData(index).toInt();
        apply(filter);
    });
}

void ReportFilterBar::chooseWholePeriod()
{
    ReportFilter filter = m_filter;
    filter.period = {};
    apply(filter);
}

FilterBar::Common ReportFilterBar::chosen() const
{
    return {
        m_filter.plants, m_filter.period, m_filter.group, m_filter.equipment, m_filter.severity};
}

void ReportFilterBar::setFilter(const ReportFilter& filter)
{
    m_filter = filter;
    showFilter();
}

void ReportFilterBar::setReport(const ReportDefinition& report)
{
    if (report == m_report)
        return;
    m_report = report;
    for (const Field& field : std::as_const(m_choices)) {
        m_flow->removeWidget(field.frame);
        field.frame->deleteLater();
        field.frame->hide();
    }
    m_choices.clear();
    QWidget* last = m_burst.box;
    for (const ReportChoice& choice : report.choices) {
        addChoice(choice);
        setTabOrder(last, m_choices.constLast().box);
        last = m_choices.constLast().box;
    }
    fillSeverities();
    // The button comes after everything that it clears.
    m_flow->removeWidget(m_clear);
    m_flow->addWidget(m_clear);
    setTabOrder(last, m_clear);
    showFilter();
}

void ReportFilterBar::addChoice(const ReportChoice& choice)
{
    int longest = 0;
    for (const ReportChoice::Value& value : choice.values)
        longest = std::max(longest, static_cast<int>(value.title.size()));
    const Field field = addField(choice.title, "choiceBox", longest);
    m_flow->addWidget(field.frame);
    for (const ReportChoice::Value& value : choice.values)
        field.box->addItem(value.title, value.name);
    field.frame->show();
    connect(field.box, &QComboBox::activated, this, [this, field, name = choice.name](int index) {
        ReportFilter filter = m_filter;
        // The first value is the default.
        if (index == 0)
            filter.choices.remove(name);
        else
            filter.choices.insert(name, field.box->itemData(index).toString());
        apply(filter);
    });
    m_choices << field;
}

// Until one is chosen, a report counts those of failures; one with a severity column shows all.
void ReportFilterBar::fillSeverities()
{
    const bool hasAll = m_report.columnAt(u"severity"_s) >= 0;
    fill(m_severity.box, hasAll ? tr("All") : tr("Failures"), m_severities, m_filter.severity);
}

void ReportFilterBar::choose(FilterKind, const Common& common)
{
    ReportFilter filter = m_filter;
    filter.plants = common.plants;
    filter.period = common.period;
    filter.group = common.group;
    filter.equipment = common.equipment;
    filter.severity = common.severity;
    // The equipment belonged to the previous group or plant, and the sensor to the equipment.
    const bool isElsewhere = filter.group != m_filter.group || filter.plants != m_filter.plants;
    if (isElsewhere)
        filter.equipment.clear();
    if (filter.equipment != m_filter.equipment || isElsewhere)
        filter.sensor.clear();
    apply(filter);
}

void ReportFilterBar::apply(const ReportFilter& filter)
{
    const bool isNew = !(filter == m_filter);
    setFilter(filter);
    if (isNew)
        Q_EMIT filterChanged(filter);
}

void ReportFilterBar::showFilter()
{
    const auto has = [this](FilterKind kind) { return m_report.filters.contains(kind); };
    m_period.frame->setVisible(has(FilterKind::Period));
    m_group.frame->setVisible(has(FilterKind::Group));
    m_equipment.frame->setVisible(has(FilterKind::Equipment));
    m_severity.frame->setVisible(has(FilterKind::Severity));
    m_burst.frame->setVisible(has(FilterKind::Burst));
    for (const auto& [kind, value, field] : std::as_const(m_drilled)) {
        const QString chosen = m_filter.*value;
        field.frame->setVisible(has(kind) && !chosen.isEmpty());
        field.box->removeItem(1);
        if (!chosen.isEmpty())
            field.box->addItem(chosen);
        field.box->setCurrentIndex(field.box->count() - 1);
    }
    select(m_burst.box, m_filter.burstMinutes);
    for (qsizetype i = 0; i < m_choices.size(); ++i)
        select(m_choices.at(i).box, m_filter.choices.value(m_report.choices.at(i).name));
    FilterBar::showFilter();
    m_plantsFrame->setVisible(has(FilterKind::Plant) && m_plants->isOfUse());
}

bool ReportFilterBar::isNarrowed() const
{
    return !(m_report.applicable(m_filter) == ReportFilter());
}

} // namespace faultline
