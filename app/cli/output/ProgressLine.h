// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"

#include <QString>

namespace faultline {

/// "62 %  185 MB of 299 MB  1,900,000 records/s  14 s left"
QString progressText(const LoadProgress& progress);

/// One line on standard error that is written over again and again, when standard error is a
/// terminal; nothing otherwise.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    bool isShown() const { return m_isTerminal; }
    void show(const QString& text);
    /// Takes the line away, so that something else can be written.
    void clear();

private:
    const bool m_isTerminal;
    bool m_isOnScreen = false;
};

} // namespace faultline
