// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ReportFilterBar.h"

#include "Appearance.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportFilterBar::ReportFilterBar(QWidget* parent)
    : QWidget(parent)
    , m_period(new QComboBox(this))
    , m_group(new QComboBox(this))
    , m_clear(new QPushButton(tr("C&lear"), this))
    , m_problemIcon(new QLabel(this))
    , m_problem(new QLabel(this))
{
    m_period->setEditable(true);
    m_period->setInsertPolicy(QComboBox::NoInsert);
    m_period->setObjectName(u"periodBox"_s);
    m_period->setAccessibleName(tr("Period"));
    m_period->setToolTip(
        tr("A year, a month, a day, or FROM..TO with any of these, such as 2020-01..2020-03"));
    m_period->setMinimumContentsLength(18);
    m_group->setObjectName(u"groupBox"_s);
    m_group->setAccessibleName(tr("Group"));
    m_group->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_group->setMinimumContentsLength(16);
    m_clear->setObjectName(u"clearFiltersButton"_s);
    m_problem->setObjectName(u"periodProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto* periodLabel = new QLabel(tr("&Period"), this);
    periodLabel->setBuddy(m_period);
    auto* groupLabel = new QLabel(tr("&Group"), this);
    groupLabel->setBuddy(m_group);

    auto* row = new QHBoxLayout;
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(periodLabel);
    row->addWidget(m_period);
    row->addSpacing(appearance::kRelated);
    row->addWidget(groupLabel);
    row->addWidget(m_group);
    row->addSpacing(appearance::kRelated);
    row->addWidget(m_clear);
    row->addStretch(1);
    auto* problem = new QHBoxLayout;
    appearance::setTight(problem, appearance::kRelated);
    problem->addWidget(m_problemIcon, 0, Qt::AlignTop);
    problem->addWidget(m_problem, 1);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(row);
    column->addLayout(problem);

    setChoices({});
    connect(m_period, &QComboBox::activated, this, [this](int index) {
        takePeriod(m_period->itemData(index).toString());
    });
    connect(m_period->lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (m_period->currentText() != shownPeriod())
            takePeriod(m_period->currentText());
    });
    connect(m_group, &QComboBox::activated, this, &ReportFilterBar::takeGroup);
    connect(m_clear, &QPushButton::clicked, this, &ReportFilterBar::clearFilters);
}

QString ReportFilterBar::shownPeriod() const
{
    return m_filter.period.isAll() ? tr("All") : m_filter.period.toText();
}

void ReportFilterBar::setChoices(const FilterChoices& choices)
{
    m_period->clear();
    m_period->addItem(tr("All"), u"all"_s);
    for (const QString& year : choices.years)
        m_period->addItem(year, year);
    if (!choices.years.isEmpty())
        m_period->insertSeparator(m_period->count());
    for (const QString& month : choices.months)
        m_period->addItem(month, month);
    m_period->setEditText(shownPeriod());

    m_group->clear();
    m_group->addItem(tr("All"), QString());
    for (const QString& group : choices.groups)
        m_group->addItem(group, group);
    if (!m_filter.group.isEmpty() && !choices.groups.contains(m_filter.group))
        m_group->addItem(m_filter.group, m_filter.group);
    m_group->setCurrentIndex(std::max(0, m_group->findData(m_filter.group)));
    markPeriod({});
    m_clear->setEnabled(!(m_filter == ReportFilter()));
}

void ReportFilterBar::takePeriod(const QString& text)
{
    const QString wanted = text.trimmed() == tr("All") ? QString() : text.trimmed();
    const auto period = Period::fromText(wanted);
    if (!period) {
        const UserMessage& error = period.error();
        markPeriod(error.remedy.isEmpty() ? error.what : error.what + u". "_s + error.remedy);
        return;
    }
    ReportFilter filter = m_filter;
    filter.period = *period;
    apply(filter);
}

void ReportFilterBar::takeGroup()
{
    ReportFilter filter = m_filter;
    filter.group = m_group->currentData().toString();
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
    m_period->setEditText(shownPeriod());
    m_group->setCurrentIndex(std::max(0, m_group->findData(filter.group)));
    m_clear->setEnabled(!(filter == ReportFilter()));
    markPeriod({});
    if (isNew)
        Q_EMIT filterChanged(filter);
}

void ReportFilterBar::markPeriod(const QString& problem)
{
    const bool isBad = !problem.isEmpty();
    QPalette colors = palette();
    if (isBad) {
        const QColor error = appearance::toneColor(appearance::Tone::Error, palette());
        colors.setColor(QPalette::Text, error);
        QPalette problemColors = palette();
        problemColors.setColor(QPalette::WindowText, error);
        m_problem->setPalette(problemColors);
        m_problemIcon->setPixmap(appearance::icon(u"error"_s, appearance::Tone::Error)
                                     .pixmap(QSize(16, 16), devicePixelRatioF()));
    }
    m_period->lineEdit()->setPalette(isBad ? colors : QPalette());
    m_period->setAccessibleDescription(problem);
    m_problem->setText(problem);
    m_problem->setVisible(isBad);
    Q_EMIT validityChanged(!isBad);
    m_problemIcon->setVisible(isBad);
    // Clear mends it too.
    m_clear->setEnabled(isBad || !(m_filter == ReportFilter()));
}

void ReportFilterBar::focusFilter()
{
    m_period->setFocus(Qt::ShortcutFocusReason);
    m_period->lineEdit()->selectAll();
}

} // namespace faultline
