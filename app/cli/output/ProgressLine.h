// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"

#include <QString>

namespace faultline {

/// "62 %  185 MB of 299 MB  1,900,000 records/s  14 s left"
QString progressText(const LoadProgress& progress);

/// One line on standard error that is repeatedly overwritten if standard error is a terminal;
/// otherwise nothing.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    bool isShown() const { return m_isTerminal; }
    void show(const QString& text);
    /// Removes the line, so that other output can follow.
    void clear();

private:
    const bool m_isTerminal;
    bool m_isOnScreen = false;
};

} // namespace faultline
