// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/FilterBar.h"

#include "style/Appearance.h"
#include "widgets/MultiChoiceBox.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

/// Restores what a person is typing after the items of a box have changed.
class Typing
{
public:
    /// `taken` is the box's text while no one is typing.
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

QString orAll(const QString& text)
{
    return text.isEmpty() ? FilterBar::tr("All") : text;
}

// The typed text; empty for all.
QString wantedIn(const QString& text)
{
    const QString wanted = text.trimmed();
    return wanted == FilterBar::tr("All") ? QString() : wanted;
}

// Shows the text, and selects its item, from which the arrow keys move.
void showChosen(QComboBox* box, const QString& text)
{
    box->setCurrentIndex(box->findText(text));
    box->setEditText(text);
}

// In a combo box, the box itself has the focus.
QWidget* describedBy(QLineEdit* edit)
{
    return edit->focusProxy() ? edit->focusProxy() : edit;
}

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , m_plantsFrame(nullptr)
    , m_plants(new MultiChoiceBox(this))
    , m_clear(new QPushButton(tr("Cle&ar"), this))
    , m_problem(new QLabel(this))
    , m_problemIcon(new QLabel(this))
{
    m_plants->setObjectName(u"plantsBox"_s);
    m_plants->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    constexpr int kPlantCharacters = 8;
    m_plants->setMinimumContentsLength(kPlantCharacters);
    m_plantsFrame = labelled(tr("Plants"), m_plants);
    m_period = addField(tr("&Period"), "periodBox", 16);
    m_group = addField(tr("&Group"), "groupBox", 12);
    m_equipment = addField(tr("E&quipment"), "equipmentBox", 12);
    m_severity = addField(tr("Se&verity"), "severityBox", 9);
    for (const Field& field : {m_period, m_equipment}) {
        field.box->setEditable(true);
        field.box->setInsertPolicy(QComboBox::NoInsert);
    }
    m_equipment.box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_equipment.box->completer()->setFilterMode(Qt::MatchContains);
    m_clear->setObjectName(u"clearFiltersButton"_s);
    m_problem->setObjectName(u"periodProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    connectFields();
}

void FilterBar::connectFields()
{
    connect(m_plants, &MultiChoiceBox::chosenChanged, this, [this](const QStringList& plants) {
        Common common = chosen();
        common.plants = plants;
        choose(FilterKind::Plant, common);
    });
    // Only changed fields: passing through a field doesn't correct another one.
    connect(m_period.box, &QComboBox::activated, this, [this](int index) {
        takePeriod(wantedIn(m_period.box->itemText(index)));
    });
    connect(m_period.box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_period.box->lineEdit(), orAll(periodText())))
            takePeriod(wantedIn(m_period.box->currentText()));
    });
    connect(m_equipment.box, &QComboBox::activated, this, [this](int index) {
        takeEquipment(wantedIn(m_equipment.box->itemText(index)));
    });
    connect(m_equipment.box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (isChanged(m_equipment.box->lineEdit(), orAll(chosen().equipment)))
            takeEquipment(wantedIn(m_equipment.box->currentText()));
    });
    connect(m_group.box, &QComboBox::activated, this, [this](int index) {
        Common common = chosen();
        common.group = m_group.box->itemData(index).toString();
        choose(FilterKind::Group, common);
    });
    connect(m_severity.box, &QComboBox::activated, this, [this](int index) {
        Common common = chosen();
        common.severity = m_severity.box->itemData(index).toString();
        choose(FilterKind::Severity, common);
    });
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::clearFilters);
}

QWidget* FilterBar::labelled(const QString& label, QWidget* field)
{
    auto* frame = new QWidget(this);
    auto* title = new QLabel(label, frame);
    title->setBuddy(field);
    field->setAccessibleName(QString(label).remove(u'&'));
    auto* row = new QHBoxLayout(frame);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(title);
    row->addWidget(field);
    return frame;
}

FilterBar::Field FilterBar::addField(const QString& label, const char* name, int characters)
{
    auto* box = new QComboBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(characters);
    return {labelled(label, box), box};
}

void FilterBar::addProblem(QBoxLayout* column)
{
    auto* problem = new QHBoxLayout;
    appearance::setTight(problem, appearance::kRelated);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    column->addLayout(problem);
}

void FilterBar::fill(
    QComboBox* box, const QString& all, const QStringList& names, const QString& chosen)
{
    box->clear();
    box->addItem(all, QString());
    for (const QString& name : names)
        box->addItem(name, name);
    // The chosen value is no longer offered, but stays chosen.
    if (!chosen.isEmpty() && !names.contains(chosen))
        box->addItem(chosen, chosen);
}

void FilterBar::select(QComboBox* box, const QVariant& value)
{
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

void FilterBar::setChoices(const FilterChoices& choices)
{
    // A chosen plant was removed or renamed; with the last but one, the box goes too.
    if (m_plants->setChoices(choices.plants)) {
        Common common = chosen();
        common.plants = m_plants->chosen();
        choose(FilterKind::Plant, common);
    }
    const Common now = chosen();
    const Typing period(m_period.box, orAll(periodText()));
    const Typing equipment(m_equipment.box, orAll(now.equipment));
    m_clocks = choices.clocks;
    m_period.box->clear();
    m_period.box->addItem(tr("All"));
    m_period.box->addItems(choices.years);
    if (!choices.years.isEmpty())
        m_period.box->insertSeparator(m_period.box->count());
    m_period.box->addItems(choices.months);
    m_severities = choices.severities;
    fill(m_group.box, tr("All"), choices.groups, now.group);
    fill(m_equipment.box, tr("All"), choices.equipment, now.equipment);
    fillSeverities();
    showCommon();
}

void FilterBar::fillSeverities()
{
    fill(m_severity.box, tr("All"), m_severities, chosen().severity);
}

QString FilterBar::periodText() const
{
    const Period period = chosen().period;
    return period.isAll() ? QString() : period.toText();
}

void FilterBar::takePeriod(const QString& text)
{
    const auto period = Period::fromText(text);
    if (!period) {
        mark(m_period.box->lineEdit(), period.error());
        return;
    }
    Common common = chosen();
    common.period = *period;
    choose(FilterKind::Period, common);
}

// The exact code, or one that differs only in case; any code while none are known.
void FilterBar::takeEquipment(const QString& text)
{
    const QComboBox* box = m_equipment.box;
    int known = box->findText(text, Qt::MatchExactly);
    if (known < 0)
        known = box->findText(text, Qt::MatchFixedString);
    if (known < 0 && !text.isEmpty() && box->count() > 1) {
        mark(
            box->lineEdit(),
            UserMessage::error(tr("There is no equipment “%1”").arg(text))
                .withRemedy(tr("Enter its code as it appears in the equipment list.")));
        return;
    }
    Common common = chosen();
    common.equipment = known > 0 ? box->itemText(known) : text;
    choose(FilterKind::Equipment, common);
}

void FilterBar::showFilter()
{
    showCommon();
    unmark();
}

void FilterBar::showCommon()
{
    const Common now = chosen();
    m_plants->setChosen(now.plants);
    m_plantsFrame->setVisible(m_plants->isOfUse());
    showZone();
    showChosen(m_period.box, orAll(periodText()));
    showChosen(m_equipment.box, orAll(now.equipment));
    select(m_group.box, now.group);
    select(m_severity.box, now.severity);
}

void FilterBar::showZone()
{
    const QString zone = clocks().zoneName();
    const QString days = zone.isEmpty() ? tr("Days are those of each plant's time zone.")
                                        : tr("Days are those of the time zone %1.").arg(zone);
    m_period.box->setToolTip(
        tr("A year, a month, a day, or FROM..TO with any of these, such as 2020-01..2020-03.")
        + u'\n' + days);
}

bool FilterBar::isChanged(const QLineEdit* edit, const QString& shown) const
{
    return edit->text() != shown || edit == m_marked;
}

void FilterBar::mark(QLineEdit* edit, const UserMessage& problem)
{
    unmark();
    m_marked = edit;
    setMarkColors(edit);
    const QString text =
        problem.remedy.isEmpty() ? problem.what : problem.what + u". "_s + problem.remedy;
    describedBy(edit)->setAccessibleDescription(text);
    m_problem->setText(text);
    m_problem->show();
    m_problemIcon->show();
    m_clear->setEnabled(true); // also clears invalid text
    Q_EMIT validityChanged(false);
}

void FilterBar::unmark()
{
    if (m_marked) {
        m_marked->setPalette(QPalette());
        describedBy(m_marked)->setAccessibleDescription({});
        m_marked = nullptr;
    }
    m_problem->hide();
    m_problemIcon->hide();
    m_clear->setEnabled(isNarrowed());
    Q_EMIT validityChanged(true);
}

void FilterBar::setMarkColors(QLineEdit* edit)
{
    const QColor error = appearance::toneColor(appearance::Tone::Error, palette());
    QPalette colors = palette();
    colors.setColor(QPalette::Text, error);
    edit->setPalette(colors);
    colors = palette();
    colors.setColor(QPalette::WindowText, error);
    m_problem->setPalette(colors);
    m_problemIcon->setPixmap(appearance::icon(u"error"_s, appearance::Tone::Error)
                                 .pixmap(QSize(16, 16), devicePixelRatioF()));
}

bool FilterBar::cancelTyping()
{
    if (m_period.box->currentText() == orAll(periodText())
        && m_equipment.box->currentText() == orAll(chosen().equipment))
        return false;
    showFilter();
    return true;
}

void FilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    // The mark has colours of the previous palette.
    if (event->type() == QEvent::PaletteChange && m_marked)
        setMarkColors(m_marked);
}

void FilterBar::focusFilter()
{
    m_period.box->setFocus(Qt::ShortcutFocusReason);
    m_period.box->lineEdit()->selectAll();
}

} // namespace faultline
