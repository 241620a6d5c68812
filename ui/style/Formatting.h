// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>

class QVariant;

namespace faultline {
struct ReportColumn;
}

/// Formats values for display in the program's locale.
namespace faultline::format {

/// The display locale: the system's, or English if the system has none, because the "C" locale has
/// no thousands separators.
QLocale displayLocale();

/// "36,979"
QString count(qint64 number);
/// "36,979"; from ten million, "37.0 M".
QString shortCount(qint64 number);
/// "36,979 readings", "1 reading"
QString readings(qint64 number);
/// "12 rejected lines", "1 rejected line"
QString rejectedLines(qint64 number);
/// Only to choose the plural form: tr() takes no larger numbers.
int plural(qint64 number);
/// An estimate, rounded to its precision: "1.2 M", "37 M", "24,000", "360".
QString roughCount(qint64 number);
/// "712 bytes", "3.0 MB", "299 MB"; 1 MB is a million bytes.
QString bytes(qint64 number);
/// "185 of 299 MB"
QString bytesOf(qint64 done, qint64 total);
/// "less than 0.1 s", "0.8 s", "14 s", "2 min 5 s", "1 h 3 min"
QString duration(qint64 milliseconds);
/// "2 s", "2 min 5 s": no fractions, because it is an estimate.
QString timeLeft(qint64 seconds);
/// "640,000 records/s", "1.9 M records/s"
QString rate(double perSecond);
/// "Dec 2019 – Mar 2020", in the times' own zone; empty without a start.
QString monthSpan(const QDateTime& first, const QDateTime& last);
/// Adds a full stop unless the text already ends with punctuation.
QString sentence(const QString& text);
/// "humidity 40, pressure 1.25" from an hstore in PostgreSQL's text format; nulls are left out.
QString measurements(const QString& hstore);
/// "2021-03-17 22:18" in the time zone of this computer, for what the user did.
QString localTime(const QDateTime& time);

/// A tool tip that shows the text unchanged. Qt would take some texts for HTML.
QString toolTip(const QString& text);

/// A report value as its table shows it.
QString reportValue(const QVariant& value, const ReportColumn& column);

} // namespace faultline::format
