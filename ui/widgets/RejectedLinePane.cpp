// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/RejectedLinePane.h"

#include "Appearance.h"
#include "Aside.h"
#include "Formatting.h"
#include "base/Utf8.h"
#include "widgets/ElidedLabel.h"
#include "widgets/LineContextView.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPatienceMs = 200;
constexpr int kLeastLines = 4;

// What was kept of a line, alone.
LineContext storedContext(const StoredRejectedLine& line)
{
    LineContext context;
    ContextLine stored;
    stored.lineNumber = line.key.lineNumber;
    stored.bytes = line.raw;
    stored.isCutAfter = line.raw.size() < line.lineBytes;
    context.lines << stored;
    context.markedByte = std::clamp<qsizetype>(line.columnNumber - 1, 0, line.raw.size());
    return context;
}

} // namespace

RejectedLinePane::RejectedLinePane(QWidget* parent)
    : QWidget(parent)
    , m_reason(new QLabel(this))
    , m_path(new ElidedLabel(this))
    , m_place(new QLabel(this))
    , m_view(new LineContextView(this))
    , m_note(new ElidedLabel(this))
    , m_openFolder(new QPushButton(appearance::icon(u"folder"_s), tr("&Open in folder"), this))
    , m_copy(new QPushButton(tr("&Copy line"), this))
{
    m_reason->setObjectName(u"rejectedReason"_s);
    m_reason->setFont(appearance::strongFont(font()));
    m_place->setObjectName(u"rejectedPlace"_s);
    m_path->setTextFormat(Qt::PlainText);
    m_view->setObjectName(u"rejectedContext"_s);
    m_view->setMinimumHeight(kLeastLines * m_view->fontMetrics().lineSpacing() + 2 * 4);
    m_note->setObjectName(u"rejectedNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_openFolder->setObjectName(u"openRejectedFolderButton"_s);
    m_openFolder->setToolTip(tr("Show the folder of the file"));
    m_copy->setObjectName(u"copyRejectedButton"_s);
    m_copy->setToolTip(tr("Copy the text of the rejected line"));
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);

    auto* texts = new QVBoxLayout;
    appearance::setTight(texts, 2);
    texts->addWidget(m_reason);
    auto* places = new QHBoxLayout;
    appearance::setTight(places, appearance::kRelated);
    places->addWidget(m_path);
    places->addWidget(m_place);
    places->addStretch(1);
    texts->addLayout(places);
    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addLayout(texts, 1);
    top->addWidget(m_openFolder);
    top->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, appearance::kRelated, 0, 0);
    column->setSpacing(appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_view, 1);
    column->addWidget(m_note);

    connect(&m_patience, &QTimer::timeout, this, &RejectedLinePane::showStored);
    connect(m_copy, &QPushButton::clicked, this, &RejectedLinePane::copyLine);
    connect(
        m_openFolder, &QPushButton::clicked, this, [this] { Q_EMIT folderAsked(m_line->path); });
    clear();
}

void RejectedLinePane::showLine(const StoredRejectedLine& line)
{
    m_line = line;
    ++m_asked;
    m_openFolder->setEnabled(true);
    m_copy->setEnabled(true);
    m_patience.start();
    if (!m_reading)
        read();
}

void RejectedLinePane::clear()
{
    m_line.reset();
    ++m_asked;
    m_patience.stop();
    m_reason->clear();
    m_path->clear();
    m_place->clear();
    m_view->clearContext();
    say({}, false);
    m_openFolder->setEnabled(false);
    m_copy->setEnabled(false);
}

void RejectedLinePane::read()
{
    m_reading = true;
    runAside(
        this,
        [path = m_line->path, place = m_line->place()] { return readLineContext(path, place); },
        [this, asked = m_asked](const Answer& answer) { take(answer, asked); });
}

void RejectedLinePane::take(const Answer& answer, quint64 asked)
{
    m_reading = false;
    if (asked != m_asked) {
        // Another line was chosen meanwhile.
        if (m_line)
            read();
        return;
    }
    m_patience.stop();
    if (!answer) {
        showStored();
        say(answer.error().what + u". "_s + answer.error().why, true);
        return;
    }
    showTexts();
    m_view->showContext(*answer);
    say(tr("The line in its file, as the file is now."), false);
}

void RejectedLinePane::showTexts()
{
    const StoredRejectedLine& line = *m_line;
    m_reason->setText(reasonTextOf(line.reason));
    m_path->setText(QDir::toNativeSeparators(line.path));
    m_path->setToolTip(m_path->text());
    m_place->setText(tr("line %1, column %2 (byte %3 of the file)")
                         .arg(
                             format::count(line.key.lineNumber), format::count(line.columnNumber),
                             format::count(line.key.byteOffset + line.columnNumber - 1)));
}

void RejectedLinePane::showStored()
{
    showTexts();
    m_view->showContext(storedContext(*m_line));
    say(tr("Reading the file…"), false);
}

void RejectedLinePane::say(const QString& text, bool isWarning)
{
    m_note->setText(text);
    m_note->setToolTip(text);
    QPalette colors = palette();
    if (isWarning) {
        colors.setColor(
            QPalette::WindowText, appearance::toneColor(appearance::Tone::Warning, palette()));
    }
    m_note->setPalette(colors);
}

void RejectedLinePane::copyLine() const
{
    // As it is where it is text at all.
    const QByteArray& raw = m_line->raw;
    const std::string_view bytes(raw.constData(), static_cast<std::size_t>(raw.size()));
    const bool isText = validTextPrefix(bytes) == bytes.size();
    QGuiApplication::clipboard()->setText(isText ? QString::fromUtf8(raw) : m_line->rawText());
}

} // namespace faultline
