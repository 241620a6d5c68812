// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/OriginPane.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/ElidedLabel.h"
#include "widgets/MessageStrip.h"

#include <QHBoxLayout>
#include <QToolButton>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString locationText(const ReadingOrigin& origin)
{
    return OriginPane::tr("line %1 · byte %2 · load %3 of %4")
        .arg(
            format::count(origin.location.lineNumber), format::count(origin.location.byteOffset),
            format::count(origin.loadId),
            origin.loadedAt.toLocalTime().date().toString(Qt::ISODate));
}

QString failureText(const StoredFailure& failure)
{
    QStringList parts;
    if (!failure.mode.isEmpty())
        parts << OriginPane::tr("Failure mode: %1").arg(failure.mode.simplified());
    if (!failure.cause.isEmpty())
        parts << OriginPane::tr("Cause: %1").arg(failure.cause.simplified());
    if (failure.endedAt)
        parts << OriginPane::tr("End: %1").arg(failure.endedAt->written());
    if (failure.seconds) {
        parts << OriginPane::tr("Duration: %1")
                     .arg(format::duration(std::llround(*failure.seconds * 1000)));
    }
    if (failure.isPlanned)
        parts << (*failure.isPlanned ? OriginPane::tr("Planned") : OriginPane::tr("Not planned"));
    return parts.join(u" · "_s);
}

} // namespace

OriginPane::OriginPane(QWidget* parent)
    : LinePane(u"origin"_s, LineContextView::Mark::Line, parent)
    , m_failure(new ElidedLabel(this))
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{
    m_strip->setObjectName(u"originStrip"_s);
    view()->setAccessibleName(tr("The line of the reading and the lines around it"));
    addCloseButton();
    column()->insertWidget(0, m_busy);
    column()->setContentsMargins(0, 0, 0, 0);
    // At the top, even when it replaces the line.
    column()->insertWidget(2, m_strip, 0, Qt::AlignTop);
    m_failure->setObjectName(u"originFailure"_s);
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setElideMode(Qt::ElideRight);
    column()->insertWidget(2, m_failure);
    column()->addStretch();
    m_showDelay.setSingleShot(true);
    m_showDelay.setInterval(BusyLine::kDelayMs);
    connect(&m_showDelay, &QTimer::timeout, this, [this] {
        clearLine();
        m_strip->clear();
        view()->show();
        setTitle(tr("Original line"));
        showNote(tr("Searching for the line in its file…"), false);
        if (m_isFailureOld)
            showFailure({});
    });
    connect(m_strip, &MessageStrip::dismissed, this, [this] {
        if (m_hasError)
            Q_EMIT closeRequested();
    });
    clear();
}

void OriginPane::addCloseButton()
{
    auto* close = new QToolButton(this);
    close->setObjectName(u"originCloseButton"_s);
    close->setIcon(appearance::icon(u"cancel"_s));
    close->setAutoRaise(true);
    close->setFocusPolicy(Qt::TabFocus);
    close->setToolTip(tr("Hide the original line (Esc)"));
    close->setAccessibleName(tr("Hide the original line"));
    topRow()->addWidget(close);
    connect(close, &QToolButton::clicked, this, &OriginPane::closeRequested);
}

void OriginPane::showSearching()
{
    m_busy->setBusy(true);
    m_isFailureOld = true;
    if (!m_showDelay.isActive())
        m_showDelay.start();
}

void OriginPane::showFailure(const StoredFailure& failure)
{
    m_isFailureOld = false;
    const QString text = failureText(failure);
    m_failure->setText(text);
    m_failure->setToolTip(format::toolTip(text));
    m_failure->setVisible(!text.isEmpty());
}

void OriginPane::showOrigin(const ReadingOrigin& origin)
{
    endSearch();
    setTitle(tr("Original line"));
    setLocation(origin.path, locationText(origin));
    setRaw(origin.location.raw);
    showContext(origin.context);
    showNote(tr("The line as it is in the file now."), false);
}

void OriginPane::showError(const UserMessage& error)
{
    endSearch();
    clearLine();
    setTitle(tr("Original line"));
    m_hasError = true;
    view()->hide();
    m_strip->showMessage(error, tr("Retry"), [this] { Q_EMIT searchRequested(); });
}

void OriginPane::showProblem(const UserMessage& problem)
{
    m_strip->showMessage(problem);
}

void OriginPane::clear()
{
    endSearch();
    clearLine();
    showFailure({});
    setTitle(tr("Original line"));
}

void OriginPane::endSearch()
{
    m_showDelay.stop();
    m_busy->setBusy(false);
    m_hasError = false;
    m_strip->clear();
    view()->show();
    if (m_isFailureOld)
        showFailure({});
}

} // namespace faultline
