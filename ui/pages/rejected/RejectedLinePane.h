// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/lines/FileLinePane.h"
#include "reports/readings/RejectedLineQuery.h"

namespace faultline {

/// One rejected line: why, where, and the line as it is in the file now.
class RejectedLinePane : public FileLinePane
{
    Q_OBJECT

public:
    explicit RejectedLinePane(QWidget* parent = nullptr);

    void showLine(const StoredRejectedLine& line);
};

} // namespace faultline
