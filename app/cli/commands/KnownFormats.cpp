// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/KnownFormats.h"

#include "loading/formats/KeptFormats.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(KnownFormats)
};

Result<QList<KeptFormat>> fetch(Context& context, const QString& dataFolder)
{
    const auto database = context.openDatabase(DatabasePurpose::Read, dataFolder);
    if (!database)
        return database.error();
    auto connection = Connection::open(database->settings());
    if (!connection)
        return connection.error();
    return keptFormats(*connection);
}

} // namespace

QList<NamedFormat> knownFormats(Context& context, const QString& dataFolder)
{
    const auto formats = fetch(context, dataFolder);
    if (formats)
        return {formats->cbegin(), formats->cend()};
    if (formats.error().code != u"no-schema") {
        context.note(UserMessage::warning(Text::tr("Formats that the database keeps aren't used"))
                         .because(formats.error().toLine()));
    }
    return {};
}

} // namespace faultline
