// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace faultline {

/// Where the sample folder may be, in the order of search: beside the program, where it was
/// installed, in the source tree that it was built from.
QStringList presetFolderCandidates();

/// The sample data folder that is preset at the first start; empty when there is none.
QString presetFolder();

} // namespace faultline
