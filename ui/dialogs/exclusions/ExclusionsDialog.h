// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DatabaseDialog.h"
#include "loading/plants/Exclusions.h"

class QPushButton;
class QStandardItemModel;

namespace faultline {

class DataTable;

/// The time that doesn't count for reliability. The user can add, change and remove some; reports
/// follow at once.
class ExclusionsDialog : public DatabaseDialog
{
    Q_OBJECT

public:
    explicit ExclusionsDialog(Workbench& workbench, QWidget* parent = nullptr);

Q_SIGNALS:
    void loaded(); ///< The table shows what the database has.

private:
    struct Content
    {
        QList<Exclusion> exclusions;
        QList<ExclusionScopes> scopes;
    };

    void buildTable();
    void layOut();
    void refresh();
    void show(const Content& content);
    void showButtons() override;
    const Exclusion* current() const;
    void edit(const Exclusion& exclusion);
    void confirmRemove();
    void remove(int id);
    // After a change.
    void changed();

    Content m_content;
    QStandardItemModel* m_model;
    DataTable* m_table;
    QPushButton* m_add;
    QPushButton* m_edit;
    QPushButton* m_remove;
    QPushButton* m_close;
};

} // namespace faultline
