// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/TimestampAdvice.h"

#include "sources/lines/DateOrderProof.h"
#include "sources/times/TimestampCursor.h"

#include <QCoreApplication>

#include <algorithm>

namespace faultline {

namespace {

constexpr std::string_view kSeparators = "-/.";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(TimestampAdvice)
};

// "BRT", "CEST"
bool isZoneAbbreviation(std::string_view word)
{
    return word.size() >= 2 && word.size() <= 5
           && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "21-05-18", "18/05/21"
bool isDateWithShortYear(std::string_view text)
{
    TimestampCursor cursor(text);
    for (int part = 0; part < 3; ++part) {
        if ((part > 0 && !cursor.oneOf(kSeparators)) || cursor.number(1, 2) < 0)
            return false;
    }
    return cursor.digitsAhead() == 0;
}

} // namespace

QString timestampAdvice(std::string_view rest)
{
    if (const auto date = findNumericDate(rest); date && date->at == 0) {
        return Text::tr("Nothing shows whether the day or the month comes first in this date. Load "
                        "the file with the order of its dates.");
    }
    if (isDateWithShortYear(rest))
        return Text::tr("Years of two digits aren't read. Write them with four.");
    const std::string_view word = TimestampCursor(rest).nameAhead();
    if (isZoneAbbreviation(word)) {
        return Text::tr("The abbreviation “%1” can mean several time zones. Write an offset "
                        "(-03:00) or a name (America/Sao_Paulo) instead, or leave it out and set "
                        "the plant's time zone.")
            .arg(QString::fromLatin1(word.data(), static_cast<qsizetype>(word.size())));
    }
    return {};
}

QString timestampAdvice(const QByteArray& line, qint32 column)
{
    const auto start = static_cast<std::size_t>(std::clamp<qsizetype>(column - 1, 0, line.size()));
    return timestampAdvice(
        std::string_view(line.constData(), static_cast<std::size_t>(line.size())).substr(start));
}

} // namespace faultline
