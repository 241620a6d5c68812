// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/ReadingFilterBar.h"

#include "readings/SourceId.h"
#include "style/Appearance.h"
#include "widgets/FlowLayout.h"
#include "widgets/MultiChoiceBox.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// As in a period.
constexpr auto kTo = ".."_L1;

} // namespace

ReadingFilterBar::ReadingFilterBar(QWidget* parent)
    : FilterBar(parent)
    , m_sensor(new QLineEdit(this))
    , m_time(new QLineEdit(this))
    , m_go(new QPushButton(tr("G&o"), this))
{
    buildFields();
    layOut();
    setChoices({});
    ReadingFilterBar::showFilter();
    connect(m_sensor, &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_sensor, shownSensor()))
            takeSensor();
    });
    connect(m_time, &QLineEdit::returnPressed, this, &ReadingFilterBar::takeTime);
    connect(m_go, &QPushButton::clicked, this, &ReadingFilterBar::takeTime);
}

void ReadingFilterBar::buildFields()
{
    m_plants->setObjectName(u"readingsPlantsBox"_s);
    m_period.box->setObjectName(u"readingsPeriodBox"_s);
    m_period.box->setMinimumContentsLength(14);
    m_group.box->setObjectName(u"readingsGroupBox"_s);
    m_group.box->setMinimumContentsLength(9);
    m_equipment.box->setObjectName(u"readingsEquipmentBox"_s);
    m_equipment.box->lineEdit()->setObjectName(u"readingsEquipmentField"_s);
    m_severity.box->setObjectName(u"readingsSeverityBox"_s);
    m_clear->setObjectName(u"clearReadingFiltersButton"_s);
    m_problem->setObjectName(u"readingsFilterProblem"_s);
    m_sensor->setObjectName(u"readingsSensorField"_s);
    m_sensor->setPlaceholderText(tr("All"));
    m_time->setObjectName(u"goToTimeField"_s);
    m_time->setPlaceholderText(tr("2020-01-15 10:30"));
    m_go->setObjectName(u"goToTimeButton"_s);
    m_go->setAccessibleName(tr("Go to this time"));
    const int digit = fontMetrics().horizontalAdvance(u'0');
    const auto setWidths = [digit](QLineEdit* field, int least, int most) {
        field->setMinimumWidth(least * digit);
        field->setMaximumWidth(most * digit);
    };
    setWidths(m_sensor, 8, 12);
    setWidths(m_time, 18, 22);
}

void ReadingFilterBar::layOut()
{
    auto* upper = new FlowLayout(appearance::kRelated, appearance::kRelated);
    upper->addWidget(m_plantsFrame);
    for (const Field& field : {m_period, m_group, m_severity})
        upper->addWidget(field.frame);
    upper->addWidget(m_clear);
    auto* lower = new FlowLayout(appearance::kRelated, appearance::kRelated);
    lower->addWidget(m_equipment.frame);
    lower->addWidget(labelled(tr("Se&nsor"), m_sensor));
    QWidget* time = labelled(tr("Go to ti&me"), m_time);
    m_timeLabel = time->findChild<QLabel*>();
    time->layout()->addWidget(m_go);
    lower->addWidget(time);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(upper);
    column->addLayout(lower);
    addProblem(column);
    setTabOrder(m_group.box, m_severity.box);
    setTabOrder(m_severity.box, m_clear);
    setTabOrder(m_clear, m_equipment.box);
    setTabOrder(m_equipment.box, m_sensor);
    setTabOrder(m_sensor, m_time);
    setTabOrder(m_time, m_go);
}

FilterBar::Common ReadingFilterBar::chosen() const
{
    return {
        m_filter.plants, m_filter.period, m_filter.group, m_filter.equipment, m_filter.severity};
}

QString ReadingFilterBar::periodText() const
{
    if (!m_filter.instant)
        return FilterBar::periodText();
    const PlantClocks clocks = this->clocks();
    const QString from = clocks.at(*m_filter.instant).shown();
    return m_filter.until ? from + kTo + clocks.at(*m_filter.until).shown() : from;
}

QString ReadingFilterBar::shownSensor() const
{
    return m_filter.sensor;
}

// With a time of day, it is one instant or two, because periods consist of whole days.
void ReadingFilterBar::takePeriod(const QString& text)
{
    if (!text.contains(u':')) {
        FilterBar::takePeriod(text);
        return;
    }
    const qsizetype split = text.indexOf(kTo);
    const LocalTime zone = clocks().commonZone();
    const auto from = instantFromText(text.left(split), zone);
    const auto to = split < 0 ? from : instantFromText(text.mid(split + kTo.size()), zone);
    if (!from || !to) {
        mark(m_period.box->lineEdit(), from ? to.error() : from.error());
        return;
    }
    ReadingFilter filter = m_filter;
    filter.period = {};
    filter.instant = *from;
    filter.until = split < 0 ? std::nullopt : std::optional(*to);
    apply(filter);
}

void ReadingFilterBar::choose(FilterKind kind, const Common& common)
{
    ReadingFilter filter = m_filter;
    filter.plants = common.plants;
    filter.period = common.period;
    filter.group = common.group;
    filter.equipment = common.equipment;
    filter.severity = common.severity;
    if (kind == FilterKind::Period) {
        filter.instant.reset();
        filter.until.reset();
    }
    apply(filter);
}

void ReadingFilterBar::takeSensor()
{
    const QString wanted = m_sensor->text().trimmed();
    ReadingFilter filter = m_filter;
    filter.sensor = canonicalIdFromText(wanted);
    if (filter.sensor.isEmpty() && !wanted.isEmpty()) {
        mark(m_sensor, UserMessage::error(tr("“%1” can't be a sensor").arg(wanted)));
        return;
    }
    apply(filter);
}

void ReadingFilterBar::takeTime()
{
    const auto time = instantFromText(m_time->text(), clocks().commonZone());
    if (!time) {
        mark(m_time, time.error());
        return;
    }
    unmark();
    Q_EMIT timeRequested(*time);
}

void ReadingFilterBar::clearFilters()
{
    m_time->clear();
    apply({});
}

void ReadingFilterBar::setFilter(const ReadingFilter& filter)
{
    m_filter = filter;
    showFilter();
}

void ReadingFilterBar::fillSeverities()
{
    const QString failures = kFailureSeverities.toString();
    const bool areChosen = m_filter.severity == failures;
    fill(m_severity.box, tr("All"), m_severities, areChosen ? QString() : m_filter.severity);
    m_severity.box->insertItem(1, tr("Failures"), failures);
}

void ReadingFilterBar::showZone()
{
    FilterBar::showZone();
    const QString zone = clocks().commonZone().name();
    const QString label = tr("Go to ti&me (%1)").arg(zone);
    m_timeLabel->setText(label);
    m_time->setAccessibleName(QString(label).remove(u'&'));
    m_time->setToolTip(
        tr("Shows the readings from this time onwards, in order of time.\nIt is in the time zone "
           "%1, unless it has an offset, such as 2020-01-15 10:30+01:00.")
            .arg(zone));
}

void ReadingFilterBar::showFilter()
{
    m_sensor->setText(shownSensor());
    FilterBar::showFilter();
}

void ReadingFilterBar::apply(const ReadingFilter& filter)
{
    const bool isNew = !(filter == m_filter);
    setFilter(filter);
    if (isNew)
        Q_EMIT filterChanged(filter);
}

} // namespace faultline
