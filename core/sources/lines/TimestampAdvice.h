// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QtGlobal>

#include <string_view>

namespace faultline {

/// What to do about a time that can't be read, for people; empty if nothing more can be said than
/// that. `rest` is the text from where reading stopped (TimestampParse::stoppedAt).
QString timestampAdvice(std::string_view rest);
/// The same for a rejected line and the byte where reading stopped, from 1.
QString timestampAdvice(const QByteArray& line, qint32 column);

} // namespace faultline
