// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/DevelopmentVersion.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DevelopmentVersion)
};

} // namespace

UserMessage madeByDevelopmentVersion(const ConnectionSettings& settings)
{
    UserMessage message =
        UserMessage::error(
            Text::tr("This database was created by a development version of Faultline"))
            .because(Text::tr("It is built differently, and this version can't convert it."))
            .withCode(u"development-version"_s);
    if (settings.isLocalServer) {
        return message.at(settings.dataDirectory)
            .withRemedy(
                Text::tr("Close Faultline and run: faultline-cli local stop. Then delete the "
                         "folder %1 and load your data folder again. Nothing was changed.")
                    .arg(settings.dataDirectory));
    }
    return message.at(settings.displayName())
        .withRemedy(
            Text::tr("Choose another database, or remove the schema with everything in it: "
                     "DROP SCHEMA faultline CASCADE; Then load your data folder again. Nothing "
                     "was changed."));
}

} // namespace faultline
