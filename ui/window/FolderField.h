// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace faultline {

/// The field for the data folder: type it (with completion), pick a recent one, or drop one. Typed
/// text is accepted on Enter or acceptTyped(), never on losing focus: a half-typed path isn't a
/// choice.
class FolderField : public QComboBox
{
    Q_OBJECT

public:
    explicit FolderField(QWidget* parent = nullptr);

    QString folder() const { return m_folder; }
    /// Shows a folder without emitting folderChosen().
    void setFolder(const QString& folder);
    void setRecentFolders(const QStringList& folders);
    /// Whether a different folder was typed and not yet accepted.
    bool hasTyped() const;
    /// Accepts the typed folder if it is a different one.
    void acceptTyped();

    /// The folder being dragged, or the folder of a dragged file; empty for anything else.
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
