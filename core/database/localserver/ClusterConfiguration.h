// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/ProcessIdentity.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace faultline {

// The contents of the configuration files of the local server's cluster.

/// Name of the file with Faultline's settings, included at the end of postgresql.conf.
inline constexpr auto kSettingsFileName = "faultline.conf";
/// In the data directory: says how the cluster was set up. One without it, or with another edition,
/// comes from a development version and isn't used.
inline constexpr QLatin1String kSetUpFile("/faultline-setup");
inline constexpr auto kSetUpEdition = "1\n";
/// The role that programs connect as; owner of the database of the same name.
inline constexpr auto kLoginRole = "faultline";
/// The bootstrap superuser: for set-up only, never for a connection.
inline constexpr auto kBootstrapRole = "faultline_admin";

/// What may differ between two uses of a cluster.
struct ClusterOptions
{
    QMap<QString, QString> settings; ///< More server settings; they override ours.
    QByteArray accessRules;          ///< More lines for pg_hba.conf, before ours.
    QByteArray userMap;              ///< More lines for pg_ident.conf.
};

/// faultline.conf: rewritten at each start, so that a later version of the program can tune it.
QByteArray settingsFileText(const QString& socketDirectory, const ClusterOptions& options);

/// pg_hba.conf: which roles may connect to what, and how.
QByteArray accessFileText(const ClusterOptions& options);

/// pg_ident.conf: which operating system users may connect as `faultline` and as the reader.
QByteArray userMapFileText(const ProcessIdentity& serverUser, const ClusterOptions& options);

/// The set-up for the server's single-user mode: one statement between empty lines.
QByteArray setUpSql();

/// Revokes from PUBLIC, in the database `faultline`, everything that reading doesn't need; for the
/// single-user mode too. Faultline owns the whole server, so no one else needs these rights.
QByteArray lockDownSql();

} // namespace faultline
