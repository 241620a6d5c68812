// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/SaveReportDialog.h"

#include "style/Appearance.h"
#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

SaveReportDialog::SaveReportDialog(
    ReportDefinition draft, ReportCatalogue catalogue, QWidget* parent)
    : QDialog(parent)
    , m_draft(std::move(draft))
    , m_catalogue(std::move(catalogue))
    , m_title(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_explanation(new QPlainTextEdit(this))
    , m_note(new QLabel(this))
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{
    setObjectName(u"saveReportDialog"_s);
    setWindowTitle(tr("Save as a report"));
    m_title->setObjectName(u"reportTitleField"_s);
    m_name->setObjectName(u"reportNameField"_s);
    m_explanation->setObjectName(u"reportExplanationField"_s);
    m_explanation->setTabChangesFocus(true);
    m_explanation->setPlaceholderText(tr("What the report counts, in a sentence or two"));
    constexpr int kExplanationHeight = 88;
    m_explanation->setFixedHeight(kExplanationHeight);
    m_name->setToolTip(tr("The name for the command line and the file: lower-case letters, digits "
                          "and underscores"));
    m_note->setObjectName(u"reportNameNote"_s);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(u"saveReportButton"_s);
    m_save->setDefault(true);

    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    form->addRow(tr("&Title"), m_title);
    form->addRow(tr("&Explanation"), m_explanation);
    form->addRow(tr("&Name"), m_name);
    form->addRow(QString(), m_note);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addLayout(form);
    column->addWidget(m_busy);
    column->addWidget(m_strip);
    column->addStretch(1);
    column->addWidget(buttons);
    constexpr int kWidth = 520;
    setMinimumWidth(kWidth);

    connect(m_title, &QLineEdit::textEdited, this, &SaveReportDialog::proposeName);
    for (const QLineEdit* field : {m_title, m_name})
        connect(field, &QLineEdit::textChanged, this, &SaveReportDialog::showSave);
    connect(m_explanation, &QPlainTextEdit::textChanged, this, &SaveReportDialog::showSave);
    connect(buttons, &QDialogButtonBox::rejected, this, &SaveReportDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &SaveReportDialog::save);
    m_explanation->setPlainText(m_draft.explanation);
    m_title->setText(m_draft.title);
    m_title->selectAll();
    proposeName();
    showSave();
}

SaveReportDialog::~SaveReportDialog()
{
    if (m_saving)
        m_saving->cancel();
}

// Until the user enters another name.
void SaveReportDialog::proposeName()
{
    const QString title = m_title->text().trimmed();
    if (!m_name->isModified())
        m_name->setText(title.isEmpty() ? QString() : m_catalogue.ownNameFor(title));
}

void SaveReportDialog::showSave()
{
    const QString name = m_name->text().trimmed();
    const ReportDefinition* taken = m_catalogue.find(name);
    const bool isReplaced = taken != nullptr && m_catalogue.isOwn(name);
    const QString missing = missingField();
    if (taken != nullptr && !isReplaced)
        m_note->setText(tr("A built-in report has this name. Choose another one."));
    else if (!missing.isEmpty())
        m_note->setText(missing);
    else if (isReplaced)
        m_note->setText(tr("Replaces your report “%1”.").arg(taken->title));
    else
        m_note->clear();
    m_save->setText(isReplaced ? tr("&Replace") : tr("&Save"));
    m_save->setEnabled(!m_saving && (taken == nullptr || isReplaced) && missing.isEmpty());
}

QString SaveReportDialog::missingField() const
{
    if (m_title->text().trimmed().isEmpty())
        return tr("Enter a title.");
    if (m_explanation->toPlainText().trimmed().isEmpty())
        return tr("Enter an explanation, so that readers know what is counted.");
    if (m_name->text().trimmed().isEmpty())
        return tr("Enter a name.");
    return {};
}

void SaveReportDialog::save()
{
    m_strip->clear();
    m_saving.emplace();
    m_busy->setBusy(true);
    showSave();
    ReportDefinition draft = m_draft;
    draft.name = m_name->text().trimmed();
    draft.title = m_title->text().trimmed();
    draft.explanation = m_explanation->toPlainText().trimmed();
    Q_EMIT saveRequested(draft, *m_saving);
}

void SaveReportDialog::showResult(const Result<void>& saved)
{
    m_saving.reset();
    m_busy->setBusy(false);
    showSave();
    if (saved)
        accept();
    else if (saved.error().code == kCancelledCode)
        reject();
    else
        m_strip->showMessage(saved.error());
}

void SaveReportDialog::reject()
{
    if (m_saving)
        m_saving->cancel(); // showResult() follows
    else
        QDialog::reject();
}

} // namespace faultline
