// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"

#include <QPushButton>

class QAction;

namespace faultline {

class Preferences;

/// Stands beside a button that exports: its menu holds how the file is written. What is chosen is
/// kept in the preferences, and so is the same wherever there is such a button.
class ExportOptionsButton : public QPushButton
{
    Q_OBJECT

public:
    explicit ExportOptionsButton(Preferences& preferences, QWidget* parent = nullptr);

    CsvOptions options() const;

private:
    Preferences& m_preferences;
    QAction* m_guard;
};

} // namespace faultline
