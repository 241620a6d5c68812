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

// The position of the first empty value, from 1; 0 if none is empty.
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
    const QString remedy = Text::tr("Give a value, or leave it out.");
    for (const QString& name : parser.optionNames()) {
        // Flags have no values.
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
    return UserMessage::error(Text::tr("The working directory no longer exists"))
        .because(Text::tr("It was removed or can't be read, so relative paths lead nowhere."))
        .withRemedy(Text::tr("Change to an existing folder (cd) and try again."))
        .withCode(u"working-directory"_s);
}

} // namespace faultline
