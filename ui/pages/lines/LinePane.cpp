// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/lines/LinePane.h"

#include "base/Utf8.h"
#include "style/Appearance.h"
#include "widgets/ElidedLabel.h"

#include <QClipboard>
#include <QDir>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

LinePane::LinePane(const QString& name, LineContextView::Mark mark, QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(this))
    , m_path(new ElidedLabel(this))
    , m_location(new QLabel(this))
    , m_view(new LineContextView(mark, this))
    , m_note(new ElidedLabel(this))
    , m_openFolder(new QPushButton(appearance::icon(u"folder"_s), tr("Show &in folder"), this))
    , m_copy(new QPushButton(tr("Cop&y line"), this))
    , m_topRow(new QHBoxLayout)
    , m_column(new QVBoxLayout(this))
{
    nameParts(name);
    constexpr int kMinLines = 4;
    m_title->setFont(appearance::strongFont(font()));
    m_title->setElideMode(Qt::ElideRight);
    m_path->setTextFormat(Qt::PlainText);
    m_view->setMinimumHeight(kMinLines * m_view->fontMetrics().lineSpacing() + 2 * 4);
    m_note->setTextFormat(Qt::PlainText);
    m_openFolder->setToolTip(tr("Open the folder of this file"));

    auto* texts = new QVBoxLayout;
    appearance::setTight(texts, 2);
    texts->addWidget(m_title);
    auto* locationRow = new QHBoxLayout;
    appearance::setTight(locationRow, appearance::kRelated);
    locationRow->addWidget(m_path);
    locationRow->addWidget(m_location);
    locationRow->addStretch(1);
    texts->addLayout(locationRow);
    appearance::setTight(m_topRow, appearance::kRelated);
    m_topRow->addLayout(texts, 1);
    m_topRow->addWidget(m_openFolder);
    m_topRow->addWidget(m_copy);
    m_column->setContentsMargins(0, appearance::kRelated, 0, 0);
    m_column->setSpacing(appearance::kRelated);
    m_column->addLayout(m_topRow);
    m_column->addWidget(m_view, 1);
    m_column->addWidget(m_note);

    connect(m_copy, &QPushButton::clicked, this, &LinePane::copyLine);
    connect(
        m_openFolder, &QPushButton::clicked, this, [this] { Q_EMIT folderRequested(m_filePath); });
    clearLine();
}

void LinePane::nameParts(const QString& name)
{
    m_title->setObjectName(name + u"Title"_s);
    m_path->setObjectName(name + u"Path"_s);
    m_location->setObjectName(name + u"Location"_s);
    m_view->setObjectName(name + u"Context"_s);
    m_note->setObjectName(name + u"Note"_s);
    m_openFolder->setObjectName(name + u"FolderButton"_s);
    m_copy->setObjectName(name + u"CopyButton"_s);
}

void LinePane::setTitle(const QString& title)
{
    m_title->setText(title);
    m_title->setToolTip(title);
    m_title->setHidden(title.isEmpty());
}

void LinePane::setLocation(const QString& path, const QString& location)
{
    m_filePath = path;
    m_path->setText(QDir::toNativeSeparators(path));
    m_path->setToolTip(m_path->text());
    m_location->setText(location);
    m_openFolder->setEnabled(true);
}

void LinePane::setRaw(const QByteArray& raw)
{
    m_raw = raw;
    m_copy->setEnabled(true);
}

void LinePane::showContext(const LineContext& context)
{
    m_view->showContext(context);
}

void LinePane::showNote(const QString& text, bool isWarning)
{
    m_note->setText(text);
    m_note->setToolTip(text);
    m_isWarning = isWarning;
    colourNote();
}

void LinePane::colourNote()
{
    QPalette colors = palette();
    if (m_isWarning) {
        colors.setColor(
            QPalette::WindowText, appearance::toneColor(appearance::Tone::Warning, palette()));
    }
    m_note->setPalette(colors);
}

void LinePane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourNote();
}

void LinePane::clearLine()
{
    m_filePath.clear();
    m_raw.clear();
    m_title->clear();
    m_path->clear();
    m_path->setToolTip({});
    m_location->clear();
    m_view->clearContext();
    showNote({}, false);
    m_openFolder->setEnabled(false);
    m_copy->setEnabled(false);
}

void LinePane::copyLine() const
{
    // Copied unchanged if it is valid text.
    const std::string_view bytes(m_raw.constData(), static_cast<std::size_t>(m_raw.size()));
    const bool isText = validTextPrefix(bytes) == bytes.size();
    QGuiApplication::clipboard()->setText(isText ? decodedUtf8(bytes) : readableText(bytes));
}

} // namespace faultline
