// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/PlantQuestionText.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantQuestionText)
};

// The first ones are the most likely.
constexpr qsizetype kMaxPlants = 5;

struct Answer
{
    QString command;
    QString effect; ///< Of the command.
};

QList<Answer>
answersTo(const PlantQuestion& question, const PlantRequest& request, const Context& context)
{
    const QString perSubfolder = u"--plant-per-subfolder"_s;
    const auto intoPlant = [&](const QString& name, const QString& effect) {
        return Answer{context.commandWith({u"--plant"_s, name}, {perSubfolder}), effect};
    };
    QList<Answer> answers;
    if (!question.subfolders.isEmpty() && !request.bySubfolder) {
        answers << Answer{
            context.commandWith({perSubfolder}, {}), Text::tr("a plant for each subfolder")};
    }
    answers << intoPlant(question.newName, Text::tr("new plant"));
    for (const PlantQuestion::Candidate& candidate :
         question.candidates.first(std::min(question.candidates.size(), kMaxPlants))) {
        answers << intoPlant(
            candidate.name,
            question.hasLists ? Text::tr("updates its lists") : Text::tr("adds to it"));
    }
    return answers;
}

QString answersText(const QList<Answer>& answers, const PlantQuestion& question)
{
    QStringList lines{Text::tr("Nothing was loaded. Continue with one of these commands:")};
    for (const Answer& answer : answers)
        lines << u"  %1  (%2)"_s.arg(answer.command, answer.effect);
    if (question.candidates.size() > kMaxPlants)
        lines << Text::tr("“faultline-cli plant list” lists the other plants.");
    if (!question.subfolders.isEmpty())
        lines << Text::tr("Or load each subfolder on its own.");
    return lines.join(u'\n');
}

} // namespace

ExitCode askForPlant(Context& context, const LoadReceipt& receipt, const PlantRequest& request)
{
    const PlantQuestion& question = *receipt.question;
    const QList<Answer> answers = answersTo(question, request, context);
    if (context.options().json) {
        QJsonArray commands;
        for (const Answer& answer : answers)
            commands << QJsonObject{{u"command"_s, answer.command}, {u"effect"_s, answer.effect}};
        context.printJson(
            {{u"error"_s, receipt.failure->toJson()},
             {u"question"_s, question.toJson()},
             {u"commands"_s, commands}});
    } else {
        context.note(*receipt.failure);
        context.note(answersText(answers, question));
    }
    return ExitCode::WrongUsage;
}

} // namespace faultline
