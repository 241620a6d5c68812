// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"
#include "sources/folder/SourceFile.h"

#include <QWidget>

class QLabel;

namespace faultline {

class ProgressBar;

/// The upper part of the Load page until there is a receipt: what the folder holds, or the progress
/// of its load.
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

private:
    void setTexts(
        const QString& folder, const QString& heading, const QString& figures,
        const QString& details);
    static QString detailsOf(const LoadProgress& progress);

    QLabel* m_heading;
    QLabel* m_figures;
    QLabel* m_details;
    ProgressBar* m_bar;
};

} // namespace faultline
