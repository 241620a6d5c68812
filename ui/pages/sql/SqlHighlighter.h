// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/SqlTokens.h"

#include <QSyntaxHighlighter>

namespace faultline {

/// Colours keywords, texts and comments of SQL with the palette's colours; keywords are bold too.
class SqlHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    SqlHighlighter(QTextDocument* document, const QWidget* palette);

protected:
    void highlightBlock(const QString& text) override;

private:
    void readTokens();
    QTextCharFormat formatOf(const SqlToken& token) const;

    const QWidget* m_palette;
    bool m_isRead = false; ///< Whether the tokens match the text.
    QString m_sql;
    QList<SqlToken> m_tokens;
};

} // namespace faultline
