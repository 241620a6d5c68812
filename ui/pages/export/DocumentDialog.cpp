// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/DocumentDialog.h"

#include "dialogs/DialogService.h"
#include "exporting/context/DocumentOptions.h"
#include "session/Preferences.h"
#include "style/Appearance.h"
#include "widgets/ParagraphLabel.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

DocumentDialog::DocumentDialog(Preferences& preferences, DialogService& dialogs, QWidget* parent)
    : QDialog(parent)
    , m_preferences(preferences)
    , m_dialogs(dialogs)
    , m_title(new QLineEdit(preferences.documentTitle(), this))
    , m_logo(new QLineEdit(preferences.documentLogo(), this))
    , m_note(new ParagraphLabel(this))
    , m_appendix(new QCheckBox(tr("&Appendix with filters, columns and SQL"), this))
{
    setObjectName(u"documentDialog"_s);
    setWindowTitle(tr("PDF and HTML documents"));
    m_title->setObjectName(u"documentTitleField"_s);
    m_title->setPlaceholderText(tr("What the document contains"));
    m_logo->setObjectName(u"documentLogoField"_s);
    m_logo->setPlaceholderText(tr("No logo"));
    m_logo->setClearButtonEnabled(true);
    m_note->setObjectName(u"documentLogoNote"_s);
    m_appendix->setObjectName(u"documentAppendixBox"_s);
    m_appendix->setChecked(preferences.documentHasAppendix());
    auto* choose = new QPushButton(tr("&Choose…"), this);
    choose->setObjectName(u"chooseLogoButton"_s);
    choose->setToolTip(tr("Choose a PNG or JPEG picture for the first page"));

    auto* logo = new QHBoxLayout;
    appearance::setTight(logo, appearance::kRelated);
    logo->addWidget(m_logo, 1);
    logo->addWidget(choose);
    auto* form = new QFormLayout;
    form->addRow(tr("&Title"), m_title);
    form->addRow(tr("&Logo"), logo);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_keep = buttons->addButton(tr("&Keep"), QDialogButtonBox::AcceptRole);
    m_keep->setObjectName(u"keepDocumentButton"_s);
    m_keep->setDefault(true);
    auto* column = new QVBoxLayout(this);
    constexpr int kEdge = appearance::kGroup;
    column->setContentsMargins(kEdge, kEdge, kEdge, kEdge);
    column->setSpacing(appearance::kRelated);
    column->addLayout(form);
    column->addWidget(m_note);
    column->addWidget(m_appendix);
    column->addStretch(1);
    column->addWidget(buttons);
    constexpr int kWidth = 480;
    setMinimumWidth(kWidth);

    connect(choose, &QPushButton::clicked, this, &DocumentDialog::chooseLogo);
    connect(m_logo, &QLineEdit::textChanged, this, &DocumentDialog::showLogo);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &DocumentDialog::keep);
    showLogo();
}

void DocumentDialog::chooseLogo()
{
    m_dialogs.chooseFile(
        this, tr("Choose a logo"), QFileInfo(m_logo->text()).path(),
        [this](const QString& path) { m_logo->setText(path); });
}

// Also when a file that was chosen long ago has gone.
void DocumentDialog::showLogo()
{
    const QString path = m_logo->text().trimmed();
    const auto logo = path.isEmpty() ? DocumentLogo() : readLogo(path);
    m_note->setText(logo.ok() ? QString() : logo.error().toText());
    m_note->setVisible(!logo.ok());
    m_keep->setEnabled(logo.ok());
}

void DocumentDialog::keep()
{
    m_preferences.rememberDocument(
        m_title->text().trimmed(), m_logo->text().trimmed(), m_appendix->isChecked());
    accept();
}

} // namespace faultline
