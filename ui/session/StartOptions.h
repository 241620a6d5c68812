// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// What the command line of the window says. Empty fields are not given.
struct StartOptions
{
    QString folder;
    QString conninfo;        ///< --database
    QString environmentFile; ///< --env-file
    QString localDirectory;  ///< --local-dir
    QString text;            ///< For --help, --version and mistakes: print it and end …
    int exitCode = 0;        ///< … with this code.

    /// Needs no QApplication, and so no display.
    static StartOptions fromArguments(const QStringList& arguments);
    bool endsAtOnce() const { return !text.isEmpty(); }
};

} // namespace faultline
