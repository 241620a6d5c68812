// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/chunks/ReadingOrigin.h"
#include "pages/lines/LinePane.h"

#include <QTimer>

namespace faultline {

class BusyLine;
class ElidedLabel;
class MessageStrip;

/// The line in the file that a reading came from; or why it can't be shown, and how to fix that.
class OriginPane : public LinePane
{
    Q_OBJECT

public:
    explicit OriginPane(QWidget* parent = nullptr);

    /// Shows that a search is running, once it takes long. Until then the previous content stays.
    void showSearching();
    /// What a failure list says about the reading; stays until another reading is searched for.
    void showFailure(const StoredFailure& failure);
    void showOrigin(const ReadingOrigin& origin);
    /// Shown instead of the line.
    void showError(const UserMessage& error);
    /// Shown above the line, which stays: a minor problem.
    void showProblem(const UserMessage& problem);
    void clear();
    bool hasError() const { return m_hasError; }

Q_SIGNALS:
    void closeRequested();
    void searchRequested(); ///< The user wants to retry.

private:
    void addCloseButton();
    void endSearch();

    bool m_hasError = false;
    bool m_isFailureOld = false; ///< It is of the reading before.
    ElidedLabel* m_failure;
    QTimer m_showDelay;
    BusyLine* m_busy;
    MessageStrip* m_strip;
};

} // namespace faultline
