// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/chunks/ReadingOrigin.h"
#include "pages/lines/LinePane.h"

#include <QTimer>

namespace faultline {

class BusyLine;
class MessageStrip;

/// The line that a reading was made of, as it stands in its file; or why it can't be shown, and
/// what helps.
class OriginPane : public LinePane
{
    Q_OBJECT

public:
    explicit OriginPane(QWidget* parent = nullptr);

    /// That the line is looked for: what was there stays until that takes long.
    void showSearching();
    void showOrigin(const ReadingOrigin& origin);
    /// In place of the line.
    void showError(const UserMessage& error);
    /// Above the line, which stays: of something that one may do without.
    void showProblem(const UserMessage& problem);
    void clear();
    bool hasError() const { return m_hasError; }

Q_SIGNALS:
    void closeRequested();
    void searchRequested(); ///< Once more.

private:
    void addCloseButton();
    void endSearch();

    bool m_hasError = false;
    QTimer m_patience;
    BusyLine* m_busy;
    MessageStrip* m_strip;
};

} // namespace faultline
