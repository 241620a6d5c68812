// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/ExportButton.h"

#include "session/Preferences.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/CancelToggle.h"

#include <QAction>
#include <QMenu>
#include <QProxyStyle>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kKindState = u"export-kind"_s;

// Makes the menu arrow wide enough to be noticed.
class WideArrowStyle : public QProxyStyle
{
public:
    explicit WideArrowStyle(QObject* owner) { setParent(owner); }
    int pixelMetric(
        PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override
    {
        constexpr int kArrow = 20;
        const int width = QProxyStyle::pixelMetric(metric, option, widget);
        return metric == PM_MenuButtonIndicator ? std::max(kArrow, width) : width;
    }
};

} // namespace

struct ExportButton::Kind
{
    QString name; ///< For object names and the preferences.
    QString title;
    ReportFormat format = ReportFormat::Csv;
    bool forExcel = false;
};

QList<ExportButton::Kind> ExportButton::kinds()
{
    return {
        {u"Csv"_s, tr("&CSV for programs"), ReportFormat::Csv},
        {u"ExcelCsv"_s, tr("CSV &for Excel"), ReportFormat::Csv, true},
        {u"Xlsx"_s, tr("&Excel workbook"), ReportFormat::Xlsx},
        {u"Pdf"_s, tr("&PDF document"), ReportFormat::Pdf},
        {u"Html"_s, tr("&HTML document"), ReportFormat::Html},
        {u"Notebook"_s, tr("&Jupyter notebook"), ReportFormat::Notebook},
        {u"Json"_s, tr("J&SON"), ReportFormat::Json}};
}

ExportButton::ExportButton(Preferences& preferences, QWidget* parent)
    : QToolButton(parent)
    , m_preferences(preferences)
    , m_menu(new QMenu(this))
    , m_guard(new QAction(tr("&Guard against spreadsheet formulas"), this))
    , m_sidecar(new QAction(tr("Add a &description file to CSV exports"), this))
    , m_toggle(new CancelToggle(this))
{
    setObjectName(u"exportButton"_s);
    setStyle(new WideArrowStyle(this));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::MenuButtonPopup);
    m_menu->setObjectName(u"exportMenu"_s);
    m_menu->setToolTipsVisible(true);
    addKinds(m_menu, false);
    auto* all = m_menu->addMenu(tr("&All reports"));
    all->setObjectName(u"exportAllMenu"_s);
    addKinds(all, true);
    m_menu->addSeparator();
    addOptions(m_menu);
    setMenu(m_menu);
    connect(
        m_toggle, &CancelToggle::startRequested, this, [this] { ask(kinds().at(m_kind), false); });
    connect(m_toggle, &CancelToggle::cancelRequested, this, &ExportButton::cancelled);
    connect(m_toggle, &CancelToggle::changed, this, &ExportButton::showState);
    const QString last = QString::fromUtf8(preferences.state(kKindState));
    const auto known = kinds();
    for (int i = 0; i < known.size(); ++i) {
        if (known.at(i).name == last)
            m_kind = i;
    }
    showState();
}

void ExportButton::addKinds(QMenu* menu, bool all)
{
    for (const Kind& kind : kinds()) {
        QAction* action = menu->addAction(kind.title + u"…"_s);
        action->setObjectName((all ? u"exportAll"_s : u"export"_s) + kind.name);
        connect(action, &QAction::triggered, this, [this, kind, all] {
            take(kind);
            ask(kind, all);
        });
    }
}

void ExportButton::addOptions(QMenu* menu)
{
    m_guard->setObjectName(u"guardFormulasAction"_s);
    m_guard->setCheckable(true);
    m_guard->setToolTip(tr("Put ' before text that starts with = + - or @, so that a spreadsheet "
                           "doesn't run it. Numbers stay unchanged."));
    m_sidecar->setObjectName(u"sidecarAction"_s);
    m_sidecar->setCheckable(true);
    m_sidecar->setToolTip(tr("Write the SQL, the filters, the loads and a checksum to a file "
                             "beside each CSV file. Other formats already contain them."));
    menu->addAction(m_guard);
    menu->addAction(m_sidecar);
    auto* document = menu->addAction(tr("&Title, logo and appendix of documents…"));
    document->setObjectName(u"documentChoicesAction"_s);
    connect(document, &QAction::triggered, this, &ExportButton::documentChoicesRequested);
    // Another page may have changed the setting meanwhile.
    const auto show = [this] {
        m_guard->setChecked(m_preferences.guardsFormulas());
        m_sidecar->setChecked(m_preferences.describesCsvFiles());
    };
    show();
    connect(menu, &QMenu::aboutToShow, this, show);
    connect(m_guard, &QAction::triggered, this, [this](bool checked) {
        m_preferences.rememberGuardsFormulas(checked);
    });
    connect(m_sidecar, &QAction::triggered, this, [this](bool checked) {
        m_preferences.rememberDescribesCsvFiles(checked);
    });
}

void ExportButton::ask(const Kind& kind, bool all)
{
    if (m_toggle->isRunning() || !m_exportable)
        return;
    ExportRequest request;
    request.format = kind.format;
    request.forExcel = kind.forExcel;
    request.all = all;
    request.guardFormulas = m_preferences.guardsFormulas();
    request.sidecar = kind.format == ReportFormat::Csv && m_preferences.describesCsvFiles();
    Q_EMIT exportRequested(request);
}

void ExportButton::take(const Kind& kind)
{
    const auto known = kinds();
    for (int i = 0; i < known.size(); ++i) {
        if (known.at(i).name == kind.name)
            m_kind = i;
    }
    m_preferences.rememberState(kKindState, kind.name.toUtf8());
    showState();
}

void ExportButton::setExportable(bool exportable)
{
    m_exportable = exportable;
    showState();
}

void ExportButton::setRunning(bool running)
{
    m_rows = 0;
    m_toggle->setRunning(running);
}

void ExportButton::showRows(qint64 rows)
{
    m_rows = rows;
    showState();
}

void ExportButton::showState()
{
    const bool isCancel = m_toggle->isCancel();
    // Stays enabled during the export, even before it turns into Cancel, to keep the focus.
    setEnabled(m_toggle->isRunning() || m_exportable);
    m_menu->setEnabled(!m_toggle->isRunning());
    setIcon(appearance::icon(isCancel ? u"cancel"_s : u"export"_s));
    if (!isCancel) {
        QString title = kinds().at(m_kind).title;
        setText(tr("&Export %1…").arg(title.remove(u'&')));
        setToolTip(tr("Export this report with these filters; the menu has other formats"));
        return;
    }
    setText(
        m_rows > 0 ? tr("Cancel export (%1 rows)").arg(format::count(m_rows))
                   : tr("Cancel export"));
    setToolTip(tr("Stop the export; an existing file stays unchanged (Esc)"));
}

} // namespace faultline
