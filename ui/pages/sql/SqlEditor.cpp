// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/SqlEditor.h"

#include "pages/sql/SqlHighlighter.h"
#include "style/Appearance.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kNumbersAir = 8;
constexpr int kLettersBeforeOffer = 2;
constexpr int kTabSpaces = 4;

bool isNameCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_';
}

class LineNumbers : public QWidget
{
public:
    explicit LineNumbers(SqlEditor* editor)
        : QWidget(editor)
        , m_editor(editor)
    {}

protected:
    void paintEvent(QPaintEvent*) override { m_editor->paintNumbers(rect()); }

private:
    SqlEditor* m_editor;
};

} // namespace

SqlEditor::SqlEditor(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_numbers(new LineNumbers(this))
    , m_highlighter(new SqlHighlighter(document(), this))
    , m_completer(new QCompleter(this))
    , m_words(new QStringListModel(this))
{
    const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    setFont(fixed);
    setTabStopDistance(kTabSpaces * QFontMetricsF(fixed).horizontalAdvance(u' '));
    setTabChangesFocus(true); // Tab moves through a form; four spaces are quick to type
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setAccessibleName(tr("SQL"));
    m_completer->setModel(m_words);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    connect(
        m_completer, qOverload<const QString&>(&QCompleter::activated), this,
        &SqlEditor::insertName);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SqlEditor::placeNumbers);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& area, int scrolled) {
        if (scrolled != 0)
            m_numbers->scroll(0, scrolled);
        else
            m_numbers->update(0, area.y(), m_numbers->width(), area.height());
    });
    connect(this, &QPlainTextEdit::textChanged, this, &SqlEditor::clearError);
    placeNumbers();
}

void SqlEditor::setNames(const SchemaNames& names)
{
    m_names = names;
}

SqlEditor::Piece SqlEditor::toRun() const
{
    const QTextCursor cursor = textCursor();
    if (!cursor.hasSelection())
        return {toPlainText(), 0};
    const int start = cursor.selectionStart();
    return {toPlainText().mid(start, cursor.selectionEnd() - start), start};
}

void SqlEditor::markError(const Piece& piece, int position)
{
    clearError();
    // The person may have kept typing while it ran.
    if (QStringView(toPlainText()).mid(piece.start, piece.sql.size()) != piece.sql)
        return;
    QTextCursor cursor(document());
    cursor.setPosition(std::min(piece.start + position, document()->characterCount() - 1));
    cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
    if (!cursor.hasSelection())
        cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    QTextEdit::ExtraSelection mark;
    mark.cursor = cursor;
    mark.format = errorFormat();
    setExtraSelections({mark});
}

void SqlEditor::clearError()
{
    setExtraSelections({});
}

QTextCharFormat SqlEditor::errorFormat() const
{
    const QColor tone = appearance::toneColor(appearance::Tone::Error, palette());
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(tone);
    format.setBackground(appearance::mixed(palette().color(QPalette::Base), tone, 0.16));
    return format;
}

void SqlEditor::replaceAll(const QString& text, qsizetype start)
{
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.setPosition(static_cast<int>(start));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

QString SqlEditor::wordBeforeCursor() const
{
    const QString line = textCursor().block().text();
    const int end = textCursor().positionInBlock();
    int start = end;
    while (start > 0 && isNameCharacter(line[start - 1]))
        --start;
    return line.mid(start, end - start);
}

void SqlEditor::offerNames(bool asked)
{
    const QString word = wordBeforeCursor();
    if (!asked && word.size() < kLettersBeforeOffer) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(completionsFor(m_names, toPlainText()));
    m_completer->setCompletionPrefix(word);
    const bool isComplete = m_completer->completionCount() == 1
                            && m_completer->currentCompletion().size() == word.size();
    if (m_completer->completionCount() == 0 || isComplete) {
        m_completer->popup()->hide();
        return;
    }
    QRect popup = cursorRect();
    popup.translate(numbersWidth(), 0);
    popup.setWidth(
        m_completer->popup()->sizeHintForColumn(0)
        + m_completer->popup()->verticalScrollBar()->sizeHint().width() + kNumbersAir);
    m_completer->complete(popup);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

void SqlEditor::insertName(const QString& name)
{
    QTextCursor cursor = textCursor();
    cursor.movePosition(
        QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(wordBeforeCursor().size()));
    cursor.insertText(name);
    setTextCursor(cursor);
}

bool SqlEditor::event(QEvent* event)
{
    // Esc closes the completion list first; the window's shortcut would cancel the running query.
    if (event->type() == QEvent::ShortcutOverride && m_completer->popup()->isVisible()) {
        const auto* key = dynamic_cast<QKeyEvent*>(event);
        if (key && key->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void SqlEditor::keyPressEvent(QKeyEvent* event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isOffering = m_completer->popup()->isVisible();
    if (isReturn && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_completer->popup()->hide();
        Q_EMIT runRequested();
        return;
    }
    if (isOffering && (isReturn || event->key() == Qt::Key_Tab || event->key() == Qt::Key_Escape)) {
        event->ignore(); // the completer handles it
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offerNames(true);
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    const QString typed = event->text();
    const bool isName = !typed.isEmpty() && isNameCharacter(typed.back());
    if (isName || (isOffering && event->key() == Qt::Key_Backspace))
        offerNames(false);
    else if (isOffering)
        m_completer->popup()->hide();
}

int SqlEditor::numbersWidth() const
{
    const auto digits = QString::number(std::max(10, blockCount())).size();
    return 2 * kNumbersAir + fontMetrics().horizontalAdvance(u'9') * static_cast<int>(digits);
}

void SqlEditor::placeNumbers()
{
    setViewportMargins(numbersWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_numbers->setGeometry(inner.left(), inner.top(), numbersWidth(), inner.height());
}

void SqlEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    placeNumbers();
}

void SqlEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    // There is no highlighter yet while the base class is constructed.
    if (event->type() != QEvent::PaletteChange || !m_highlighter)
        return;
    QList<QTextEdit::ExtraSelection> marks = extraSelections();
    m_highlighter->rehighlight(); // this removes the marks, as editing does
    for (QTextEdit::ExtraSelection& mark : marks)
        mark.format = errorFormat();
    setExtraSelections(marks);
}

void SqlEditor::paintNumbers(const QRect& area)
{
    QPainter painter(m_numbers);
    painter.fillRect(area, palette().color(QPalette::AlternateBase));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF line = blockBoundingGeometry(block).translated(contentOffset());
        if (line.top() > area.bottom())
            break;
        painter.drawText(
            QRectF(0, line.top(), m_numbers->width() - kNumbersAir, fontMetrics().height()),
            Qt::AlignRight, QString::number(block.blockNumber() + 1));
    }
}

} // namespace faultline
