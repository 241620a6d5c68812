// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/ReadingFilterBar.h"

#include "readings/Instant.h"
#include "style/Appearance.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStringListModel>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// As in a period.
constexpr auto kTo = ".."_L1;

void fill(QComboBox* box, const QString& all, const QStringList& names, const QString& chosen)
{
    box->clear();
    box->addItem(all, QString());
    for (const QString& name : names)
        box->addItem(name, name);
    if (!chosen.isEmpty() && !names.contains(chosen))
        box->addItem(chosen, chosen);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

QLabel* labelFor(QWidget* field, const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setBuddy(field);
    return label;
}

} // namespace

ReadingFilterBar::ReadingFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_period(new QComboBox(this))
    , m_group(new QComboBox(this))
    , m_equipment(new QLineEdit(this))
    , m_sensor(new QLineEdit(this))
    , m_severity(new QComboBox(this))
    , m_clear(new QPushButton(tr("Cle&ar"), this))
    , m_time(new QLineEdit(this))
    , m_go(new QPushButton(tr("G&o"), this))
    , m_problemIcon(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_completions(new QStringListModel(this))
{
    buildFields();
    layOut();
    setChoices({}, {});
    unmark();
    connect(m_period, &QComboBox::activated, this, [this](int index) {
        takePeriod(m_period->itemData(index).toString());
    });
    connect(m_period->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_period->lineEdit(), shownPeriod()))
            takePeriod(m_period->currentText());
    });
    connect(m_group, &QComboBox::activated, this, [this] {
        ReadingFilter filter = m_filter;
        filter.group = m_group->currentData().toString();
        apply(filter);
    });
    connect(m_severity, &QComboBox::activated, this, [this] {
        ReadingFilter filter = m_filter;
        filter.severity = m_severity->currentData().toString();
        apply(filter);
    });
    // Only what was changed: who passes through a field doesn't mend another one.
    connect(m_equipment, &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_equipment, m_filter.equipment))
            takeEquipment();
    });
    connect(m_sensor, &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_sensor, shownSensor()))
            takeSensor();
    });
    connect(m_time, &QLineEdit::returnPressed, this, &ReadingFilterBar::takeTime);
    connect(m_go, &QPushButton::clicked, this, &ReadingFilterBar::takeTime);
    connect(m_clear, &QPushButton::clicked, this, &ReadingFilterBar::clearFilters);
}

void ReadingFilterBar::buildFields()
{
    m_period->setEditable(true);
    m_period->setInsertPolicy(QComboBox::NoInsert);
    m_period->setObjectName(u"readingsPeriodBox"_s);
    m_period->setAccessibleName(tr("Period"));
    m_period->setToolTip(
        tr("A year, a month, a day, or FROM..TO with any of these, such as 2020-01..2020-03"));
    m_period->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_period->setMinimumContentsLength(14);
    m_group->setObjectName(u"readingsGroupBox"_s);
    m_group->setAccessibleName(tr("Group"));
    m_severity->setObjectName(u"readingsSeverityBox"_s);
    m_severity->setAccessibleName(tr("Severity"));
    for (QComboBox* box : {m_group, m_severity}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(9);
    }
    m_equipment->setObjectName(u"readingsEquipmentField"_s);
    m_equipment->setAccessibleName(tr("Equipment"));
    m_equipment->setPlaceholderText(tr("All"));
    auto* completer = new QCompleter(m_completions, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_equipment->setCompleter(completer);
    connect(
        completer, qOverload<const QString&>(&QCompleter::activated), this,
        [this] { takeEquipment(); }, Qt::QueuedConnection); // the field has the text only then
    m_sensor->setObjectName(u"readingsSensorField"_s);
    m_sensor->setAccessibleName(tr("Sensor"));
    m_sensor->setPlaceholderText(tr("All"));
    m_clear->setObjectName(u"clearReadingFiltersButton"_s);
    m_time->setObjectName(u"goToTimeField"_s);
    m_time->setAccessibleName(tr("Go to time"));
    m_time->setPlaceholderText(tr("2020-01-15 10:30"));
    m_time->setToolTip(tr("Shows the readings from this time (UTC) on, in the order of time"));
    m_go->setObjectName(u"goToTimeButton"_s);
    m_go->setAccessibleName(tr("Go to this time"));
    const int digit = fontMetrics().horizontalAdvance(u'0');
    const auto setWidths = [digit](QLineEdit* field, int least, int most) {
        field->setMinimumWidth(least * digit);
        field->setMaximumWidth(most * digit);
    };
    setWidths(m_equipment, 11, 24);
    setWidths(m_sensor, 8, 12);
    setWidths(m_time, 18, 22);
    m_problem->setObjectName(u"readingsFilterProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
}

void ReadingFilterBar::layOut()
{
    auto* upper = new QHBoxLayout;
    appearance::setTight(upper, appearance::kRelated);
    upper->addWidget(labelFor(m_period, tr("&Period"), this));
    upper->addWidget(m_period);
    upper->addWidget(labelFor(m_group, tr("&Group"), this));
    upper->addWidget(m_group);
    upper->addWidget(labelFor(m_severity, tr("Se&verity"), this));
    upper->addWidget(m_severity);
    upper->addStretch(1);
    upper->addWidget(m_clear);
    auto* lower = new QHBoxLayout;
    appearance::setTight(lower, appearance::kRelated);
    lower->addWidget(labelFor(m_equipment, tr("E&quipment"), this));
    lower->addWidget(m_equipment);
    lower->addWidget(labelFor(m_sensor, tr("Se&nsor"), this));
    lower->addWidget(m_sensor);
    lower->addStretch(1);
    lower->addWidget(labelFor(m_time, tr("Go to &time"), this));
    lower->addWidget(m_time);
    lower->addWidget(m_go);
    auto* problem = new QHBoxLayout;
    appearance::setTight(problem, appearance::kRelated);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(upper);
    column->addLayout(lower);
    column->addLayout(problem);
    setTabOrder(m_period, m_group);
    setTabOrder(m_group, m_severity);
    setTabOrder(m_severity, m_clear);
    setTabOrder(m_clear, m_equipment);
    setTabOrder(m_equipment, m_sensor);
    setTabOrder(m_sensor, m_time);
    setTabOrder(m_time, m_go);
}

QString ReadingFilterBar::shownPeriod() const
{
    if (m_filter.instant) {
        const QString from = m_filter.instant->toText();
        return m_filter.until ? from + kTo + m_filter.until->toText() : from;
    }
    return m_filter.period.isAll() ? tr("All") : m_filter.period.toText();
}

bool ReadingFilterBar::isChanged(const QLineEdit* field, const QString& shown) const
{
    return field->text() != shown || field == m_marked;
}

QString ReadingFilterBar::shownSensor() const
{
    return m_filter.sensorId ? QString::number(*m_filter.sensorId) : QString();
}

void ReadingFilterBar::setChoices(const FilterChoices& ofReports, const ReadingChoices& choices)
{
    m_period->clear();
    m_period->addItem(tr("All"), u"all"_s);
    for (const QString& year : ofReports.years)
        m_period->addItem(year, year);
    if (!ofReports.years.isEmpty())
        m_period->insertSeparator(m_period->count());
    for (const QString& month : ofReports.months)
        m_period->addItem(month, month);
    fill(m_group, tr("All"), ofReports.groups, m_filter.group);
    fill(m_severity, tr("All"), choices.severities, m_filter.severity);
    m_equipmentCodes = choices.equipment;
    m_completions->setStringList(choices.equipment);
    setFilter(m_filter);
}

void ReadingFilterBar::takePeriod(const QString& text)
{
    const QString wanted = text.trimmed() == tr("All") ? QString() : text.trimmed();
    ReadingFilter filter = m_filter;
    filter.period = {};
    filter.instant.reset();
    filter.until.reset();
    // With a time of day it is an instant, or two: periods are of whole days.
    if (wanted.contains(u':')) {
        const qsizetype split = wanted.indexOf(kTo);
        const auto instant = instantFromText(wanted.left(split));
        const auto until = split < 0 ? instant : instantFromText(wanted.mid(split + kTo.size()));
        if (!instant || !until) {
            mark(m_period->lineEdit(), instant ? until.error() : instant.error());
            return;
        }
        filter.instant = *instant;
        if (split >= 0)
            filter.until = *until;
    } else {
        const auto period = Period::fromText(wanted);
        if (!period) {
            mark(m_period->lineEdit(), period.error());
            return;
        }
        filter.period = *period;
    }
    apply(filter);
}

void ReadingFilterBar::takeEquipment()
{
    const QString wanted = m_equipment->text().trimmed();
    ReadingFilter filter = m_filter;
    filter.equipment = wanted;
    const qsizetype known = m_equipmentCodes.indexOf(QRegularExpression(
        QRegularExpression::anchoredPattern(QRegularExpression::escape(wanted)),
        QRegularExpression::CaseInsensitiveOption));
    if (!wanted.isEmpty() && known < 0 && !m_equipmentCodes.isEmpty()) {
        mark(
            m_equipment, UserMessage::error(tr("No equipment is called “%1”").arg(wanted))
                             .withRemedy(tr("Write its code as the equipment list has it.")));
        return;
    }
    if (known >= 0)
        filter.equipment = m_equipmentCodes.at(known);
    apply(filter);
}

void ReadingFilterBar::takeSensor()
{
    const QString wanted = m_sensor->text().trimmed();
    ReadingFilter filter = m_filter;
    filter.sensorId.reset();
    if (!wanted.isEmpty()) {
        bool isNumber = false;
        filter.sensorId = wanted.toInt(&isNumber);
        if (!isNumber) {
            mark(
                m_sensor, UserMessage::error(tr("“%1” is not the number of a sensor").arg(wanted)));
            return;
        }
    }
    apply(filter);
}

void ReadingFilterBar::takeTime()
{
    const auto time = instantFromText(m_time->text());
    if (!time) {
        mark(m_time, time.error());
        return;
    }
    unmark();
    Q_EMIT timeRequested(time->toDateTime());
}

void ReadingFilterBar::clearFilters()
{
    m_time->clear();
    apply({});
}

void ReadingFilterBar::setFilter(const ReadingFilter& filter)
{
    m_filter = filter;
    unmark();
    // With its item, or losing the focus would mean that another one was picked.
    m_period->setCurrentIndex(m_period->findText(shownPeriod()));
    m_period->setEditText(shownPeriod());
    m_group->setCurrentIndex(std::max(0, m_group->findData(filter.group)));
    m_severity->setCurrentIndex(std::max(0, m_severity->findData(filter.severity)));
    m_equipment->setText(filter.equipment);
    m_sensor->setText(shownSensor());
    m_clear->setEnabled(!filter.isAll());
}

void ReadingFilterBar::apply(const ReadingFilter& filter)
{
    const bool isNew = !(filter == m_filter);
    setFilter(filter);
    if (isNew)
        Q_EMIT filterChanged(filter);
}

void ReadingFilterBar::mark(QLineEdit* field, const UserMessage& problem)
{
    unmark();
    m_marked = field;
    const QColor error = appearance::toneColor(appearance::Tone::Error, palette());
    QPalette colors = palette();
    colors.setColor(QPalette::Text, error);
    field->setPalette(colors);
    QPalette problemColors = palette();
    problemColors.setColor(QPalette::WindowText, error);
    m_problem->setPalette(problemColors);
    m_problemIcon->setPixmap(appearance::icon(u"error"_s, appearance::Tone::Error)
                                 .pixmap(QSize(16, 16), devicePixelRatioF()));
    const QString text =
        problem.remedy.isEmpty() ? problem.what : problem.what + u". "_s + problem.remedy;
    field->setAccessibleDescription(text);
    m_problem->setText(text);
    m_problem->show();
    m_problemIcon->show();
    m_clear->setEnabled(true); // mends it too
}

void ReadingFilterBar::unmark()
{
    if (m_marked) {
        m_marked->setPalette(QPalette());
        m_marked->setAccessibleDescription(QString());
        m_marked = nullptr;
    }
    m_problem->hide();
    m_problemIcon->hide();
    m_clear->setEnabled(!m_filter.isAll());
}

void ReadingFilterBar::focusFilter()
{
    m_period->setFocus(Qt::ShortcutFocusReason);
    m_period->lineEdit()->selectAll();
}

} // namespace faultline
