// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/readings/OriginPane.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString placeText(const ReadingOrigin& origin)
{
    return OriginPane::tr("line %1 · byte %2 · load %3 of %4")
        .arg(
            format::count(origin.location.lineNumber), format::count(origin.location.byteOffset),
            format::count(origin.loadId),
            origin.loadedAt.toLocalTime().date().toString(Qt::ISODate));
}

QString noteText(const ReadingOrigin& origin)
{
    if (origin.equalLines == 1)
        return OriginPane::tr("The line in its file, as the file is now.");
    // More than two lines that say the same are a mistake of the logger: no plurals for them.
    if (origin.equalNumber > 0) {
        return OriginPane::tr(
                   "Equal lines in this part of the file: %1; this is number %2 of them.")
            .arg(format::count(origin.equalLines), format::count(origin.equalNumber));
    }
    return OriginPane::tr("Equal lines in this part of the file: %1; which of them became this "
                          "reading isn't known. This is the first.")
        .arg(format::count(origin.equalLines));
}

} // namespace

OriginPane::OriginPane(QWidget* parent)
    : LinePane(u"origin"_s, LineContextView::Mark::Line, parent)
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{
    m_strip->setObjectName(u"originStrip"_s);
    view()->setAccessibleName(tr("The line of the reading among the lines around it"));
    addCloseButton();
    column()->insertWidget(0, m_busy);
    column()->setContentsMargins(0, 0, 0, 0);
    // At the top, also where it has the room of the line.
    column()->insertWidget(2, m_strip, 0, Qt::AlignTop);
    column()->addStretch();
    m_patience.setSingleShot(true);
    m_patience.setInterval(BusyLine::kDelayMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        clearLine();
        m_strip->clear();
        view()->show();
        setTitle(tr("Original line"));
        say(tr("Looking for the line in its file…"), false);
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
    if (!m_patience.isActive())
        m_patience.start();
}

void OriginPane::showOrigin(const ReadingOrigin& origin)
{
    endSearch();
    setTitle(tr("Original line"));
    setPlace(origin.path, placeText(origin));
    setRaw(origin.location.raw);
    showContext(origin.context);
    say(noteText(origin), origin.equalNumber == 0);
}

void OriginPane::showError(const UserMessage& error)
{
    endSearch();
    clearLine();
    setTitle(tr("Original line"));
    m_hasError = true;
    view()->hide();
    m_strip->showMessage(error, tr("Try again"), [this] { Q_EMIT searchRequested(); });
}

void OriginPane::showProblem(const UserMessage& problem)
{
    m_strip->showMessage(problem);
}

void OriginPane::clear()
{
    endSearch();
    clearLine();
    setTitle(tr("Original line"));
}

void OriginPane::endSearch()
{
    m_patience.stop();
    m_busy->setBusy(false);
    m_hasError = false;
    m_strip->clear();
    view()->show();
}

} // namespace faultline
