// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/SaveReportDialog.h"

#include "Appearance.h"
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

SaveReportDialog::SaveReportDialog(QString sql, QWidget* parent)
    : QDialog(parent)
    , m_sql(std::move(sql))
    , m_title(new QLineEdit(this))
    , m_name(new QLineEdit(this))
    , m_explanation(new QPlainTextEdit(this))
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{
    setObjectName(u"saveReportDialog"_s);
    setWindowTitle(tr("Save as a report"));
    m_title->setObjectName(u"reportTitleField"_s);
    m_name->setObjectName(u"reportNameField"_s);
    m_explanation->setObjectName(u"reportExplanationField"_s);
    m_explanation->setTabChangesFocus(true);
    m_explanation->setPlaceholderText(tr("What is counted, in a sentence or two."));
    constexpr int kExplanationHeight = 88;
    m_explanation->setFixedHeight(kExplanationHeight);
    m_name->setToolTip(tr("For the command line, and of the file: small letters, digits and "
                          "underscores."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("&Save"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(u"saveReportButton"_s);
    m_save->setDefault(true);

    auto* form = new QFormLayout;
    form->setSpacing(appearance::kRelated);
    form->addRow(tr("&Title"), m_title);
    form->addRow(tr("&Explanation"), m_explanation);
    form->addRow(tr("&Name"), m_name);
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
    showSave();
}

SaveReportDialog::~SaveReportDialog()
{
    if (m_saving)
        m_saving->cancel();
}

// Until the person gives it another.
void SaveReportDialog::proposeName()
{
    if (!m_name->isModified())
        m_name->setText(reportNameOf(m_title->text()));
}

void SaveReportDialog::showSave()
{
    m_save->setEnabled(
        !m_saving && !m_title->text().trimmed().isEmpty() && !m_name->text().trimmed().isEmpty()
        && !m_explanation->toPlainText().trimmed().isEmpty());
}

void SaveReportDialog::save()
{
    m_strip->clear();
    m_saving.emplace();
    m_busy->setBusy(true);
    showSave();
    Q_EMIT saveAsked(
        {m_name->text().trimmed(),
         m_title->text().trimmed(),
         m_explanation->toPlainText().trimmed(),
         {},
         m_sql},
        *m_saving);
}

void SaveReportDialog::showEnd(const Result<QString>& path)
{
    m_saving.reset();
    m_busy->setBusy(false);
    showSave();
    if (path)
        accept();
    else if (path.error().code == kCancelledCode)
        reject();
    else
        m_strip->showMessage(path.error());
}

void SaveReportDialog::reject()
{
    if (m_saving)
        m_saving->cancel(); // showEnd() follows
    else
        QDialog::reject();
}

} // namespace faultline
