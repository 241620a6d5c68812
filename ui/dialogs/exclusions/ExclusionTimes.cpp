// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exclusions/ExclusionTimes.h"

#include "style/Appearance.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kDaysOfWeek = 7;
constexpr int kDaysInRow = 4;

// A line of a field, a word and another field.
QWidget* range(QWidget* from, QWidget* to, QWidget* parent)
{
    auto* line = new QWidget(parent);
    auto* row = new QHBoxLayout(line);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(from);
    row->addWidget(new QLabel(ExclusionTimes::tr("to"), line));
    row->addWidget(to);
    row->addStretch(1);
    return line;
}

QFormLayout* formOf(QWidget* page)
{
    auto* form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(appearance::kRelated);
    return form;
}

Result<QDate> dayOf(const QLineEdit& field)
{
    const QString text = field.text().trimmed();
    const QDate day = QDate::fromString(text, Qt::ISODate);
    if (text.isEmpty() || day.isValid())
        return day;
    return UserMessage::error(ExclusionTimes::tr("“%1” is no day").arg(text))
        .withRemedy(
            ExclusionTimes::tr("Write it as 2020-07-01, or leave the field empty for no limit."))
        .withCode(u"exclusion"_s);
}

} // namespace

ExclusionTimes::ExclusionTimes(const Exclusion& exclusion, QWidget* parent)
    : QWidget(parent)
    , m_repeats(new QComboBox(this))
    , m_startsAt(new QDateTimeEdit(this))
    , m_endsAt(new QDateTimeEdit(this))
    , m_timeFrom(new QTimeEdit(this))
    , m_timeTo(new QTimeEdit(this))
    , m_yearFrom(new QDateEdit(this))
    , m_yearTo(new QDateEdit(this))
    , m_since(new QLineEdit(this))
    , m_until(new QLineEdit(this))
{
    m_repeats->setObjectName(u"exclusionRepeats"_s);
    m_repeats->setAccessibleName(tr("How it repeats"));
    m_repeats->addItems({tr("Once"), tr("Every week"), tr("Every year")});
    m_pages = {singlePage(exclusion), weeklyPage(exclusion), yearlyPage(exclusion)};
    m_limits = limits(exclusion);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addWidget(m_repeats, 0, Qt::AlignLeft);
    for (QWidget* page : std::as_const(m_pages))
        column->addWidget(page);
    column->addWidget(m_limits);
    column->addStretch(1);
    m_repeats->setCurrentIndex(static_cast<int>(exclusion.repeats));
    connect(m_repeats, &QComboBox::currentIndexChanged, this, &ExclusionTimes::showPage);
    showPage();
}

QWidget* ExclusionTimes::singlePage(const Exclusion& exclusion)
{
    const QDateTime today(QDate::currentDate(), QTime(0, 0), Qt::UTC);
    const auto prepare = [this](QDateTimeEdit* field, const char* name, const QString& title) {
        field->setObjectName(QString::fromLatin1(name));
        field->setAccessibleName(title);
        field->setTimeSpec(Qt::UTC); // shown as they are
        field->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
        field->setCalendarPopup(true);
    };
    prepare(m_startsAt, "exclusionStartsAt", tr("Starts at"));
    prepare(m_endsAt, "exclusionEndsAt", tr("Ends at"));
    m_startsAt->setDateTime(exclusion.startsAt.isValid() ? exclusion.startsAt : today);
    m_endsAt->setDateTime(exclusion.endsAt.isValid() ? exclusion.endsAt : today.addDays(1));
    auto* page = new QWidget(this);
    formOf(page)->addRow(range(m_startsAt, m_endsAt, page));
    return page;
}

QWidget* ExclusionTimes::weeklyPage(const Exclusion& exclusion)
{
    auto* page = new QWidget(this);
    auto* days = new QGridLayout;
    appearance::setTight(days, appearance::kRelated);
    for (int day = 1; day <= kDaysOfWeek; ++day) {
        auto* box = new QCheckBox(weekdayName(day), page);
        box->setObjectName(u"exclusionWeekday"_s + QString::number(day));
        box->setChecked(exclusion.weekdays.contains(day));
        days->addWidget(box, (day - 1) / kDaysInRow, (day - 1) % kDaysInRow);
        m_weekdays << box;
    }
    const auto prepare = [](QTimeEdit* field, const char* name, const QString& title) {
        field->setObjectName(QString::fromLatin1(name));
        field->setAccessibleName(title);
        field->setDisplayFormat(u"HH:mm"_s);
    };
    prepare(m_timeFrom, "exclusionTimeFrom", tr("From this time of day"));
    prepare(m_timeTo, "exclusionTimeTo", tr("To this time of day"));
    m_timeFrom->setTime(exclusion.timeFrom.isValid() ? exclusion.timeFrom : QTime(0, 0));
    m_timeTo->setTime(exclusion.timeTo.isValid() ? exclusion.timeTo : QTime(0, 0));
    const QString help = tr("Until an earlier or equal time: of the next day. 00:00 to 00:00 is "
                            "the whole day.");
    m_timeFrom->setToolTip(help);
    m_timeTo->setToolTip(help);
    QFormLayout* form = formOf(page);
    form->addRow(days);
    form->addRow(range(m_timeFrom, m_timeTo, page));
    return page;
}

QWidget* ExclusionTimes::yearlyPage(const Exclusion& exclusion)
{
    constexpr int kLeapYear = 2000; // has all days
    const auto prepare = [](QDateEdit* field, const char* name, const QString& title,
                            const QDate& day) {
        field->setObjectName(QString::fromLatin1(name));
        field->setAccessibleName(title);
        field->setDateRange(QDate(kLeapYear, 1, 1), QDate(kLeapYear, 12, 31));
        field->setDisplayFormat(u"MM-dd"_s);
        field->setDate(day.isValid() ? day : QDate(kLeapYear, 1, 1));
    };
    prepare(m_yearFrom, "exclusionYearFrom", tr("First day"), exclusion.yearFrom);
    prepare(m_yearTo, "exclusionYearTo", tr("Last day"), exclusion.yearTo);
    const QString help = tr("Month and day. The last day may be one of the next year.");
    m_yearFrom->setToolTip(help);
    m_yearTo->setToolTip(help);
    auto* page = new QWidget(this);
    formOf(page)->addRow(range(m_yearFrom, m_yearTo, page));
    return page;
}

QWidget* ExclusionTimes::limits(const Exclusion& exclusion)
{
    m_since->setObjectName(u"exclusionSince"_s);
    m_until->setObjectName(u"exclusionUntil"_s);
    m_since->setAccessibleName(tr("Since this day"));
    m_until->setAccessibleName(tr("Until this day"));
    m_since->setPlaceholderText(tr("always"));
    m_until->setPlaceholderText(tr("always"));
    m_since->setText(exclusion.since.toString(Qt::ISODate));
    m_until->setText(exclusion.until.toString(Qt::ISODate));
    auto* page = new QWidget(this);
    auto* row = new QHBoxLayout(page);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(new QLabel(tr("Since"), page));
    row->addWidget(m_since);
    row->addWidget(new QLabel(tr("until"), page));
    row->addWidget(m_until);
    return page;
}

void ExclusionTimes::showPage()
{
    for (qsizetype page = 0; page < m_pages.size(); ++page)
        m_pages.at(page)->setVisible(page == m_repeats->currentIndex());
    m_limits->setVisible(m_repeats->currentIndex() != 0);
}

Result<void> ExclusionTimes::writeTo(Exclusion& exclusion) const
{
    exclusion.repeats = static_cast<Exclusion::Repeats>(m_repeats->currentIndex());
    exclusion.startsAt = m_startsAt->dateTime();
    exclusion.endsAt = m_endsAt->dateTime();
    exclusion.weekdays.clear();
    for (int day = 1; day <= kDaysOfWeek; ++day) {
        if (m_weekdays.at(day - 1)->isChecked())
            exclusion.weekdays << day;
    }
    exclusion.timeFrom = m_timeFrom->time();
    exclusion.timeTo = m_timeTo->time();
    exclusion.yearFrom = m_yearFrom->date();
    exclusion.yearTo = m_yearTo->date();
    exclusion.since = exclusion.until = {};
    if (exclusion.repeats == Exclusion::Repeats::Never)
        return {};
    const auto since = dayOf(*m_since);
    if (!since)
        return since.error();
    const auto until = dayOf(*m_until);
    if (!until)
        return until.error();
    exclusion.since = *since;
    exclusion.until = *until;
    return {};
}

} // namespace faultline
