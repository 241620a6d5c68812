// SPDX-License-Identifier: GPL-3.0-or-later
// A PostgreSQL server with PostgreSQL's own settings, for comparing loads without tuning on either
// side. Prints its socket directory and runs until standard input ends.
//   bench_server
#include "support/TemporaryServer.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// Each setting that the local server's configuration or TemporaryServer changes, with the value of
// PostgreSQL 15 and initdb. The harness asks the server whether one is missing here.
QMap<QString, QString> defaultSettings()
{
    return {{u"autovacuum"_s, u"on"_s},           {u"autovacuum_naptime"_s, u"1min"_s},
            {u"archive_mode"_s, u"off"_s},        {u"checkpoint_completion_target"_s, u"0.9"_s},
            {u"checkpoint_timeout"_s, u"5min"_s}, {u"fsync"_s, u"on"_s},
            {u"full_page_writes"_s, u"on"_s},     {u"jit"_s, u"on"_s},
            {u"max_connections"_s, u"100"_s},     {u"max_wal_senders"_s, u"10"_s},
            {u"max_wal_size"_s, u"1GB"_s},        {u"min_wal_size"_s, u"80MB"_s},
            {u"shared_buffers"_s, u"128MB"_s},    {u"synchronous_commit"_s, u"on"_s},
            {u"wal_buffers"_s, u"-1"_s},          {u"wal_compression"_s, u"off"_s},
            {u"wal_level"_s, u"replica"_s}};
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    TemporaryServer server;
    if (const auto started = server.start(defaultSettings()); !started) {
        std::fprintf(stderr, "%s\n", qPrintable(started.error().toText()));
        return 1;
    }
    std::printf("%s\n", qPrintable(server.socketDirectory()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    return 0;
}
