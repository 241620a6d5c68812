// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/MeasurementFindings.h"

#include "base/Utf8.h"
#include "loading/findings/FindingRows.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// What a message can hold.
constexpr qsizetype kMaxNamesShown = 6;
constexpr std::size_t kMaxWordsShown = 6;

// Fewer readings than one in so many is seldom enough to be damage.
constexpr qint64 kReadingsForDamage = 1'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(MeasurementFindings)
};

QString shown(const std::string& text)
{
    return text.empty() ? Text::tr("(empty)") : Text::tr("“%1”").arg(readableText(text));
}

qint64 wordsOf(const MeasurementNote& note)
{
    return note.readings - note.numbers;
}

// "temperature: “err” 12,345 times, “N/A” 3 times"
QString wordList(const MeasurementNote& note)
{
    auto words = note.words;
    std::stable_sort(
        words.begin(), words.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    qint64 others = note.otherWords;
    for (std::size_t i = kMaxWordsShown; i < words.size(); ++i)
        others += words[i].count;
    words.resize(std::min(words.size(), kMaxWordsShown));
    QStringList parts;
    for (const MeasurementNote::Word& word : words) {
        parts << Text::tr("%1 %n time(s)", nullptr, static_cast<int>(word.count))
                     .arg(shown(word.text));
    }
    if (others > 0)
        parts << Text::tr("other text %n time(s)", nullptr, static_cast<int>(others));
    return Text::tr("%1: %2").arg(readableText(note.name), parts.join(u", "_s));
}

// "“pressure” in 12 readings"
QString nameWithReadings(const MeasurementNote& note)
{
    return Text::tr("%1 in %n reading(s)", nullptr, static_cast<int>(note.readings))
        .arg(shown(note.name));
}

QString nameList(const std::vector<const MeasurementNote*>& notes)
{
    QStringList names;
    for (const MeasurementNote* const note : notes) {
        if (names.size() == kMaxNamesShown) {
            names << Text::tr(
                "%n other(s)", nullptr,
                static_cast<int>(notes.size()) - static_cast<int>(kMaxNamesShown));
            break;
        }
        names << nameWithReadings(*note);
    }
    return names.join(u", "_s);
}

// `count` is what the message counts.
void addRows(
    UserMessage& message, qint64 count, const std::vector<const MeasurementNote*>& notes,
    QStringList FindingRows::*list)
{
    constexpr qsizetype kMaxExamples = 3;
    FindingRows rows;
    rows.role = SourceRole::Readings;
    for (const MeasurementNote* const note : notes)
        rows.*list << decodedUtf8(note->name);
    message.details.insert(u"count"_s, count);
    message.details.insert(
        u"examples"_s, QJsonArray::fromStringList((rows.*list).mid(0, kMaxExamples)));
    rows.addTo(message);
}

// Where the first one is.
QString placeOf(const MeasurementNote& note)
{
    return Text::tr("%1, line %2: %3")
        .arg(note.file, QLocale().toString(note.line), readableText(note.example));
}

} // namespace

QList<UserMessage> findWords(const MeasurementNotes& notes)
{
    std::vector<const MeasurementNote*> found;
    qint64 measurements = 0;
    for (const MeasurementNote& note : notes.notes()) {
        if (wordsOf(note) > 0 && (note.hasColumn() || note.numbers > 0)) {
            found.push_back(&note);
            measurements += wordsOf(note);
        }
    }
    if (found.empty())
        return {};
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) {
        return std::pair(!a->hasColumn(), -wordsOf(*a)) < std::pair(!b->hasColumn(), -wordsOf(*b));
    });
    QStringList lists;
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), kMaxNamesShown); ++i)
        lists << wordList(*found[i]);
    UserMessage message = UserMessage::information(
        Text::tr("%n measurement(s) are not numbers", nullptr, static_cast<int>(measurements)));
    message
        .because(Text::tr("%1. There, the measurement is empty, and the text is stored with the "
                          "reading.")
                     .arg(lists.join(u"; "_s)))
        .withCode(u"unreadable-measurements"_s);
    addRows(message, measurements, found, &FindingRows::notNumbers);
    return {message};
}

QList<UserMessage> findNewNames(
    const MeasurementNotes& notes, const std::optional<QSet<QString>>& known, qint64 readings)
{
    std::vector<const MeasurementNote*> common;
    std::vector<const MeasurementNote*> rare;
    for (const MeasurementNote& note : notes.notes()) {
        if (note.hasColumn() || (known && known->contains(decodedUtf8(note.name).toLower())))
            continue;
        const bool isRare = note.readings <= readings / kReadingsForDamage;
        (isRare ? rare : common).push_back(&note);
    }
    QList<UserMessage> findings;
    if (!common.empty()) {
        const auto names = static_cast<int>(common.size());
        UserMessage message =
            UserMessage::information(
                known ? Text::tr("%n name(s) of measurements are new", nullptr, names)
                      : Text::tr(
                          "%n measurement(s) besides temperature and vibration", nullptr, names))
                .because(Text::tr("%1. Such measurements are stored as they are written.")
                             .arg(nameList(common)))
                .at(placeOf(*common.front()))
                .withCode(u"new-measurements"_s);
        addRows(message, names, common, &FindingRows::measurements);
        findings << message;
    }
    if (!rare.empty()) {
        const auto names = static_cast<int>(rare.size());
        UserMessage message =
            UserMessage::warning(
                known ? Text::tr("%n new name(s) of measurements are very rare", nullptr, names)
                      : Text::tr("%n name(s) of measurements are very rare", nullptr, names))
                .because(Text::tr("%1, of %2 readings. Their lines are probably damaged.")
                             .arg(nameList(rare), QLocale().toString(readings)))
                .at(placeOf(*rare.front()))
                .withRemedy(Text::tr("If a line is damaged, fix it in its file and load again."))
                .withCode(u"rare-measurements"_s);
        addRows(message, names, rare, &FindingRows::measurements);
        findings << message;
    }
    if (notes.otherNames() > 0) {
        findings << UserMessage::warning(
                        Text::tr("The readings have more names of measurements than are listed"))
                        .because(Text::tr(
                            "%n measurement(s) have other names. Lines were probably "
                            "misread.",
                            nullptr, static_cast<int>(notes.otherNames())))
                        .withCode(u"many-measurements"_s);
    }
    return findings;
}

} // namespace faultline
