// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ProgressLine.h"

#include "cli/output/Figures.h"

#include <QCoreApplication>
#include <QStringList>

#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ProgressLine)
};

// A line that wraps can't be overwritten.
qsizetype terminalWidth()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

QString progressText(const LoadProgress& progress)
{
    switch (progress.phase) {
    case LoadProgress::Phase::Planning:
        return Text::tr("Examining files …");
    case LoadProgress::Phase::Settling:
        return Text::tr("Updating summaries …");
    case LoadProgress::Phase::Loading:
    case LoadProgress::Phase::Done:
        break;
    }
    const qint64 percent =
        progress.bytesTotal > 0 ? progress.bytesDone * 100 / progress.bytesTotal : 0;
    QStringList parts{
        Text::tr("%1 %").arg(percent, 3),
        Text::tr("%1 of %2")
            .arg(figures::bytes(progress.bytesDone), figures::bytes(progress.bytesTotal))};
    if (progress.recordsPerSecond > 0)
        parts << Text::tr("%1 records/s")
                     .arg(figures::count(static_cast<qint64>(progress.recordsPerSecond)));
    if (progress.secondsLeft)
        parts << Text::tr("%1 left").arg(figures::aboutSeconds(*progress.secondsLeft));
    if (progress.readings.rejected > 0)
        parts << Text::tr("%1 rejected").arg(figures::count(progress.readings.rejected));
    return parts.join(u"  "_s);
}

ProgressLine::ProgressLine()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1)
{}

ProgressLine::~ProgressLine()
{
    clear();
}

void ProgressLine::show(const QString& text)
{
    if (!m_isTerminal)
        return;
    const QByteArray line = "\r" + text.left(terminalWidth() - 1).toUtf8() + "\x1b[K";
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
    std::fflush(stderr);
    m_isOnScreen = true;
}

void ProgressLine::clear()
{
    if (!m_isOnScreen)
        return;
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    m_isOnScreen = false;
}

} // namespace faultline
