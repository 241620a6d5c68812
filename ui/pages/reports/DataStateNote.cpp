// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/DataStateNote.h"

#include "session/Workbench.h"
#include "style/Appearance.h"
#include "widgets/ParagraphLabel.h"

#include <QEvent>
#include <QHBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

DataStateNote::DataStateNote(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_icon(new QLabel(this))
    , m_text(new ParagraphLabel(this))
{
    m_text->setObjectName(u"dataState"_s);
    m_text->setAccessibleName(tr("Why reports are incomplete"));
    auto* row = new QHBoxLayout(this);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    connect(&workbench.database, &DatabaseController::dataChanged, this, &DataStateNote::showState);
    connect(&workbench.loads, &LoadController::stateChanged, this, &DataStateNote::showState);
    showIcon();
    showState();
}

void DataStateNote::showState()
{
    // The last known state may be older than this window's load.
    const QStringList remarks =
        m_workbench.loads.isBusy() ? QStringList(tr(
            "Not complete: a load is running. Reports show what was counted when they were read."))
                                   : m_workbench.database.dataState().remarks();
    m_text->setText(remarks.join(u'\n'));
    setVisible(!remarks.isEmpty());
}

void DataStateNote::showIcon()
{
    m_icon->setPixmap(appearance::icon(u"warning"_s, appearance::Tone::Warning)
                          .pixmap(QSize(16, 16), devicePixelRatioF()));
}

void DataStateNote::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showIcon();
}

} // namespace faultline
