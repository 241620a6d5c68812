// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"

#include <QPushButton>

class QAction;

namespace faultline {

class Preferences;

/// A menu button beside an export button, with options for the file. They are saved in the
/// preferences, and so apply to all pages.
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
