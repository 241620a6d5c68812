// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/ReportFilterBar.h"

#include "style/Appearance.h"
#include "widgets/FlowLayout.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::array kBurstMinutes{0, 1, 5, 10, 30, 60, 240, 1440};

void fill(QComboBox* box, const QString& all, const QStringList& names, const QString& current)
{
    box->clear();
    box->addItem(all, QString());
    for (const QString& name : names)
        box->addItem(name, name);
    // Chosen before, and not there any more: it stays what it is.
    if (!current.isEmpty() && !names.contains(current))
        box->addItem(current, current);
}

void select(QComboBox* box, const QVariant& value)
{
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

// The text, and the item that the arrow keys go on from.
void showChosen(QComboBox* box, const QVariant& value, const QString& text)
{
    box->setCurrentIndex(box->findData(value));
    box->setEditText(text);
}

/// Keeps what somebody types while the items of a box change.
class Typing
{
public:
    /// `taken` is the text when nobody types.
    Typing(const QComboBox* box, const QString& taken)
        : m_edit(box->lineEdit())
        , m_isTyping(m_edit->text() != taken)
        , m_text(m_edit->text())
        , m_cursor(m_edit->cursorPosition())
    {}
    ~Typing()
    {
        if (!m_isTyping)
            return;
        m_edit->setText(m_text);
        m_edit->setCursorPosition(m_cursor);
    }
    Typing(const Typing&) = delete;
    Typing& operator=(const Typing&) = delete;

private:
    QLineEdit* m_edit;
    bool m_isTyping;
    QString m_text;
    int m_cursor;
};

} // namespace

ReportFilterBar::ReportFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_problemIcon(new QLabel(this))
    , m_problem(new QLabel(this))
{
    m_flow = new FlowLayout(appearance::kGroup, appearance::kRelated);
    buildFields();
    m_clear = new QPushButton(tr("Cle&ar"), this);
    m_clear->setObjectName(u"clearFiltersButton"_s);
    m_flow->addWidget(m_clear);
    m_problem->setObjectName(u"periodProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto* problem = new QHBoxLayout;
    appearance::setTight(problem, appearance::kRelated);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(m_flow);
    column->addLayout(problem);
    setChoices({}, {});
    setReport({});
    connect(m_clear, &QPushButton::clicked, this, &ReportFilterBar::clearFilters);
}

ReportFilterBar::Field
ReportFilterBar::addField(const QString& label, const char* name, int characters)
{
    Field field;
    field.frame = new QWidget(this);
    field.box = new QComboBox(field.frame);
    field.box->setObjectName(QString::fromLatin1(name));
    field.box->setAccessibleName(QString(label).remove(u'&'));
    field.box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    field.box->setMinimumContentsLength(characters);
    auto* title = new QLabel(label, field.frame);
    title->setBuddy(field.box);
    auto* row = new QHBoxLayout(field.frame);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(title);
    row->addWidget(field.box);
    m_flow->addWidget(field.frame);
    return field;
}

void ReportFilterBar::buildFields()
{
    m_period = addField(tr("&Period"), "periodBox", 16);
    m_period.box->setEditable(true);
    m_period.box->setInsertPolicy(QComboBox::NoInsert);
    m_period.box->setToolTip(
        tr("A year, a month, a day, or FROM..TO with any of these, such as 2020-01..2020-03"));
    m_group = addField(tr("&Group"), "groupBox", 12);
    m_equipment = addField(tr("E&quipment"), "equipmentBox", 12);
    m_equipment.box->setEditable(true);
    m_equipment.box->setInsertPolicy(QComboBox::NoInsert);
    m_equipment.box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_equipment.box->completer()->setFilterMode(Qt::MatchContains);
    m_sensor = addField(tr("Se&nsor"), "sensorBox", 6);
    m_severity = addField(tr("Se&verity"), "severityBox", 9);
    m_burst = addField(tr("&Bursts"), "burstBox", 11);
    m_burst.box->setToolTip(
        tr("Failure events of an equipment that follow each other within this time are counted as "
           "one failure"));
    for (const int minutes : kBurstMinutes) {
        const QString text = minutes == 0     ? tr("Each event")
                             : minutes < 60   ? tr("Within %1 min").arg(minutes)
                             : minutes < 1440 ? tr("Within %1 h").arg(minutes / 60)
                                              : tr("Within a day");
        m_burst.box->addItem(text, minutes);
    }
    connect(m_period.box, &QComboBox::activated, this, [this](int index) {
        takePeriod(m_period.box->itemData(index).toString());
    });
    connect(m_period.box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (m_period.box->currentText() != shownPeriod() || m_marked == m_period.box)
            takePeriod(m_period.box->currentText());
    });
    connect(m_equipment.box, &QComboBox::activated, this, [this](int index) {
        takeEquipment(m_equipment.box->itemData(index).toString());
    });
    connect(m_equipment.box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (m_equipment.box->currentText() != shownEquipment() || m_marked == m_equipment.box)
            takeEquipment(m_equipment.box->currentText());
    });
    const auto connectField = [this](const Field& field, auto change) {
        connect(field.box, &QComboBox::activated, this, [this, field, change](int index) {
            take(change, field.box->itemData(index));
        });
    };
    connect(m_group.box, &QComboBox::activated, this, [this](int index) {
        takeGroup(m_group.box->itemData(index).toString());
    });
    connectField(m_severity, [](ReportFilter& f, const QVariant& v) { f.severity = v.toString(); });
    connectField(m_burst, [](ReportFilter& f, const QVariant& v) { f.burstMinutes = v.toInt(); });
    connectField(m_sensor, [](ReportFilter& f, const QVariant& v) {
        f.sensor = v.toString().isEmpty() ? std::nullopt : std::optional(v.toInt());
    });
}

QString ReportFilterBar::shownPeriod() const
{
    return m_filter.period.isAll() ? tr("All") : m_filter.period.toText();
}

QString ReportFilterBar::shownEquipment() const
{
    return m_filter.equipment.isEmpty() ? tr("All") : m_filter.equipment;
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
    // The button stands behind everything that it clears.
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
    for (const ReportChoice::Value& value : choice.values)
        field.box->addItem(value.title, value.name);
    field.frame->show();
    connect(field.box, &QComboBox::activated, this, [this, field, name = choice.name](int index) {
        ReportFilter filter = m_filter;
        // The first one is what it is without a choice.
        if (index == 0)
            filter.choices.remove(name);
        else
            filter.choices.insert(name, field.box->itemData(index).toString());
        apply(filter);
    });
    m_choices << field;
}

void ReportFilterBar::setChoices(const FilterChoices& choices, const ReadingChoices& ofReadings)
{
    const Typing period(m_period.box, shownPeriod());
    const Typing equipment(m_equipment.box, shownEquipment());
    m_period.box->clear();
    m_period.box->addItem(tr("All"), u"all"_s);
    for (const QString& year : choices.years)
        m_period.box->addItem(year, year);
    if (!choices.years.isEmpty())
        m_period.box->insertSeparator(m_period.box->count());
    for (const QString& month : choices.months)
        m_period.box->addItem(month, month);
    m_equipmentCodes = ofReadings.equipment;
    fill(m_group.box, tr("All"), choices.groups, m_filter.group);
    fill(m_equipment.box, tr("All"), ofReadings.equipment, m_filter.equipment);
    m_severities = ofReadings.severities;
    fillSeverities();
    showValues();
}

// What a report means by failures is the ERROR records; one with a column of severities shows all
// of them until one is chosen.
void ReportFilterBar::fillSeverities()
{
    const bool hasAll = m_report.columnAt(u"severity"_s) >= 0;
    QStringList others = m_severities;
    if (!hasAll)
        others.removeAll(u"ERROR"_s);
    fill(m_severity.box, hasAll ? tr("All") : u"ERROR"_s, others, m_filter.severity);
}

void ReportFilterBar::takePeriod(const QString& text)
{
    const QString wanted = text.trimmed() == tr("All") ? QString() : text.trimmed();
    const auto period = Period::fromText(wanted);
    if (!period) {
        const UserMessage& error = period.error();
        mark(
            m_period.box,
            error.remedy.isEmpty() ? error.what : error.what + u". "_s + error.remedy);
        return;
    }
    ReportFilter filter = m_filter;
    filter.period = *period;
    apply(filter);
}

void ReportFilterBar::takeEquipment(const QString& text)
{
    const QString wanted = text.trimmed() == tr("All") ? QString() : text.trimmed();
    if (!wanted.isEmpty() && !m_equipmentCodes.contains(wanted)) {
        mark(m_equipment.box, tr("There is no equipment “%1”").arg(wanted));
        return;
    }
    ReportFilter filter = m_filter;
    if (filter.equipment != wanted)
        filter.sensor.reset(); // was one of the equipment before
    filter.equipment = wanted;
    apply(filter);
}

void ReportFilterBar::takeGroup(const QString& group)
{
    ReportFilter filter = m_filter;
    if (filter.group != group) {
        // They were of the group before.
        filter.equipment.clear();
        filter.sensor.reset();
    }
    filter.group = group;
    apply(filter);
}

void ReportFilterBar::take(void (*change)(ReportFilter&, const QVariant&), const QVariant& value)
{
    ReportFilter filter = m_filter;
    change(filter, value);
    apply(filter);
}

void ReportFilterBar::clearFilters()
{
    apply({});
}

void ReportFilterBar::apply(const ReportFilter& filter)
{
    const bool isNew = !(filter == m_filter);
    m_filter = filter;
    showFilter();
    if (isNew)
        Q_EMIT filterChanged(filter);
}

void ReportFilterBar::showFilter()
{
    showValues();
    mark(nullptr, {});
}

void ReportFilterBar::showValues()
{
    const auto has = [this](FilterKind kind) { return m_report.filters.contains(kind); };
    m_period.frame->setVisible(has(FilterKind::Period));
    m_group.frame->setVisible(has(FilterKind::Group));
    m_equipment.frame->setVisible(has(FilterKind::Equipment));
    m_severity.frame->setVisible(has(FilterKind::Severity));
    m_burst.frame->setVisible(has(FilterKind::Burst));
    // A sensor is chosen on the way down, and let go of here.
    m_sensor.frame->setVisible(has(FilterKind::Sensor) && m_filter.sensor.has_value());
    m_sensor.box->clear();
    m_sensor.box->addItem(tr("All"), QString());
    if (m_filter.sensor)
        m_sensor.box->addItem(QString::number(*m_filter.sensor), *m_filter.sensor);
    m_sensor.box->setCurrentIndex(m_sensor.box->count() - 1);

    const Period& period = m_filter.period;
    showChosen(m_period.box, period.isAll() ? u"all"_s : period.toText(), shownPeriod());
    showChosen(m_equipment.box, m_filter.equipment, shownEquipment());
    select(m_group.box, m_filter.group);
    select(m_severity.box, m_filter.severity);
    select(m_burst.box, m_filter.burstMinutes);
    for (qsizetype i = 0; i < m_choices.size(); ++i)
        select(m_choices.at(i).box, m_filter.choices.value(m_report.choices.at(i).name));
}

bool ReportFilterBar::isNarrowed() const
{
    return !(m_report.applicable(m_filter) == ReportFilter());
}

void ReportFilterBar::mark(QComboBox* box, const QString& problem)
{
    if (m_marked) {
        m_marked->lineEdit()->setPalette(QPalette());
        m_marked->setAccessibleDescription({});
    }
    m_marked = box;
    if (box) {
        const QColor error = appearance::toneColor(appearance::Tone::Error, palette());
        QPalette colors = palette();
        colors.setColor(QPalette::Text, error);
        box->lineEdit()->setPalette(colors);
        box->setAccessibleDescription(problem);
        QPalette problemColors = palette();
        problemColors.setColor(QPalette::WindowText, error);
        m_problem->setPalette(problemColors);
        m_problemIcon->setPixmap(appearance::icon(u"error"_s, appearance::Tone::Error)
                                     .pixmap(QSize(16, 16), devicePixelRatioF()));
    }
    m_problem->setText(problem);
    m_problem->setVisible(box);
    m_problemIcon->setVisible(box);
    // Clear mends it too.
    m_clear->setEnabled(box || isNarrowed());
    Q_EMIT validityChanged(!box);
}

bool ReportFilterBar::cancelTyping()
{
    if (m_period.box->currentText() == shownPeriod()
        && m_equipment.box->currentText() == shownEquipment())
        return false;
    showFilter();
    return true;
}

void ReportFilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    // The colours of a mark are those of the palette before.
    if (event->type() == QEvent::PaletteChange && m_marked)
        mark(m_marked, m_problem->text());
}

void ReportFilterBar::focusFilter()
{
    m_period.box->setFocus(Qt::ShortcutFocusReason);
    m_period.box->lineEdit()->selectAll();
}

} // namespace faultline
