// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/lines/FileLinePane.h"

#include "session/BackgroundTask.h"
#include "style/Formatting.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kShowDelayMs = 200;

// The text of the line that is known, without the lines around it.
LineContext keptContext(const LineLocation& location)
{
    LineContext context;
    ContextLine kept;
    kept.lineNumber = location.lineNumber;
    kept.bytes = location.raw;
    kept.isCutAfter = location.raw.size() < location.lineBytes;
    context.lines << kept;
    context.markedByte = std::clamp<qsizetype>(location.columnNumber - 1, 0, location.raw.size());
    return context;
}

} // namespace

FileLinePane::FileLinePane(const QString& name, QWidget* parent)
    : LinePane(name, LineContextView::Mark::Line, parent)
{
    m_showDelay.setSingleShot(true);
    m_showDelay.setInterval(kShowDelayMs);
    connect(&m_showDelay, &QTimer::timeout, this, &FileLinePane::showKept);
}

void FileLinePane::showLine(const FileLine& line)
{
    m_line = line;
    ++m_asked;
    m_showDelay.start();
    if (!m_reading)
        read();
}

void FileLinePane::clear()
{
    m_line.reset();
    ++m_asked;
    m_showDelay.stop();
    clearLine();
}

void FileLinePane::read()
{
    m_reading = true;
    runInBackground(
        this,
        [name = m_line->input, location = m_line->location] {
            return readLineContext(name, location);
        },
        [this, asked = m_asked](const Answer& answer) { take(answer, asked); });
}

void FileLinePane::take(const Answer& answer, quint64 asked)
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
        showKept();
        showNote(answer.error().what + u". "_s + answer.error().why, true);
        return;
    }
    showTexts();
    showContext(*answer);
    showNote(
        m_line->note.isEmpty() ? tr("The line as it is in the file now.") : m_line->note, false);
}

void FileLinePane::showTexts()
{
    const LineLocation& location = m_line->location;
    view()->setMark(m_line->mark);
    setTitle(m_line->title);
    QString place = tr("line %1").arg(format::count(location.lineNumber));
    if (m_line->mark == LineContextView::Mark::WrongByte) {
        place = tr("%1, column %2 (byte %3 of the file)")
                    .arg(
                        place, format::count(location.columnNumber),
                        format::count(location.byteOffset + location.columnNumber - 1));
    }
    if (m_line->recordNumber > 0)
        place = tr("record %1, %2").arg(format::count(m_line->recordNumber), place);
    setLocation(m_line->input.toText(), place);
    setRaw(location.raw);
}

void FileLinePane::showKept()
{
    showTexts();
    showContext(keptContext(m_line->location));
    showNote(tr("Reading the file…"), false);
}

} // namespace faultline
