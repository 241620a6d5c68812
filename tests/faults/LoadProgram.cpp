// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadProgram.h"

#include <QElapsedTimer>
#include <QThread>

#include <csignal>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString conninfoOf(const ConnectionSettings& settings)
{
    QStringList parts;
    const QMap<QString, QString>& keywords = settings.keywords;
    for (auto it = keywords.begin(); it != keywords.end(); ++it)
        parts << it.key() + u"='"_s + it.value() + u'\'';
    return parts.join(u' ');
}

LoadProgram::LoadProgram(const QStringList& arguments)
    : m_process(std::make_unique<CommandLineProcess>(QStringLiteral("/tmp")))
    , m_arguments(arguments)
{}

void LoadProgram::set(const QString& variable, const QString& value)
{
    QProcessEnvironment environment = m_process->process().processEnvironment();
    environment.insert(variable, value);
    m_process->process().setProcessEnvironment(environment);
}

void LoadProgram::start()
{
    m_process->start(m_arguments);
}

bool LoadProgram::isRunning() const
{
    return m_process->process().state() != QProcess::NotRunning;
}

qint64 LoadProgram::processId() const
{
    return m_process->process().processId();
}

bool LoadProgram::runFor(int microseconds)
{
    constexpr int kMicrosecondsInMs = 1000;
    QElapsedTimer clock;
    clock.start();
    if (m_process->process().waitForFinished(microseconds / kMicrosecondsInMs))
        return false;
    const qint64 left = microseconds - clock.nsecsElapsed() / kMicrosecondsInMs;
    if (left > 0)
        QThread::usleep(static_cast<unsigned long>(left));
    return isRunning();
}

void LoadProgram::kill()
{
    m_process->process().kill();
    m_process->process().waitForFinished();
}

void LoadProgram::interrupt()
{
    if (isRunning())
        ::kill(static_cast<pid_t>(processId()), SIGINT);
}

CommandLineAnswer LoadProgram::finish()
{
    return m_process->finish();
}

} // namespace faultline
