// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/DateQuestionText.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DateQuestionText)
};

constexpr qsizetype kMaxFiles = 5;

struct Answer
{
    QString command;
    QString effect; ///< Of the command.
};

QString questionText(const DateOrderQuestion& question, const QList<Answer>& answers)
{
    QStringList lines;
    // The message names the first one.
    const auto others = question.files.mid(1);
    for (const auto& file : others.first(std::min(others.size(), kMaxFiles)))
        lines << u"  %1: %2"_s.arg(file.path, file.why);
    if (others.size() > kMaxFiles)
        lines << Text::tr("  and %1 more").arg(others.size() - kMaxFiles);
    lines << Text::tr("Nothing was loaded. Continue with one of these commands:");
    for (const Answer& answer : answers)
        lines << u"  %1  (%2)"_s.arg(answer.command, answer.effect);
    return lines.join(u'\n');
}

} // namespace

ExitCode askForDateOrder(Context& context, const LoadReceipt& receipt)
{
    const DateOrderQuestion& question = *receipt.dateQuestion;
    QList<Answer> answers;
    for (const auto order : {TimeFormat::DateOrder::DayFirst, TimeFormat::DateOrder::MonthFirst}) {
        answers << Answer{
            context.commandWith({u"--dates"_s, dateOrderWord(order)}, {}), question.reading(order)};
    }
    if (context.options().json) {
        QJsonArray commands;
        for (const Answer& answer : std::as_const(answers))
            commands << QJsonObject{{u"command"_s, answer.command}, {u"effect"_s, answer.effect}};
        context.printJson(
            {{u"error"_s, receipt.failure->toJson()},
             {u"question"_s, question.toJson()},
             {u"commands"_s, commands}});
    } else {
        context.note(*receipt.failure);
        context.note(questionText(question, answers));
    }
    return ExitCode::WrongUsage;
}

} // namespace faultline
