// SPDX-License-Identifier: GPL-3.0-or-later
#include "style/Formatting.h"

#include "readings/ZonedTime.h"
#include "reports/definition/ReportWords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QTextDocument>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace faultline::format {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Format)
};

constexpr double kMillion = 1'000'000;

struct Unit
{
    double size = 1;
    const char* pattern = nullptr;
};

Unit unitFor(qint64 number)
{
    static constexpr std::array kUnits{
        Unit{1e12, QT_TRANSLATE_NOOP("Format", "%1 TB")},
        Unit{1e9, QT_TRANSLATE_NOOP("Format", "%1 GB")},
        Unit{1e6, QT_TRANSLATE_NOOP("Format", "%1 MB")},
        Unit{1e3, QT_TRANSLATE_NOOP("Format", "%1 kB")},
    };
    for (const Unit& unit : kUnits) {
        if (static_cast<double>(number) >= unit.size)
            return unit;
    }
    return {1, QT_TRANSLATE_NOOP("Format", "%1 bytes")};
}

QString inUnit(qint64 number, const Unit& unit)
{
    const double value = static_cast<double>(number) / unit.size;
    const int decimals = unit.size >= kMillion && value < 10 ? 1 : 0;
    return displayLocale().toString(value, 'f', decimals);
}

} // namespace

QLocale displayLocale()
{
    const QLocale system;
    return system.language() == QLocale::C ? QLocale(QLocale::English) : system;
}

QString count(qint64 number)
{
    return displayLocale().toString(number);
}

QString shortCount(qint64 number)
{
    if (static_cast<double>(number) < 10 * kMillion)
        return count(number);
    const double millions = static_cast<double>(number) / kMillion;
    return Text::tr("%1 M").arg(displayLocale().toString(millions, 'f', 1));
}

QString roughCount(qint64 number)
{
    qint64 step = 1;
    while (number / step >= 100)
        step *= 10;
    const qint64 rough = (number + step / 2) / step * step;
    if (static_cast<double>(rough) < kMillion)
        return count(rough);
    const double millions = static_cast<double>(rough) / kMillion;
    return Text::tr("%1 M").arg(displayLocale().toString(millions, 'f', millions < 10 ? 1 : 0));
}

QString bytes(qint64 number)
{
    const Unit unit = unitFor(number);
    return Text::tr(unit.pattern).arg(inUnit(number, unit));
}

QString bytesOf(qint64 done, qint64 total)
{
    const Unit unit = unitFor(total);
    return Text::tr(unit.pattern)
        .arg(Text::tr("%1 of %2").arg(inUnit(done, unit), inUnit(total, unit)));
}

QString duration(qint64 milliseconds)
{
    if (milliseconds < 100)
        return Text::tr("less than %1 s").arg(displayLocale().toString(0.1, 'f', 1));
    const qint64 seconds = (milliseconds + 500) / 1000;
    if (milliseconds < 9'950) {
        const double exact = static_cast<double>(milliseconds) / 1000;
        return Text::tr("%1 s").arg(displayLocale().toString(exact, 'f', 1));
    }
    if (seconds < 60)
        return Text::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Text::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return Text::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString timeLeft(qint64 seconds)
{
    return seconds < 60 ? Text::tr("%1 s").arg(seconds) : duration(seconds * 1000);
}

QString readings(qint64 number)
{
    return Text::tr("%1 reading(s)", nullptr, plural(number)).arg(count(number));
}

QString rejectedLines(qint64 number)
{
    return Text::tr("%1 rejected line(s)", nullptr, plural(number)).arg(count(number));
}

int plural(qint64 number)
{
    return static_cast<int>(std::min<qint64>(number, std::numeric_limits<int>::max()));
}

QString rate(double perSecond)
{
    if (perSecond >= kMillion) {
        return Text::tr("%1 M records/s")
            .arg(displayLocale().toString(perSecond / kMillion, 'f', 1));
    }
    // Rounded, so that the last digits don't flicker.
    const qint64 step = perSecond >= 10'000 ? 1'000 : perSecond >= 100 ? 10 : 1;
    return Text::tr("%1 records/s")
        .arg(count(qRound64(perSecond / static_cast<double>(step)) * step));
}

QString monthSpan(const QDateTime& first, const QDateTime& last)
{
    if (!first.isValid())
        return {};
    const auto month = [](const QDateTime& time) {
        return displayLocale().toString(time.date(), u"MMM yyyy"_s);
    };
    const QString from = month(first);
    const QString to = last.isValid() ? month(last) : from;
    return from == to ? from : Text::tr("%1 – %2").arg(from, to);
}

QString sentence(const QString& text)
{
    static const QString kEnds = u".!?…:"_s;
    return text.isEmpty() || kEnds.contains(text.back()) ? text : text + u'.';
}

QString measurements(const QString& hstore)
{
    static const QRegularExpression pair(
        uR"x("((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)")x"_s,
        QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression escaped(
        uR"x(\\(.))x"_s, QRegularExpression::DotMatchesEverythingOption);
    QStringList texts;
    for (auto it = pair.globalMatch(hstore); it.hasNext();) {
        const auto match = it.next();
        texts << match.captured(1).replace(escaped, u"\\1"_s) + u' '
                     + match.captured(2).replace(escaped, u"\\1"_s);
    }
    return texts.join(u", "_s);
}

QString localTime(const QDateTime& time)
{
    return time.isValid() ? time.toLocalTime().toString(u"yyyy-MM-dd HH:mm"_s) : QString();
}

QString toolTip(const QString& text)
{
    // Qt looks at the first line only.
    const QStringList lines = text.split(u'\n');
    const bool isTaken = std::any_of(lines.cbegin(), lines.cend(), Qt::mightBeRichText);
    return isTaken ? Qt::convertFromPlainText(text) : text;
}

QString reportValue(const QVariant& value, const ReportColumn& column)
{
    if (!value.isValid() || value.isNull())
        return {};
    switch (column.type) {
    case ReportColumn::Type::Integer:
        if (value.typeId() == QMetaType::QString)
            break; // a sum beyond the range of qint64
        // An ID has no thousands separators.
        return column.name.endsWith(u"_id"_s) ? value.toString() : count(value.toLongLong());
    case ReportColumn::Type::Decimal:
        return displayLocale().toString(value.toDouble(), 'f', column.decimals);
    case ReportColumn::Type::Timestamp:
        if (const auto time = zonedTimeOf(value))
            return time->shown();
        break;
    case ReportColumn::Type::Text:
        return shownText(column, value.toString());
    }
    return value.toString();
}

} // namespace faultline::format
