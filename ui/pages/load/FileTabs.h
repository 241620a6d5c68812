// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/folder/SourceFile.h"

#include <QTabWidget>

#include <optional>

namespace faultline {

class CheckPane;
class PreviewPane;
struct Workbench;

/// The lower part of the Load page: a preview of the selected file, and what a check of the folder
/// found. Hidden if there is neither; with one of them, there are no tabs.
class FileTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit FileTabs(Workbench& workbench, QWidget* parent = nullptr);

    PreviewPane* preview() const { return m_preview; }
    void showFile(const QString& path, std::optional<SourceRole> role);
    void forgetFile();
    /// Shows the findings that CheckController has, or none.
    void showCheck();

private:
    void setShown(QWidget* page, const QString& title, bool isShown);

    Workbench& m_workbench;
    PreviewPane* m_preview;
    CheckPane* m_check;
};

} // namespace faultline
