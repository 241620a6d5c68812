// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

class QVariant;

namespace faultline {
struct ReportColumn;
}

/// Figures as people read them, in the locale of the program.
namespace faultline::format {

/// The locale for display: the system's, or English where the system names none, because the "C"
/// locale has no thousands separators.
QLocale displayLocale();

/// "36,979"
QString count(qint64 number);
/// "36,979", from ten million on "37.0 M".
QString shortCount(qint64 number);
/// "36,979 readings", "1 reading"
QString readings(qint64 number);
/// "12 rejected lines", "1 rejected line"
QString rejectedLines(qint64 number);
/// For the form of a plural alone, as tr() takes no larger numbers.
int plural(qint64 number);
/// An estimate, with no more digits than it is worth: "1.2 M", "37 M", "24,000", "360".
QString roughCount(qint64 number);
/// "712 bytes", "3.0 MB", "299 MB"; 1 MB is a million bytes.
QString bytes(qint64 number);
/// "185 of 299 MB"
QString bytesOf(qint64 done, qint64 total);
/// "less than 0.1 s", "0.8 s", "14 s", "2 min 5 s", "1 h 3 min"
QString duration(qint64 milliseconds);
/// "2 s", "2 min 5 s": without fractions, as nobody knows it that well.
QString timeLeft(qint64 seconds);
/// "640,000 readings/s", "1.9 M readings/s"
QString rate(double perSecond);
/// "Dec 2019 – Mar 2020"; empty without a start.
QString monthSpan(const QDateTime& first, const QDateTime& last);
/// With a full stop, unless it ends with a mark already.
QString sentence(const QString& text);
/// "humidity 40, pressure 1.25" of an hstore as PostgreSQL writes it; a null is left out.
QString measurements(const QString& hstore);
/// "2021-03-17 21:18:17", always in UTC.
QString instant(const QDateTime& time);
/// "2021-03-17 22:18", in the time of this computer: when a person did something.
QString localTime(const QDateTime& time);

/// A value of a report as its table shows it.
QString reportValue(const QVariant& value, const ReportColumn& column);

} // namespace faultline::format
