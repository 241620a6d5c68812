// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Drawing.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <unistd.h>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Drawing)
};

} // namespace

UserMessage becomeDrawingProgram()
{
    const QString program = QDir(QCoreApplication::applicationDirPath())
                                .absoluteFilePath(QStringLiteral(FAULTLINE_DRAWING_PROGRAM));
    QList<QByteArray> arguments;
    for (const QString& argument : QCoreApplication::arguments())
        arguments << QFile::encodeName(argument);
    std::vector<char*> pointers;
    for (QByteArray& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    ::execv(QFile::encodeName(program).constData(), pointers.data());
    return UserMessage::error(Text::tr("The program that draws charts and pages can't be started"))
        .because(qt_error_string(errno))
        .at(QDir::cleanPath(program))
        .withRemedy(Text::tr("Reinstall Faultline. CSV, JSON and Excel workbooks don't need it."))
        .withCode(u"drawing-program"_s);
}

} // namespace faultline
