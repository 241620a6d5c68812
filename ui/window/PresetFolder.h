// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// Where to search for the sample folder, in this order: beside the program, in the installation,
/// in the source tree.
QStringList presetFolderCandidates();

/// The sample data folder shown on the first start; empty if there is none.
QString presetFolder();

} // namespace faultline
