// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rejected/RejectedLinePane.h"

#include "readings/RejectedLine.h"
#include "session/BackgroundTask.h"
#include "sources/lines/TimestampAdvice.h"
#include "style/Formatting.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kShowDelayMs = 200;

// The stored text of the line, without the lines around it.
LineContext storedContext(const StoredRejectedLine& line)
{
    LineContext context;
    ContextLine stored;
    stored.lineNumber = line.key.lineNumber;
    stored.bytes = line.raw;
    stored.isCutAfter = line.raw.size() < line.lineBytes;
    context.lines << stored;
    context.markedByte = std::clamp<qsizetype>(line.key.columnNumber - 1, 0, line.raw.size());
    return context;
}

QString adviceFor(const StoredRejectedLine& line)
{
    return line.reason == rejectReasonWord(RejectReason::Timestamp)
               ? timestampAdvice(line.raw, line.key.columnNumber)
               : QString();
}

} // namespace

RejectedLinePane::RejectedLinePane(QWidget* parent)
    : LinePane(u"rejected"_s, LineContextView::Mark::WrongByte, parent)
{
    view()->setAccessibleName(tr("The rejected line among the lines around it"));
    m_showDelay.setSingleShot(true);
    m_showDelay.setInterval(kShowDelayMs);
    connect(&m_showDelay, &QTimer::timeout, this, &RejectedLinePane::showStored);
}

void RejectedLinePane::showLine(const StoredRejectedLine& line)
{
    m_line = line;
    ++m_asked;
    m_showDelay.start();
    if (!m_reading)
        read();
}

void RejectedLinePane::clear()
{
    m_line.reset();
    ++m_asked;
    m_showDelay.stop();
    clearLine();
}

void RejectedLinePane::read()
{
    m_reading = true;
    runInBackground(
        this,
        [name = InputName::fromStored(m_line->path, m_line->encoding),
         location = m_line->location()] { return readLineContext(name, location); },
        [this, asked = m_asked](const Answer& answer) { take(answer, asked); });
}

void RejectedLinePane::take(const Answer& answer, quint64 asked)
{
    m_reading = false;
    if (asked != m_asked) {
        // A different line was selected meanwhile.
        if (m_line)
            read();
        return;
    }
    m_showDelay.stop();
    if (!answer) {
        showStored();
        showNote(answer.error().what + u". "_s + answer.error().why, true);
        return;
    }
    showTexts();
    showContext(*answer);
    const QString advice = adviceFor(*m_line);
    showNote(advice.isEmpty() ? tr("The line as it is in the file now.") : advice, false);
}

void RejectedLinePane::showTexts()
{
    const StoredRejectedLine& line = *m_line;
    setTitle(line.reasonText());
    const QString place =
        tr("line %1, column %2 (byte %3 of the file)")
            .arg(
                format::count(line.key.lineNumber), format::count(line.key.columnNumber),
                format::count(line.key.byteOffset + line.key.columnNumber - 1));
    setLocation(
        line.path, line.recordNumber > 0
                       ? tr("record %1, %2").arg(format::count(line.recordNumber), place)
                       : place);
    setRaw(line.raw);
}

void RejectedLinePane::showStored()
{
    showTexts();
    showContext(storedContext(*m_line));
    showNote(tr("Reading the file…"), false);
}

} // namespace faultline
