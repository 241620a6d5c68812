// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/DateQuestionDialog.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"
#include "widgets/ParagraphLabel.h"

#include <QDir>
#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kMaxFiles = 5;

} // namespace

DateQuestionDialog::DateQuestionDialog(const DateOrderQuestion& question, QWidget* parent)
    : QDialog(parent)
    , m_question(question)
{
    setObjectName(u"dateQuestion"_s);
    setWindowTitle(tr("Does the day or the month come first?"));
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    addTexts(column);
    column->addStretch(1);
    column->addSpacing(appearance::kRelated);
    addButtons(column);
    constexpr int kWidth = 600;
    setMinimumWidth(kWidth);
}

void DateQuestionDialog::addTexts(QVBoxLayout* column)
{
    auto* what = new ParagraphLabel(this);
    what->setObjectName(u"dateQuestionText"_s);
    what->setFont(appearance::headingFont(font()));
    what->setText(m_question.what());
    auto* folder = new ElidedLabel(this);
    folder->setTextFormat(Qt::PlainText);
    folder->setText(QDir::toNativeSeparators(m_question.folder));
    folder->setToolTip(format::toolTip(folder->text()));
    auto* files = new ParagraphLabel(this);
    files->setObjectName(u"dateQuestionFiles"_s);
    files->setText(filesText());
    auto* readings = new ParagraphLabel(this);
    readings->setObjectName(u"dateQuestionReadings"_s);
    readings->setText(tr("Day first: %1.\nMonth first: %2.")
                          .arg(
                              m_question.reading(TimeFormat::DateOrder::DayFirst),
                              m_question.reading(TimeFormat::DateOrder::MonthFirst)));
    auto* advice = new ParagraphLabel(this);
    advice->setObjectName(u"dateQuestionAdvice"_s);
    advice->setText(
        tr("Your answer applies to all of these files, and is kept for them. A file that shows "
           "its order itself is read as it shows. Dates that don't exist are rejected."));
    column->addWidget(what);
    column->addWidget(folder);
    column->addWidget(files);
    column->addWidget(readings);
    column->addWidget(advice);
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

void DateQuestionDialog::addButtons(QVBoxLayout* column)
{
    auto* row = new QHBoxLayout;
    appearance::setTight(row, appearance::kRelated);
    row->addStretch(1);
    using Order = TimeFormat::DateOrder;
    QPushButton* const dayFirst = addButton("dayFirstButton", tr("Load with the &day first"));
    QPushButton* const monthFirst = addButton("monthFirstButton", tr("Load with the &month first"));
    QPushButton* const cancel = addButton("cancelDatesButton", tr("Cancel"));
    for (QPushButton* button : {dayFirst, monthFirst, cancel})
        row->addWidget(button);
    column->addLayout(row);
    const auto answer = [this](Order order) {
        accept();
        Q_EMIT answered(order);
    };
    connect(dayFirst, &QPushButton::clicked, this, [answer] { answer(Order::DayFirst); });
    connect(monthFirst, &QPushButton::clicked, this, [answer] { answer(Order::MonthFirst); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    // Enter changes nothing.
    cancel->setDefault(true);
    cancel->setFocus();
}

QPushButton* DateQuestionDialog::addButton(const char* name, const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    return button;
}

// Grows with the wrapped texts, which have no minimum height.
bool DateQuestionDialog::event(QEvent* event)
{
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height())
            resize(width(), needed);
    }
    return isHandled;
}

} // namespace faultline
