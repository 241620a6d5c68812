// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ReaderLookup.h"

#include "database/reader/ReaderAccess.h"

#include <QCoreApplication>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderLookup)
};

} // namespace

Result<ConnectionSettings> lookUpReader(const ConnectionSettings& owner)
{
    auto reader = reachReader(owner, qEnvironmentVariable("FAULTLINE_READER_PASSWORD"));
    if (reader || owner.isLocalServer)
        return reader;
    UserMessage message = reader.error();
    if (message.code == u"reader-missing" || message.code == u"reader-rights")
        message.withRemedy(Text::tr("Run: faultline-cli reader create"));
    else if (message.code == u"reader-password")
        message.withRemedy(Text::tr(
            "Put it into ~/.pgpass, or into the environment variable FAULTLINE_READER_PASSWORD."));
    return message;
}

} // namespace faultline
