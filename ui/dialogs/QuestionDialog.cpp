// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/QuestionDialog.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"
#include "widgets/ParagraphLabel.h"

#include <QDir>
#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace faultline {

QuestionDialog::QuestionDialog(const char* name, const QString& title, QWidget* parent)
    : QDialog(parent)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QString::fromLatin1(name));
    setWindowTitle(title);
    constexpr int kEdge = appearance::kGroup;
    m_column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    m_column->setSpacing(appearance::kRelated);
    constexpr int kWidth = 600;
    setMinimumWidth(kWidth);
}

void QuestionDialog::addHeading(const char* name, const QString& what, const QString& folder)
{
    auto* heading = new ParagraphLabel(this);
    heading->setObjectName(QString::fromLatin1(name));
    heading->setFont(appearance::headingFont(font()));
    heading->setText(what);
    auto* place = new ElidedLabel(this);
    place->setTextFormat(Qt::PlainText);
    place->setText(QDir::toNativeSeparators(folder));
    place->setToolTip(format::toolTip(place->text()));
    m_column->addWidget(heading);
    m_column->addWidget(place);
}

void QuestionDialog::addText(const char* name, const QString& text)
{
    auto* paragraph = new ParagraphLabel(this);
    paragraph->setObjectName(QString::fromLatin1(name));
    paragraph->setText(text);
    m_column->addWidget(paragraph);
}

QPushButton* QuestionDialog::makeButton(const char* name, const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    return button;
}

void QuestionDialog::addButtons(const QList<QPushButton*>& answers, const char* cancelName)
{
    QPushButton* const cancel = makeButton(cancelName, tr("Cancel"));
    auto* row = new QHBoxLayout;
    appearance::setTight(row, appearance::kRelated);
    row->addStretch(1);
    for (QPushButton* const button : answers)
        row->addWidget(button);
    row->addWidget(cancel);
    m_column->addStretch(1);
    m_column->addSpacing(appearance::kRelated);
    m_column->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    // Enter changes nothing.
    cancel->setDefault(true);
    cancel->setFocus();
}

// Wrapped texts have no minimum height.
bool QuestionDialog::event(QEvent* event)
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
