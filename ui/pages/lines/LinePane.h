// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/lines/LineContextView.h"

#include <QByteArray>
#include <QString>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace faultline {

class ElidedLabel;

/// One line of a file: title, location, the line and those around it, a note, and buttons. Derived
/// panes decide what to show.
class LinePane : public QWidget
{
    Q_OBJECT

Q_SIGNALS:
    void folderRequested(const QString& path);

protected:
    /// `name` is the prefix of the widgets' object names.
    LinePane(const QString& name, LineContextView::Mark mark, QWidget* parent);

    void setTitle(const QString& title); ///< Without one, there is no space for it.
    /// Where the line is: the path may be cut in the middle, `location` never is.
    void setLocation(const QString& path, const QString& location);
    /// The bytes that Copy copies.
    void setRaw(const QByteArray& raw);
    void showContext(const LineContext& context);
    void showNote(const QString& text, bool isWarning);
    void clearLine();
    void changeEvent(QEvent* event) override;

    LineContextView* view() const { return m_view; }
    QHBoxLayout* topRow() const { return m_topRow; }
    QVBoxLayout* column() const { return m_column; }

private:
    void nameParts(const QString& name);
    void copyLine() const;
    void colourNote();

    QString m_filePath;
    QByteArray m_raw;
    ElidedLabel* m_title;
    ElidedLabel* m_path;
    QLabel* m_location;
    LineContextView* m_view;
    ElidedLabel* m_note;
    bool m_isWarning = false;
    QPushButton* m_openFolder;
    QPushButton* m_copy;
    QHBoxLayout* m_topRow;
    QVBoxLayout* m_column;
};

} // namespace faultline
