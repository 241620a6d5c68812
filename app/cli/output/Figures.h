// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

/// Figures for a terminal, with thousands separators in every locale.
namespace faultline::figures {

QLocale locale();
/// "36,979"
QString count(qint64 number);
/// "2.4 MB"; 1 MB is a million bytes.
QString bytes(qint64 number);
/// "0.8 s", "2 min 5 s"
QString duration(qint64 milliseconds);
/// "14 s", "2 min 5 s", for estimates.
QString aboutSeconds(qint64 seconds);

} // namespace faultline::figures
