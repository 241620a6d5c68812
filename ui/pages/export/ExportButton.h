// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportFormat.h"

#include <QToolButton>

class QAction;
class QMenu;

namespace faultline {

class CancelToggle;
class Preferences;

/// What to export, and how.
struct ExportRequest
{
    ReportFormat format = ReportFormat::Csv;
    bool forExcel = false; ///< Only for CSV.
    bool all = false;      ///< All reports instead of the current one.
    bool guardFormulas = true;
    bool sidecar = false;
};

/// Exports the report in the last used format. Its menu has the other formats, all reports, and
/// options. Cancels an export that takes long.
class ExportButton : public QToolButton
{
    Q_OBJECT

public:
    explicit ExportButton(Preferences& preferences, QWidget* parent = nullptr);

    /// Not exportable while the filters are invalid, because the export uses what is shown.
    void setExportable(bool exportable);
    void setRunning(bool running);
    void showRows(qint64 rows);

Q_SIGNALS:
    void exportRequested(const ExportRequest& request);
    void cancelled();
    /// How PDF and HTML documents look is to be chosen.
    void documentChoicesRequested();

private:
    struct Kind;
    static QList<Kind> kinds();

    void addKinds(QMenu* menu, bool all);
    void addOptions(QMenu* menu);
    void ask(const Kind& kind, bool all);
    void take(const Kind& kind);
    void showState();

    Preferences& m_preferences;
    QMenu* m_menu;
    QAction* m_guard;
    QAction* m_sidecar;
    CancelToggle* m_toggle;
    int m_kind = 0;
    qint64 m_rows = 0;
    bool m_exportable = true;
};

} // namespace faultline
