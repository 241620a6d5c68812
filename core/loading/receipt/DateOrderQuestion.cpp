// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/DateOrderQuestion.h"

#include <QCoreApplication>
#include <QDate>
#include <QJsonArray>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DateOrderQuestion)
};

QJsonValue exampleJson(const std::optional<DateOrderEvidence::Example>& example)
{
    if (!example)
        return QJsonValue::Null;
    return QJsonObject{{u"line"_s, example->line}, {u"date"_s, QString::fromLatin1(example->date)}};
}

// None if there is no such day.
QDate dateIn(Order order, const QString& text)
{
    const QChar separator = text.contains(u'/') ? u'/' : text.contains(u'.') ? u'.' : u'-';
    const QStringList parts = text.split(separator);
    const bool isDayFirst = order == Order::DayFirst;
    return {
        parts.at(2).toInt(), parts.at(isDayFirst ? 1 : 0).toInt(),
        parts.at(isDayFirst ? 0 : 1).toInt()};
}

} // namespace

QString DateOrderQuestion::what() const
{
    return Text::tr(
        "%n file(s) don't show whether the day or the month comes first in their dates", nullptr,
        static_cast<int>(files.size()));
}

QString DateOrderQuestion::why() const
{
    const File& file = files.constFirst();
    return Text::tr("%1: %2.").arg(file.path, file.why);
}

QString DateOrderQuestion::reading(Order order) const
{
    const DateOrderEvidence& evidence = files.constFirst().evidence;
    for (const auto& example : {evidence.open, evidence.dayFirst, evidence.monthFirst}) {
        if (!example)
            continue;
        const QString text = QString::fromLatin1(example->date);
        const QDate date = dateIn(order, text);
        return date.isValid()
                   ? Text::tr("%1 is %2").arg(text, QLocale().toString(date, u"d MMMM yyyy"_s))
                   : Text::tr("%1 is rejected").arg(text);
    }
    return {};
}

QJsonObject DateOrderQuestion::toJson() const
{
    QJsonArray array;
    for (const File& file : files) {
        array << QJsonObject{
            {u"path"_s, file.path},
            {u"open"_s, exampleJson(file.evidence.open)},
            {u"day_first"_s, exampleJson(file.evidence.dayFirst)},
            {u"month_first"_s, exampleJson(file.evidence.monthFirst)}};
    }
    return {{u"folder"_s, folder}, {u"files"_s, array}};
}

std::optional<DateOrderQuestion> dateOrderQuestion(const DataFolder& folder)
{
    DateOrderQuestion question;
    question.folder = folder.path;
    for (const SourceFile& file : folder.files) {
        if (file.needsDateOrder()) {
            question.files << DateOrderQuestion::File{
                file.relativePath, file.dateOrderText(), file.dateOrder->evidence};
        }
    }
    return question.files.isEmpty() ? std::nullopt : std::optional(std::move(question));
}

} // namespace faultline
