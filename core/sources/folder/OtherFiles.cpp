// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/OtherFiles.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kShownEndings = 4;
constexpr qsizetype kNamedFiles = 10;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(OtherFiles)
};

// ".jpg"; empty if there is none, or only a number or something long after the last dot.
QByteArray endingOf(const QByteArray& path)
{
    constexpr qsizetype kLongest = 8;
    const qsizetype dot = path.lastIndexOf('.');
    if (dot <= path.lastIndexOf('/') + 1 || path.size() - dot > kLongest)
        return {};
    const QByteArray ending = path.sliced(dot).toLower();
    const bool isWord =
        std::any_of(ending.begin() + 1, ending.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return isWord ? ending : QByteArray();
}

struct Ending
{
    QByteArray text;
    qint64 files = 0;
};

// The most frequent first, and last all that aren't among them.
QList<Ending> endingsOf(const QList<OtherFiles::File>& files)
{
    QHash<QByteArray, qint64> counts;
    for (const OtherFiles::File& file : files)
        ++counts[endingOf(file.relativePath)];
    qint64 others = counts.take(QByteArray());
    QList<Ending> endings;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        endings << Ending{it.key(), it.value()};
    std::sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) {
        return a.files != b.files ? a.files > b.files : a.text < b.text;
    });
    while (endings.size() > kShownEndings)
        others += endings.takeLast().files;
    if (others > 0)
        endings << Ending{QByteArray(), others};
    return endings;
}

} // namespace

QString OtherFiles::endingsText() const
{
    const QLocale locale;
    QStringList parts;
    const QList<Ending> endings = endingsOf(files);
    for (const Ending& ending : endings) {
        const QString name =
            ending.text.isEmpty() ? Text::tr("others") : QString::fromUtf8(ending.text);
        parts << name + u' ' + locale.toString(ending.files);
    }
    return parts.join(u", "_s);
}

UserMessage OtherFiles::toFinding(const QString& folder) const
{
    UserMessage finding = UserMessage::information(
        Text::tr("%n file(s) were not loaded: %1", nullptr, static_cast<int>(files.size()))
            .arg(endingsText()));
    finding.because(Text::tr("The same is true of each: %1").arg(problem.why))
        .at(folder)
        .withRemedy(problem.remedy)
        .withCode(u"other-files"_s);
    QJsonArray first;
    for (const File& file : files.first(std::min(files.size(), kNamedFiles)))
        first << QString::fromUtf8(file.relativePath);
    const qint64 bytes =
        std::accumulate(files.begin(), files.end(), qint64{0}, [](qint64 sum, const File& file) {
            return sum + file.bytes;
        });
    finding.details = {
        {u"reason"_s, problem.code},
        {u"files"_s, static_cast<qint64>(files.size())},
        {u"bytes"_s, bytes},
        {u"first_paths"_s, first}};
    return finding;
}

} // namespace faultline
