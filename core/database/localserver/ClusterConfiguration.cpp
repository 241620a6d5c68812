// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/localserver/ClusterConfiguration.h"

#include "database/reader/ReaderRole.h"

#include <QFile>

#include <algorithm>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Quoted for the configuration file: https://www.postgresql.org/docs/15/config-setting.html
QByteArray quoted(QByteArray value)
{
    value.replace('\\', "\\\\").replace('\'', "''").replace('\n', "\\n");
    return '\'' + value + '\'';
}

// An eighth of the machine's memory: the server shares it with the loader and other programs.
int sharedBuffersMegabytes()
{
    constexpr int kMax = 256;
    constexpr int kMin = 32;
    constexpr long kShare = 8;
    constexpr long kMegabyte = 1024 * 1024;
    const long megabytes = sysconf(_SC_PHYS_PAGES) / (kMegabyte / sysconf(_SC_PAGESIZE)) / kShare;
    return static_cast<int>(std::clamp<long>(megabytes, kMin, kMax));
}

} // namespace

QByteArray settingsFileText(const QString& socketDirectory, const ClusterOptions& options)
{
    // A list of directories: a comma or a space in a name needs inner quotes.
    QByteArray socket = QFile::encodeName(socketDirectory);
    socket = '"' + socket.replace('"', "\"\"") + '"';

    QByteArray text = R"(# Written by Faultline at each start; changes are lost.

# Reached through a socket in a directory that only its owner can enter, never over the network.
listen_addresses = ''
port = 5432
unix_socket_permissions = 0700
ssl = off

# One program with a few workers and pages; each connection costs memory.
max_connections = 50

# Measured for loads and pages: docs/architecture.md, "The local server".

# A load writes gigabytes at once: with rare checkpoints, fewer pages are written twice, but the
# recovery after a crash takes longer.
max_wal_size = 4GB
min_wal_size = 512MB
checkpoint_timeout = 15min
# Workers wait for each other when the log's buffers are full; the default would be a quarter.
wal_buffers = 16MB

# This server's log isn't replicated, so creating an index for the Readings page needs no log.
wal_level = minimal
max_wal_senders = 0

# What is reported as loaded stays loaded, even after a power failure.
fsync = on
synchronous_commit = on
full_page_writes = on
autovacuum = on

# Reports read summaries, so compiling a query would take longer than running it.
jit = off

# All times are in UTC, and messages in the log are in one language.
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'

# pg_ctl writes it to server.log, which is rotated at a start if it is large.
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] '

)";
    text += "unix_socket_directories = " + quoted(socket) + '\n';
    text += "# At most an eighth of this machine's memory.\nshared_buffers = "
            + QByteArray::number(sharedBuffersMegabytes()) + "MB\n";
    for (auto it = options.settings.cbegin(); it != options.settings.cend(); ++it)
        text += it.key().toUtf8() + " = " + quoted(it.value().toUtf8()) + '\n';
    return text;
}

QByteArray accessFileText(const ClusterOptions& options)
{
    // No other role, so no superuser, no other access, and no replication.
    return "# Written by Faultline at each start; changes are lost.\n" + options.accessRules
           + "local all " + kLoginRole + " peer map=faultline\n" + "local " + kLoginRole + ' '
           + kReaderRole + " peer map=faultline\n";
}

QByteArray userMapFileText(const ProcessIdentity& serverUser, const ClusterOptions& options)
{
    const auto line = [](const QByteArray& systemUser) {
        QByteArray name = systemUser;
        name.replace('"', "\"\"");
        const QByteArray start = "faultline \"" + name + "\" ";
        return start + kLoginRole + '\n' + start + kReaderRole + '\n';
    };
    QByteArray text = "# Written by Faultline at each start; changes are lost.\n" + options.userMap
                      + line(serverUser.userName().toLocal8Bit());
    if (serverUser.isAnotherUser())
        text += line("root");
    return text;
}

QByteArray setUpSql()
{
    // A database's owner may create trusted extensions in it, such as hstore.
    return QByteArray("CREATE ROLE ") + kLoginRole
           + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;\n\n" + "CREATE DATABASE "
           + kLoginRole + " OWNER " + kLoginRole + ";\n\n" + readerRoleSql() + '\n';
}

QByteArray lockDownSql()
{
    // Even read-only transactions can write large objects, and an advisory lock can block a load.
    const QByteArray owner = kLoginRole;
    return "REVOKE TEMPORARY ON DATABASE " + owner
           + " FROM PUBLIC;\n\n"
             "DO $lock_down$ DECLARE f pg_catalog.regprocedure; BEGIN\n"
             "FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p"
             " WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace"
             " AND (p.proname ~ '^pg_(try_)?advisory_' OR p.proname IN ('lo_creat', 'lo_create',"
             " 'lo_from_bytea', 'lo_open', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lo_unlink',"
             " 'lowrite', 'pg_logical_emit_message')) LOOP\n"
             "EXECUTE pg_catalog.format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);\n"
             "EXECUTE pg_catalog.format('GRANT EXECUTE ON FUNCTION %s TO "
           + owner + "', f);\nEND LOOP;\nEND $lock_down$;\n\n";
}

} // namespace faultline
