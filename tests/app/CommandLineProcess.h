// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTest>

/// Checks the exit code; otherwise the test fails with the program's complete output.
#define VERIFY_EXIT(answer, code)                                                                  \
    do {                                                                                           \
        const auto& verifiedAnswer = (answer);                                                     \
        QVERIFY2(verifiedAnswer.exitCode == (code), verifiedAnswer.whole().constData());           \
    } while (false)

namespace faultline {

/// The program's exit code and output.
struct CommandLineAnswer
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    /// The one JSON object on standard output; empty if there isn't exactly one.
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    QByteArray whole() const
    {
        return "exit " + QByteArray::number(exitCode) + "\n" + output + "\n" + errors;
    }
};

/// The built faultline-cli, run in a directory without settings, without a display, and in an
/// environment without those of the person who runs the tests.
class CommandLineProcess
{
public:
    explicit CommandLineProcess(const QString& workingDirectory)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString& name : environment.keys()) {
            if (name.startsWith(QStringLiteral("PG"))
                || name.startsWith(QStringLiteral("FAULTLINE")) || name == QStringLiteral("DISPLAY")
                || name.startsWith(QStringLiteral("QT_QPA")))
                environment.remove(name);
        }
        environment.insert(
            QStringLiteral("FAULTLINE_REPORTS_DIR"), workingDirectory + QStringLiteral("/reports"));
        m_process.setProcessEnvironment(environment);
        m_process.setWorkingDirectory(workingDirectory);
        m_process.setProgram(QStringLiteral(FAULTLINE_CLI));
    }

    QProcess& process() { return m_process; }

    void start(const QStringList& arguments)
    {
        m_process.setArguments(arguments);
        m_process.start();
        m_process.waitForStarted();
    }

    CommandLineAnswer finish()
    {
        if (!m_process.waitForFinished(120'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
        return {
            m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1,
            m_process.readAllStandardOutput(), m_process.readAllStandardError()};
    }

    CommandLineAnswer run(const QStringList& arguments)
    {
        start(arguments);
        return finish();
    }

private:
    QProcess m_process;
};

} // namespace faultline
