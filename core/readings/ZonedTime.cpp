// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/ZonedTime.h"

#include "readings/Period.h"

#include <QCoreApplication>
#include <QMetaType>
#include <QRegularExpression>

#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kPerSecond = 1'000'000;
constexpr qint64 kFrom1970To2000 = 946'684'800 * kPerSecond;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ZonedTime)
};

QDateTime instantTime(const ZonedTime& time)
{
    return time.instant.toDateTime();
}

[[maybe_unused]] const bool kConverts =
    QMetaType::registerConverter<ZonedTime, QDateTime>(&instantTime)
    && QMetaType::registerConverter<ZonedTime, QString>(&ZonedTime::shown);

// What the clocks show, as if it were an instant in UTC.
Instant clockOf(const ZonedTime& time)
{
    return {time.instant.microseconds + time.offset * kPerSecond};
}

// Microseconds since 2000 of local time.
Instant instantAt(qint64 local, const LocalTime& zone)
{
    LocalTime::Stretch stretch = zone.stretchOfLocal(local);
    if (stretch.occurs == LocalTime::Occurs::Never) {
        local = stretch.end;
        stretch = zone.stretchOfLocal(local);
    }
    return {local - stretch.offset + kFrom1970To2000};
}

// "Z", "+01", "+0100", "+01:00" or "+01:00:05" in seconds.
qint64 secondsOf(QString offset)
{
    const qint64 sign = offset.startsWith(u'-') ? -1 : 1;
    offset.remove(u':');
    const auto part = [&](qsizetype at) { return offset.mid(at, 2).toLongLong(); };
    return sign * ((part(1) * 60 + part(3)) * 60 + part(5));
}

} // namespace

ZonedTime ZonedTime::in(const LocalTime& zone, Instant instant)
{
    return ZonedClock(zone, false).at(instant);
}

ZonedTime ZonedTime::here(const QDateTime& time)
{
    const Instant second{time.toSecsSinceEpoch() * kPerSecond};
    return {second, time.toLocalTime().offsetFromUtc(), false, true};
}

QDateTime ZonedTime::clock() const
{
    return clockOf(*this).toDateTime();
}

QString ZonedTime::clockText(int minDigits) const
{
    return clockOf(*this).digits(u' ', minDigits);
}

QString ZonedTime::offsetText() const
{
    const int size = std::abs(offset);
    const auto two = [](int number) { return u"%1"_s.arg(number, 2, 10, QChar(u'0')); };
    QString text = (offset < 0 ? u'-' : u'+') + two(size / 3600) + u':' + two(size / 60 % 60);
    return size % 60 == 0 ? text : text + u':' + two(size % 60);
}

QString ZonedTime::shown() const
{
    return needsOffset ? clockText() + offsetText() : clockText();
}

QString ZonedTime::written() const
{
    return needsOffset || !isUtc ? clockText() + offsetText() : clockText();
}

QString ZonedTime::toIso(int minDigits) const
{
    return clockOf(*this).digits(u'T', minDigits) + (isUtc ? u"Z"_s : offsetText());
}

ZonedClock::ZonedClock(LocalTime zone, bool alwaysNeedsOffset)
    : m_zone(std::move(zone))
    , m_isUtc(m_zone == LocalTime::utc())
    , m_needsOffset(alwaysNeedsOffset)
{}

ZonedTime ZonedClock::at(Instant instant)
{
    const qint64 at = instant.microseconds - kFrom1970To2000;
    if (!m_instants.contains(at))
        m_instants = m_zone.stretchOfInstant(at);
    const qint64 local = at + m_instants.offset;
    if (!m_locals.contains(local))
        m_locals = m_zone.stretchOfLocal(local);
    return {
        instant, static_cast<qint32>(m_instants.offset / kPerSecond), m_isUtc,
        m_needsOffset || m_locals.occurs == LocalTime::Occurs::Twice};
}

std::optional<ZonedTime> zonedTimeOf(const QVariant& cell)
{
    if (cell.metaType() == QMetaType::fromType<ZonedTime>())
        return cell.value<ZonedTime>();
    if (cell.typeId() == QMetaType::QDateTime && cell.toDateTime().isValid())
        return ZonedTime::utc(Instant::of(cell.toDateTime()));
    return std::nullopt;
}

std::optional<Instant> instantOf(const QVariant& cell)
{
    const auto time = zonedTimeOf(cell);
    return time ? std::optional(time->instant) : std::nullopt;
}

Result<Instant> instantFromText(const QString& text, const LocalTime& zone)
{
    static const QRegularExpression form(
        u"\\A([0-9]{4}(?:-[0-9-]{2,5})?)"
        "(?:[ T]+([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.([0-9]{1,6}))?)?)"
        " *(Z|[-+][0-9]{2}(?::?[0-9]{2}(?::[0-9]{2})?)?)?)?\\z"_s);
    const auto match = form.match(text.trimmed());
    const auto day = Period::fromText(match.captured(1));
    const QTime time = match.hasCaptured(2)
                           ? QTime::fromString(match.captured(2).section(u'.', 0, 0), Qt::ISODate)
                           : QTime(0, 0);
    if (!match.hasMatch() || !day || !day->firstDay.isValid() || !time.isValid()) {
        return UserMessage::error(Text::tr("“%1” isn't a time").arg(text.trimmed()))
            .withRemedy(Text::tr("Enter it like 2020-01-15 10:30, in the time zone %1, or with an "
                                 "offset such as +01:00. A day or a month is enough.")
                            .arg(zone.name()))
            .withCode(u"time"_s);
    }
    // As if it were in UTC.
    Instant instant = Instant::of(QDateTime(day->firstDay, time, Qt::UTC));
    instant.microseconds += match.captured(3).leftJustified(6, u'0').toLongLong();
    if (!match.hasCaptured(4))
        return instantAt(instant.microseconds - kFrom1970To2000, zone);
    instant.microseconds -= secondsOf(match.captured(4)) * kPerSecond;
    return instant;
}

} // namespace faultline
