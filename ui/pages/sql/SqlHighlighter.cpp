// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/sql/SqlHighlighter.h"

#include "reports/definition/SchemaNames.h"
#include "style/Appearance.h"

#include <QSet>
#include <QTextDocument>
#include <QWidget>

#include <algorithm>

namespace faultline {

using appearance::Tone;

namespace {

bool isKeyword(const QString& word)
{
    static const QSet<QString> words(sqlKeywords().cbegin(), sqlKeywords().cend());
    return words.contains(word.toUpper());
}

} // namespace

SqlHighlighter::SqlHighlighter(QTextDocument* document, const QWidget* palette)
    : QSyntaxHighlighter(static_cast<QObject*>(document))
    , m_palette(palette)
{
    // Connected before the base class, which then asks for the colours of what has changed.
    connect(document, &QTextDocument::contentsChange, this, [this] { m_isRead = false; });
    setDocument(document);
}

// Once for each change, not for each line. Reads the whole text, because a comment or quotation may
// begin anywhere above.
void SqlHighlighter::readTokens()
{
    if (m_isRead)
        return;
    m_isRead = true;
    m_sql = document()->toPlainText();
    m_tokens = sqlTokens(m_sql);
}

void SqlHighlighter::highlightBlock(const QString& text)
{
    readTokens();
    const qsizetype start = currentBlock().position();
    const qsizetype end = start + text.size();
    auto token = std::partition_point(
        m_tokens.cbegin(), m_tokens.cend(),
        [start](const SqlToken& candidate) { return candidate.end() <= start; });
    int openBehind = -1;
    for (; token != m_tokens.cend() && token->start <= end; ++token) {
        const qsizetype from = std::max(token->start, start);
        const qsizetype length = std::min(token->end(), end) - from;
        setFormat(static_cast<int>(from - start), static_cast<int>(length), formatOf(*token));
        if (token->end() > end)
            openBehind = static_cast<int>(token->kind);
    }
    // If it changes, the next line is highlighted again.
    setCurrentBlockState(openBehind);
}

QTextCharFormat SqlHighlighter::formatOf(const SqlToken& token) const
{
    const QPalette& palette = m_palette->palette();
    QTextCharFormat format;
    switch (token.kind) {
    case SqlToken::Kind::Word:
        if (isKeyword(token.in(m_sql).toString())) {
            format.setForeground(appearance::toneColor(Tone::Accent, palette));
            format.setFontWeight(QFont::DemiBold);
        }
        break;
    case SqlToken::Kind::String:
        format.setForeground(appearance::toneColor(Tone::Success, palette));
        break;
    case SqlToken::Kind::Placeholder:
        format.setForeground(appearance::toneColor(Tone::Warning, palette));
        break;
    case SqlToken::Kind::Comment:
        format.setForeground(palette.color(QPalette::PlaceholderText));
        format.setFontItalic(true);
        break;
    default:
        break;
    }
    return format;
}

} // namespace faultline
