// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/lines/LineContextView.h"

#include "base/Utf8.h"
#include "style/Appearance.h"

#include <QFontDatabase>
#include <QPaintEvent>
#include <QPainter>
#include <QTextBlock>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPadding = 8; // pixels beside the numbers

QString readable(const QByteArray& bytes)
{
    return readableText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

QString textOf(const ContextLine& line)
{
    return (line.isCutBefore ? u"…"_s : QString()) + readable(line.bytes)
           + (line.isCutAfter ? u"…"_s : QString());
}

} // namespace

// The line numbers; they scroll with the text.
class LineContextView::Margin : public QWidget
{
public:
    explicit Margin(LineContextView* view)
        : QWidget(view)
        , m_view(view)
    {}

    QSize sizeHint() const override { return {m_view->marginWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_view->paintMargin(event); }

private:
    LineContextView* m_view;
};

LineContextView::LineContextView(Mark mark, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_mark(mark)
    , m_margin(new Margin(this))
{
    setReadOnly(true);
    // Lets the keyboard select and scroll, too.
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
}

void LineContextView::showContext(const LineContext& context)
{
    m_numbers.clear();
    QStringList text;
    for (const auto* lines : {&context.before, &context.lines, &context.after}) {
        for (const ContextLine& line : *lines) {
            m_numbers << line.lineNumber;
            text << textOf(line);
        }
    }
    m_firstMarked = static_cast<int>(context.before.size());
    m_endMarked = m_firstMarked + static_cast<int>(context.lines.size());
    const qsizetype markedBlock = m_firstMarked + context.markedLine;
    const ContextLine& marked = context.lines.at(context.markedLine);
    const qsizetype before =
        readable(marked.bytes.first(context.markedByte)).size() + (marked.isCutBefore ? 1 : 0);
    // Append a space to mark where something is missing at the end of the line.
    if (m_mark == Mark::WrongByte && before >= text.at(markedBlock).size())
        text[markedBlock] += u' ';
    setPlainText(text.join(u'\n'));
    m_markPosition = document()->findBlockByNumber(static_cast<int>(markedBlock)).position()
                     + static_cast<int>(before);
    layOutMargin();
    mark();
    QTextCursor cursor(document());
    cursor.setPosition(m_markPosition);
    setTextCursor(cursor);
    centerCursor();
}

void LineContextView::clearContext()
{
    m_numbers.clear();
    m_firstMarked = 0;
    m_endMarked = 0;
    setExtraSelections({});
    clear();
    layOutMargin();
}

void LineContextView::mark()
{
    if (m_numbers.isEmpty())
        return;
    const QColor base = palette().color(QPalette::Base);
    const QColor color = markColor();
    // A light background, so that the byte stands out from its line.
    const double share = m_mark == Mark::WrongByte ? 0.10 : 0.20;
    QList<QTextEdit::ExtraSelection> selections;
    for (int block = m_firstMarked; block < m_endMarked; ++block) {
        QTextEdit::ExtraSelection line;
        line.format.setBackground(appearance::mixed(base, color, share));
        line.format.setProperty(QTextFormat::FullWidthSelection, true);
        line.cursor = QTextCursor(document()->findBlockByNumber(block));
        selections << line;
    }
    if (m_mark == Mark::WrongByte)
        selections << markedByte(color);
    setExtraSelections(selections);
}

QTextEdit::ExtraSelection LineContextView::markedByte(const QColor& color) const
{
    const QColor base = palette().color(QPalette::Base);
    QTextEdit::ExtraSelection byte;
    byte.format.setBackground(appearance::mixed(base, color, 0.38));
    byte.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
    byte.format.setUnderlineColor(color);
    byte.cursor = textCursor();
    byte.cursor.setPosition(m_markPosition);
    byte.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    return byte;
}

QColor LineContextView::markColor() const
{
    const auto tone =
        m_mark == Mark::WrongByte ? appearance::Tone::Error : appearance::Tone::Accent;
    return appearance::toneColor(tone, palette());
}

bool LineContextView::isMarkedLine(int block) const
{
    return block >= m_firstMarked && block < m_endMarked;
}

int LineContextView::marginWidth() const
{
    const QString longest = m_numbers.isEmpty() ? QString() : QString::number(m_numbers.last());
    const auto digits = std::max<qsizetype>(longest.size(), 4);
    return fontMetrics().horizontalAdvance(QString(digits + 2, u'9')) + 2 * kPadding;
}

void LineContextView::layOutMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_margin->setGeometry(inside.left(), inside.top(), marginWidth(), viewport()->height());
    m_margin->update();
}

void LineContextView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutMargin();
}

void LineContextView::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        mark();
}

void LineContextView::paintMargin(QPaintEvent* event)
{
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), palette().color(QPalette::Window));
    const QColor color = markColor();
    const QColor quiet =
        appearance::mixed(palette().color(QPalette::Window), palette().color(QPalette::Text), 0.65);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        const int number = block.blockNumber();
        if (area.top() > event->rect().bottom() || number >= m_numbers.size())
            break;
        const bool isMarked = isMarkedLine(number);
        const QRectF text(
            kPadding, area.top(), m_margin->width() - 2.0 * kPadding, fontMetrics().height());
        QFont font = this->font();
        font.setBold(isMarked);
        painter.setFont(font);
        painter.setPen(isMarked ? color : quiet);
        painter.drawText(
            text, Qt::AlignRight | Qt::AlignTop, QString::number(m_numbers.at(number)));
        if (isMarked)
            painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, u"▸"_s);
    }
}

} // namespace faultline
