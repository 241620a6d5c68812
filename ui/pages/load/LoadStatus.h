// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"
#include "sources/folder/SourceFile.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace faultline {

class ProgressBar;

/// The upper part of the Load page until there is a receipt: what the folder holds, or the progress
/// of its load or check.
class LoadStatus : public QWidget
{
    Q_OBJECT

public:
    explicit LoadStatus(QWidget* parent = nullptr);

    void showScanning(const QString& folder);
    void showFolder(const DataFolder& folder);
    /// `doing` is what the load waits for: "Starting the local database…".
    void showWaiting(const QString& folder, const QString& doing);
    void showProgress(const QString& folder, const LoadProgress& progress);
    void showChecking(const QString& folder, const LoadProgress& progress);

    /// Begins or cancels a check.
    QPushButton* checkButton() const { return m_check; }

private:
    void setTexts(
        const QString& folder, const QString& heading, const QString& figures,
        const QString& details);
    static QString detailsOf(const LoadProgress& progress, bool isCheck);
    void showBar(const LoadProgress& progress);

    QLabel* m_heading;
    QLabel* m_figures;
    QLabel* m_details;
    ProgressBar* m_bar;
    QPushButton* m_check;
};

} // namespace faultline
