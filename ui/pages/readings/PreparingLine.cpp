// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/PreparingLine.h"

#include "style/Appearance.h"
#include "widgets/ElidedLabel.h"
#include "widgets/ProgressBar.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kSteps = 1000;
constexpr int kBarWidth = 120;

} // namespace

PreparingLine::PreparingLine(QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel(this))
    , m_bar(new ProgressBar(this))
    , m_cancel(new QPushButton(appearance::icon(u"cancel"_s), tr("&Cancel"), this))
{
    m_text->setObjectName(u"preparingText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_bar->setAccessibleName(tr("Preparing"));
    m_bar->setFixedWidth(kBarWidth);
    m_cancel->setObjectName(u"cancelPreparingButton"_s);
    m_cancel->setToolTip(tr("Return to the previous order (Esc)"));
    auto* row = new QHBoxLayout(this);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(m_text, 1);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    setFixedHeight(sizeHint().height());
    stop();
    connect(m_cancel, &QPushButton::clicked, this, &PreparingLine::cancelled);
}

void PreparingLine::start(const QString& text)
{
    m_isRunning = true;
    m_text->setText(text);
    m_bar->setRange(0, 0);
    m_text->show();
    m_bar->show();
    m_cancel->show();
}

void PreparingLine::setShare(double share)
{
    if (share <= 0)
        return; // unknown so far: the bar keeps moving
    m_bar->setRange(0, kSteps);
    m_bar->setValue(static_cast<int>(share * kSteps));
}

void PreparingLine::stop()
{
    m_isRunning = false;
    m_text->hide();
    m_bar->hide();
    m_cancel->hide();
}

} // namespace faultline
