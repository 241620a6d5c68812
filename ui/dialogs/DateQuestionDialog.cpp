// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/DateQuestionDialog.h"

#include "style/Formatting.h"

#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kMaxFiles = 5;

} // namespace

DateQuestionDialog::DateQuestionDialog(const DateOrderQuestion& question, QWidget* parent)
    : QuestionDialog("dateQuestion", tr("Does the day or the month come first?"), parent)
    , m_question(question)
{
    using Order = TimeFormat::DateOrder;
    addHeading("dateQuestionText", m_question.what(), m_question.folder);
    addText("dateQuestionFiles", filesText());
    addText(
        "dateQuestionReadings",
        tr("Day first: %1.\nMonth first: %2.")
            .arg(m_question.reading(Order::DayFirst), m_question.reading(Order::MonthFirst)));
    addText(
        "dateQuestionAdvice",
        tr("Your answer applies to all of these files, and is kept for them. A file that shows "
           "its order itself is read as it shows. Dates that don't exist are rejected."));
    QPushButton* const dayFirst = makeButton("dayFirstButton", tr("Load with the &day first"));
    QPushButton* const monthFirst =
        makeButton("monthFirstButton", tr("Load with the &month first"));
    addButtons({dayFirst, monthFirst}, "cancelDatesButton");
    const auto answer = [this](Order order) {
        accept();
        Q_EMIT answered(order);
    };
    connect(dayFirst, &QPushButton::clicked, this, [answer] { answer(Order::DayFirst); });
    connect(monthFirst, &QPushButton::clicked, this, [answer] { answer(Order::MonthFirst); });
}

QString DateQuestionDialog::filesText() const
{
    QStringList lines;
    for (const auto& file : m_question.files.first(std::min(m_question.files.size(), kMaxFiles)))
        lines << tr("%1: %2.").arg(file.path, file.why);
    if (m_question.files.size() > kMaxFiles)
        lines << tr("And %1 more.").arg(format::count(m_question.files.size() - kMaxFiles));
    return lines.join(u'\n');
}

} // namespace faultline
