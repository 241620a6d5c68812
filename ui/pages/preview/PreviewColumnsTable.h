// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/DataTable.h"

#include <QList>

namespace faultline {

class PreviewColumnsModel;

/// The columns of a file, each with a list of what it could mean, which opens on a click and on
/// Enter.
class PreviewColumnsTable : public DataTable
{
    Q_OBJECT

public:
    explicit PreviewColumnsTable(PreviewColumnsModel& model, QWidget* parent = nullptr);

    /// The selected rows, if `row` is one of them; otherwise only that.
    QList<int> rowsWith(int row) const;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void openEditor(const QModelIndex& index);
};

} // namespace faultline
