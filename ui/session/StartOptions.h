// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// The command line of the window. A field is empty if the option wasn't given.
struct StartOptions
{
    QString folder;
    QString conninfo;        ///< --database
    QString environmentFile; ///< --env-file
    QString localDirectory;  ///< --local-dir
    QString text;            ///< For --help, --version and errors: print it and exit …
    int exitCode = 0;        ///< … with this code.

    /// Needs no QApplication, so no display.
    static StartOptions fromArguments(const QStringList& arguments);
    bool endsAtOnce() const { return !text.isEmpty(); }
};

} // namespace faultline
