// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewQuestions.h"

#include "loading/receipt/DateOrderQuestion.h"
#include "sources/choices/TableEdit.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"
#include "widgets/FlowLayout.h"
#include "widgets/MessageStrip.h"
#include "widgets/ParagraphLabel.h"

#include <QApplication>
#include <QGridLayout>
#include <QHash>
#include <QJsonObject>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PreviewQuestions)
};

// The text isn't UTF-8, and nothing was chosen.
std::optional<PreviewQuestion> encodingQuestion(const PreviewedFile& file)
{
    if (!needsEncoding(file.file))
        return std::nullopt;
    PreviewQuestion question{
        Text::tr("In which encoding is this text? It isn't UTF-8. Choose the line that looks "
                 "right."),
        true,
        {}};
    QHash<QString, QStringList> alike; // by the line, those without a button
    const QJsonObject lines = file.file.problem->details[u"encodings"_s].toObject();
    for (const TextEncoding encoding : choosableEncodings()) {
        const QString line = lines[encodingWord(encoding)].toString();
        const auto same = std::find_if(
            question.answers.begin(), question.answers.end(),
            [&line](const PreviewQuestion::Answer& answer) { return answer.example == line; });
        if (same != question.answers.end()) {
            alike[same->example] << encodingName(encoding);
            continue;
        }
        const QString name = encoding == TextEncoding::Windows1252
                                 ? Text::tr("%1 (most Windows programs)")
                                 : u"%1"_s;
        question.answers.append(
            {name.arg(encodingName(encoding)),
             line,
             {[encoding](FormatChoice& choice) { choice.encoding = encoding; }, {}},
             {}});
    }
    for (PreviewQuestion::Answer& answer : question.answers) {
        const QStringList others = alike.value(answer.example);
        if (others.size() == 1)
            answer.note = Text::tr("%1 gives the same here").arg(others.first());
        else if (!others.isEmpty())
            answer.note = Text::tr("%1 give the same here").arg(others.join(Text::tr(" and ")));
    }
    return question;
}

std::optional<PreviewQuestion> dateQuestion(const PreviewedFile& file)
{
    if (!file.file.needsDateOrder())
        return std::nullopt;
    const DateOrderQuestion question{
        {}, {{file.file.relativePath, {}, file.file.dateOrder->evidence}}};
    const auto answer = [&question](Order order, const QString& text) {
        return PreviewQuestion::Answer{
            text.arg(question.reading(order)),
            {},
            {[order](FormatChoice& choice) { choice.dates = order; }, {}},
            {}};
    };
    return PreviewQuestion{
        Text::tr("Does the day or the month come first in its dates? %1")
            .arg(format::sentence(file.file.dateOrderText())),
        true,
        {answer(Order::DayFirst, Text::tr("Day first: %1")),
         answer(Order::MonthFirst, Text::tr("Month first: %1"))}};
}

QList<PreviewQuestion::Answer>
answersTo(TableQuestion::Kind kind, const TableFormat& table, const SourceFile& recognised)
{
    QList<PreviewQuestion::Answer> answers;
    TableFormat changed = table;
    switch (kind) {
    case TableQuestion::Kind::Severity:
        for (const auto& [severity, text] :
             {std::pair("ERROR", Text::tr("ERROR: each row is a failure")),
              std::pair("WARNING", Text::tr("WARNING: not a failure")),
              std::pair("INFO", Text::tr("INFO: normal operation"))}) {
            changed.severity = severity;
            answers.append({text, {}, tableEdit(changed, kind), {}});
        }
        break;
    case TableQuestion::Kind::DurationUnit:
        for (const auto& [unit, text] :
             {std::pair("h", Text::tr("Hours")), std::pair("min", Text::tr("Minutes")),
              std::pair("s", Text::tr("Seconds")), std::pair("d", Text::tr("Days")),
              std::pair("", Text::tr("Don't use it"))}) {
            changed = table;
            setDurationUnit(changed, unit);
            answers.append({text, {}, tableEdit(changed, kind), {}});
        }
        break;
    case TableQuestion::Kind::Sensor:
        answers.append(
            {Text::tr("Each file is a sensor, called like the file"),
             {},
             tableEdit(changed, kind),
             {}});
        break;
    case TableQuestion::Kind::Layout:
        for (const TableLayout layout : {TableLayout::Wide, TableLayout::Long}) {
            answers.append(
                {layout == TableLayout::Wide
                     ? Text::tr("Each column is a sensor")
                     : Text::tr("They are measurements of one sensor, called like the file"),
                 {},
                 tableEdit(withLayout(table, layout, recognised.format.table.get()), kind),
                 {}});
        }
        break;
    case TableQuestion::Kind::DecimalMark:
        for (const char mark : {',', '.'}) {
            changed.decimalMark = mark;
            answers.append(
                {mark == ',' ? Text::tr("Decimal comma") : Text::tr("Decimal point"),
                 {},
                 tableEdit(changed, kind),
                 {}});
        }
        break;
    case TableQuestion::Kind::Times:
        break;
    }
    return answers;
}

QList<PreviewQuestion> tableQuestions(const PreviewedFile& file)
{
    QList<PreviewQuestion> questions;
    if (!file.table)
        return questions;
    for (const TableQuestion& question : file.questions) {
        // The order of dates is a question of its own, or is known.
        if (question.kind == TableQuestion::Kind::Times && file.file.dateOrder)
            continue;
        questions.append(
            {question.text,
             question.kind == TableQuestion::Kind::Severity
                 || question.kind == TableQuestion::Kind::DurationUnit,
             answersTo(question.kind, *file.table, file.recognised)});
    }
    return questions;
}

} // namespace

QList<PreviewQuestion> questionsOf(const PreviewedFile& file)
{
    QList<PreviewQuestion> questions;
    if (file.format.structure.isEmpty() || file.format.choice.skip)
        return questions;
    for (auto question : {encodingQuestion(file), dateQuestion(file)}) {
        if (question)
            questions << *std::move(question);
    }
    questions += tableQuestions(file);
    std::stable_partition(questions.begin(), questions.end(), [](const PreviewQuestion& question) {
        return question.mustAnswer;
    });
    return questions;
}

PreviewQuestions::PreviewQuestions(QWidget* parent)
    : QFrame(parent)
    , m_text(new ParagraphLabel(this))
{
    setObjectName(u"previewQuestions"_s);
    m_text->setObjectName(u"previewQuestion"_s);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kRelated;
    column->setContentsMargins(kEdge + 4, kEdge, kEdge + 4, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addWidget(m_text);
    hide();
}

void PreviewQuestions::show(const QList<PreviewQuestion>& questions)
{
    const bool hadFocus = m_answers && m_answers->isAncestorOf(QApplication::focusWidget());
    setVisible(!questions.isEmpty());
    // What an answer changes may differ although its texts are the same.
    delete m_answers;
    m_answers = nullptr;
    if (hadFocus && questions.isEmpty())
        Q_EMIT finished();
    if (questions.isEmpty())
        return;
    const PreviewQuestion& first = questions.constFirst();
    QString text = format::sentence(first.text);
    if (first.mustAnswer)
        text += u' ' + tr("Until you choose, the file isn't loaded.");
    m_text->setText(
        questions.size() == 1
            ? text
            : tr("Question 1 of %1: %2").arg(format::count(questions.size()), text));
    addAnswers(first.answers);
    if (hadFocus)
        focusAnswer();
}

void PreviewQuestions::focusAnswer()
{
    if (auto* button = m_answers ? m_answers->findChild<QPushButton*>() : nullptr)
        button->setFocus();
}

void PreviewQuestions::addAnswers(const QList<PreviewQuestion::Answer>& answers)
{
    if (answers.isEmpty())
        return;
    m_answers = new QWidget(this);
    m_answers->setObjectName(u"previewAnswers"_s);
    const bool hasExamples = std::any_of(
        answers.begin(), answers.end(), [](const auto& each) { return !each.example.isEmpty(); });
    auto* grid = hasExamples ? new QGridLayout(m_answers) : nullptr;
    auto* flow = hasExamples
                     ? nullptr
                     : new FlowLayout(appearance::kRelated, appearance::kRelated, m_answers);
    if (grid) {
        appearance::setTight(grid, appearance::kRelated / 2);
        grid->setHorizontalSpacing(appearance::kRelated);
        grid->setColumnStretch(1, 1);
    }
    for (const PreviewQuestion::Answer& answer : answers) {
        auto* button = new QPushButton(answer.text, m_answers);
        button->setMinimumWidth(button->sizeHint().width() + appearance::kGroup);
        button->setObjectName(u"answer%1"_s.arg(&answer - answers.constData()));
        connect(
            button, &QPushButton::clicked, this,
            [this, edit = answer.edit] {
                // The button is deleted when the answer is shown.
                Q_EMIT answered(edit);
            },
            Qt::QueuedConnection);
        if (flow) {
            flow->addWidget(button);
            continue;
        }
        auto* example = new ElidedLabel(m_answers);
        example->setElideMode(Qt::ElideRight);
        example->setTextFormat(Qt::PlainText);
        example->setText(answer.example);
        example->setToolTip(format::toolTip(answer.example));
        button->setAccessibleDescription(answer.example);
        const int row = grid->rowCount();
        grid->addWidget(button, row, 0);
        grid->addWidget(example, row, 1);
        if (answer.note.isEmpty())
            continue;
        auto* note = new ElidedLabel(m_answers);
        note->setElideMode(Qt::ElideRight);
        note->setTextFormat(Qt::PlainText);
        note->setText(answer.note);
        QPalette quiet = palette();
        quiet.setColor(
            QPalette::WindowText,
            appearance::mixed(
                quiet.color(QPalette::Window), quiet.color(QPalette::WindowText), 0.7));
        note->setPalette(quiet);
        grid->addWidget(note, row + 1, 1);
    }
    layout()->addWidget(m_answers);
    m_answers->show(); // at once, so that it can take the focus
}

void PreviewQuestions::paintEvent(QPaintEvent*)
{
    // Like a message, but in the colour of what can be done.
    const QColor tone = appearance::toneColor(appearance::Tone::Accent, palette());
    paintStrip(*this, tone);
}

} // namespace faultline
