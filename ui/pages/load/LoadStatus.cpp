// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/load/LoadStatus.h"

#include "pages/receipt/SourceFilesModel.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/ElidedLabel.h"
#include "widgets/ProgressBar.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kPermille = 1000;

QString nameOf(const QString& folder)
{
    const QString name = QDir(folder).dirName();
    return name.isEmpty() ? folder : name;
}

double fractionOf(const LoadProgress& progress)
{
    return progress.bytesTotal > 0
               ? static_cast<double>(progress.bytesDone) / static_cast<double>(progress.bytesTotal)
               : 0;
}

// "62 %   185 of 299 MB"
QString doneText(const LoadProgress& progress)
{
    return LoadStatus::tr("%1 %   %2")
        .arg(static_cast<int>(100 * fractionOf(progress)))
        .arg(format::bytesOf(progress.bytesDone, progress.bytesTotal));
}

} // namespace

LoadStatus::LoadStatus(QWidget* parent)
    : QWidget(parent)
    , m_heading(new ElidedLabel(this))
    , m_figures(new QLabel(this))
    , m_details(new QLabel(this))
    , m_bar(new ProgressBar(this))
    , m_check(new QPushButton(this))
{
    m_heading->setFont(appearance::headingFont(font()));
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setObjectName(u"loadHeading"_s);
    m_figures->setObjectName(u"loadFigures"_s);
    m_details->setObjectName(u"loadDetails"_s);
    m_bar->setAccessibleName(tr("Progress of the load"));
    m_bar->setObjectName(u"loadBar"_s);
    m_check->setObjectName(u"checkButton"_s);

    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, 4);
    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_heading, 1);
    top->addWidget(m_check);
    column->addLayout(top);
    column->addWidget(m_bar);
    column->addWidget(m_figures);
    column->addWidget(m_details);
}

void LoadStatus::setTexts(
    const QString& folder, const QString& heading, const QString& figures, const QString& details)
{
    m_heading->setText(heading);
    m_heading->setToolTip(format::toolTip(QDir::toNativeSeparators(folder)));
    m_figures->setText(figures);
    m_details->setText(details);
    m_details->setVisible(true);
}

void LoadStatus::showScanning(const QString& folder)
{
    setTexts(folder, nameOf(folder), tr("Scanning the folder…"), QString());
    m_bar->setRange(0, 0);
    m_bar->show();
}

void LoadStatus::showFolder(const DataFolder& folder)
{
    int toLoad = 0;
    int leftOut = 0;
    qint64 bytes = 0;
    for (const SourceFile& file : folder.files) {
        leftOut += !file.role && file.problem->code == "skipped-by-choice"_L1 ? 1 : 0;
        // Those with a question aren't loaded before it is answered.
        if (!file.role || !openQuestion(file).isEmpty())
            continue;
        ++toLoad;
        bytes += file.bytes;
    }
    QStringList figures;
    const auto questions = static_cast<int>(
        std::count_if(folder.files.begin(), folder.files.end(), [](const auto& file) {
            return !openQuestion(file).isEmpty();
        }));
    if (toLoad > 0 || (questions == 0 && leftOut == 0))
        figures << tr("%n file(s) to load, %1", nullptr, toLoad).arg(format::bytes(bytes));
    if (questions > 0)
        figures << tr("%n file(s) with a question", nullptr, questions);
    const auto isFailed = [](const SourceFile& file) {
        return !file.role && file.problem->kind == UserMessage::Kind::Error;
    };
    const auto failed =
        static_cast<int>(std::count_if(folder.files.begin(), folder.files.end(), isFailed));
    if (leftOut > 0)
        figures << tr("%n file(s) left out", nullptr, leftOut);
    if (failed > 0)
        figures << tr("%n can't be read", nullptr, failed);
    // Those that an answer would make loadable count as questions.
    const auto asked =
        std::count_if(folder.files.begin(), folder.files.end(), [](const auto& file) {
            return !file.role && !openQuestion(file).isEmpty();
        });
    if (const auto others = static_cast<int>(folder.otherCount() - asked - leftOut); others > 0)
        figures << tr("%n file(s) that can't be loaded", nullptr, others);
    if (const auto litter = static_cast<int>(folder.litterFiles + folder.litterFolders); litter > 0)
        figures << tr("%n system file(s) skipped", nullptr, litter);
    setTexts(folder.path, nameOf(folder.path), figures.join(u" · "_s), QString());
    m_details->hide();
    m_bar->hide();
}

void LoadStatus::showWaiting(const QString& folder, const QString& doing)
{
    setTexts(folder, tr("Loading %1").arg(nameOf(folder)), doing, QString());
    m_bar->setRange(0, 0);
    m_bar->show();
}

QString LoadStatus::detailsOf(const LoadProgress& progress, bool isCheck)
{
    QStringList parts;
    // Rate and remaining time are unknown while the load is interrupted.
    const bool isProgressing = !progress.trouble;
    if (isProgressing && progress.recordsPerSecond > 0)
        parts << format::rate(progress.recordsPerSecond);
    if (isProgressing && progress.secondsLeft)
        parts << tr("%1 left").arg(format::timeLeft(*progress.secondsLeft));
    parts
        << (isCheck ? tr("%1 read") : tr("%1 loaded")).arg(format::count(progress.readings.loaded))
        << tr("%1 rejected").arg(format::count(progress.readings.rejected));
    if (progress.readings.skipped > 0)
        parts << tr("%1 already loaded").arg(format::count(progress.readings.skipped));
    return parts.join(u" · "_s);
}

void LoadStatus::showProgress(const QString& folder, const LoadProgress& progress)
{
    if (progress.phase == LoadProgress::Phase::Planning) {
        showWaiting(folder, tr("Comparing the files with earlier loads…"));
        return;
    }
    QString figures = doneText(progress);
    if (progress.phase == LoadProgress::Phase::Settling)
        figures = tr("All files read. Counting failures for the reports…");
    const QString heading = progress.isPaused  ? tr("Paused: %1")
                            : progress.trouble ? tr("Interrupted: %1")
                                               : tr("Loading %1");
    setTexts(folder, heading.arg(nameOf(folder)), figures, detailsOf(progress, false));
    showBar(progress);
}

void LoadStatus::showChecking(const QString& folder, const LoadProgress& progress)
{
    const QString heading = tr("Checking %1").arg(nameOf(folder));
    if (progress.phase == LoadProgress::Phase::Planning) {
        setTexts(folder, heading, tr("Reading the beginnings of the files…"), QString());
        m_bar->setRange(0, 0);
        m_bar->show();
        return;
    }
    setTexts(folder, heading, doneText(progress), detailsOf(progress, true));
    showBar(progress);
}

void LoadStatus::showBar(const LoadProgress& progress)
{
    m_bar->setRange(0, kPermille);
    m_bar->setValue(static_cast<int>(kPermille * std::min(1.0, fractionOf(progress))));
    m_bar->show();
}

} // namespace faultline
