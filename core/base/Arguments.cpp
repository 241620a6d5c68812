// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Arguments.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Arguments)
};

// The position of the first that is empty, from 1; 0 when none is.
qsizetype positionOfEmpty(const QStringList& values)
{
    const auto found = std::find_if(values.cbegin(), values.cend(), [](const QString& value) {
        return value.trimmed().isEmpty();
    });
    return found == values.cend() ? 0 : found - values.cbegin() + 1;
}

} // namespace

std::optional<UserMessage> emptyArgument(const QCommandLineParser& parser)
{
    const QString remedy = Text::tr("Leave it out, or say what it is to be.");
    for (const QString& name : parser.optionNames()) {
        // Options that are only set have no values.
        if (positionOfEmpty(parser.values(name)) > 0) {
            const QString dashes = name.size() == 1 ? u"-"_s : u"--"_s;
            return UserMessage::error(Text::tr("The value of %1 is empty").arg(dashes + name))
                .withRemedy(remedy)
                .withCode(u"usage"_s);
        }
    }
    if (const auto position = positionOfEmpty(parser.positionalArguments()); position > 0) {
        return UserMessage::error(Text::tr("Argument %1 is empty").arg(position))
            .withRemedy(remedy)
            .withCode(u"usage"_s);
    }
    return std::nullopt;
}

std::optional<UserMessage> missingWorkingDirectory()
{
    if (!QDir::currentPath().isEmpty())
        return std::nullopt;
    return UserMessage::error(Text::tr("The working directory isn't there any more"))
        .because(Text::tr("It was removed or can't be read, so that nobody knows where a relative "
                          "path leads."))
        .withRemedy(Text::tr("Change to a folder that is there (cd), and try again."))
        .withCode(u"working-directory"_s);
}

} // namespace faultline
