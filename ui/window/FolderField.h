// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace faultline {

/// Where the data folder is typed, completed, picked from the recent ones or dropped. What is typed
/// is taken with Enter or takeTyped(), and not because the field loses the focus: who looks
/// something up elsewhere hasn't chosen what is half typed.
class FolderField : public QComboBox
{
    Q_OBJECT

public:
    explicit FolderField(QWidget* parent = nullptr);

    QString folder() const { return m_folder; }
    /// Shows a folder without announcing it.
    void setFolder(const QString& folder);
    void setRecentFolders(const QStringList& folders);
    /// Whether another folder is typed that wasn't taken yet.
    bool hasTyped() const;
    /// Announces the typed folder if it is another one.
    void takeTyped();

    /// The folder that is dragged: itself, or that of a dragged file; empty for anything else.
    static QString folderOf(const QMimeData* data);

Q_SIGNALS:
    void folderChosen(const QString& folder);

protected:
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void accept(const QString& text);

    QString m_folder;
    QWidget* m_completions = nullptr;
    bool m_isLosingFocus = false;
};

} // namespace faultline
