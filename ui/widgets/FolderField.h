// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace faultline {

/// Where the data folder is typed, completed, picked from the recent ones or dropped.
class FolderField : public QComboBox
{
    Q_OBJECT

public:
    explicit FolderField(QWidget* parent = nullptr);

    QString folder() const { return m_folder; }
    /// Shows a folder without announcing it.
    void setFolder(const QString& folder);
    void setRecentFolders(const QStringList& folders);

    /// The folder that is dragged: itself, or that of a dragged file; empty for anything else.
    static QString folderOf(const QMimeData* data);

Q_SIGNALS:
    void folderChosen(const QString& folder);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void accept(const QString& text);

    QString m_folder;
};

} // namespace faultline
