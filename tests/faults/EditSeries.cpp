// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditSeries.h"

#include "LoadProgram.h"
#include "loading/ledger/LedgerCheck.h"
#include "loading/ledger/UndoLoad.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kSteps = 8;
// Up to here, a sketch has all of a file's readings.
constexpr int kMaxLines = 30;
constexpr int kBadLine = -1;
// A load of such a folder has fewer steps.
constexpr int kLastFailPoint = 40;
constexpr qint64 kChunkRows[] = {3, 7, 100'000};

// Each reading has a unique temperature.
constexpr auto kStored =
    "SELECT round(value)::integer, count(*) FROM ("
    " SELECT coalesce(temperature, (extra -> 'value')::float8) AS value FROM faultline.reading) r"
    " WHERE value >= 0 GROUP BY 1 ORDER BY 1";

// Everything except the schema itself, severities, and what lists have put in force.
constexpr auto kEmpty =
    "DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('faultline.%I', tablename), ', ')"
    " FROM pg_tables WHERE schemaname = 'faultline' AND tablename NOT IN"
    " ('schema_version', 'summary_state', 'severity', 'plant', 'equipment', 'sensor',"
    "  'equipment_sensor')); END $$";

} // namespace

EditSequence::EditSequence(const LoadFixture& fixture, quint32 seed, const Edits& edits)
    : m_random(seed)
    , m_withKills(edits.withKills)
    , m_fixture(fixture)
    , m_folder(fixture.folder(), edits.form, m_random)
{
    m_fixture.execute(kEmpty);
}

QString EditSequence::run(int steps)
{
    m_steps << m_folder.shape();
    write(u"a.log"_s, newReadings(6 + below(15)));
    QString wrong = load();
    for (int i = 0; i < steps && wrong.isEmpty(); ++i)
        wrong = step();
    if (wrong.isEmpty())
        wrong = m_fixture.journalMismatch() + m_fixture.summaryMismatch();
    return wrong.isEmpty() ? QString() : wrong + u" after: "_s + m_steps.join(u"; "_s);
}

QString EditSequence::step()
{
    // Often several edits happen between two loads.
    do {
        edit();
    } while (below(3) == 0);
    if (below(4) == 0)
        undoALoad();
    if (m_withKills && isKilled()) {
        m_steps << u"killed"_s;
        noteFiles(m_mostEver);
        // What it has stored of may be gone when the next load comes.
        if (below(3) == 0)
            edit();
    }
    return load();
}

void EditSequence::edit()
{
    const QString beside = below(2) == 0 ? u"b.log"_s : u"c.log"_s;
    const Lines lines = m_folder.files().value(u"a.log"_s);
    constexpr int kPlain = 10;
    constexpr int kAll = 12;
    switch (below(m_folder.form() == EditedFolder::Form::Packed ? kAll : kPlain)) {
    case 0:
    case 1:
        write(u"a.log"_s, repaired(lines));
        break;
    case 2:
    case 3: // back to an earlier content
        write(u"a.log"_s, otherContent());
        break;
    case 4: // the original, or a fixed one, next to it
        write(beside, below(2) == 0 ? otherContent() : repaired(otherContent()));
        break;
    case 5: // half of it
        write(
            u"a.log"_s,
            below(2) == 0 ? lines.mid(lines.size() / 2) : lines.mid(0, lines.size() / 2));
        break;
    case 6: // an export of the same time in another cut
    case 7:
        write(beside, window());
        break;
    case 8: // a rotation
        write(beside, lines);
        write(u"a.log"_s, newReadings(1 + below(4)));
        break;
    case 9:
        m_steps << u"remove "_s + beside;
        m_folder.remove(beside);
        break;
    default:
        m_steps << u"compress again"_s;
        m_folder.repack();
    }
}

// The last ones are more likely.
void EditSequence::undoALoad()
{
    const qint64 id = m_lastLoad - below(3);
    auto connection = Connection::open(m_fixture.settings());
    // A load that others build on stays, and a missing one can't be undone.
    if (!connection || !undoLoad(*connection, static_cast<LoadId>(id), CancelToken()))
        return;
    m_steps << u"undo %1"_s.arg(id);
    m_hasUndone = true;
}

bool EditSequence::isKilled()
{
    LoadProgram program(
        {u"--database"_s, conninfoOf(m_fixture.settings()), u"load"_s, m_fixture.folder()});
    program.set(u"FAULTLINE_FAIL_AT"_s, QString::number(1 + below(kLastFailPoint)));
    program.start();
    return !LoadProgram::isComplete(program.finish());
}

QString EditSequence::load()
{
    LoadOptions options;
    options.chunkRows = kChunkRows[below(std::size(kChunkRows))];
    m_steps << u"load in chunks of %1"_s.arg(options.chunkRows);
    const LoadReceipt receipt = m_fixture.load(options);
    m_lastLoad = receipt.loadId;
    // A file in which no line can be read is no success, but the others are loaded.
    const auto isUnread = [this](const FileReceipt& file) {
        const Lines lines = m_folder.linesOf(file.relativePath);
        return !lines.isEmpty()
               && std::all_of(lines.cbegin(), lines.cend(), [](int line) { return line < 0; });
    };
    const bool isOnlyUnread =
        receipt.failure && receipt.failure->code == u"file"
        && std::all_of(
            receipt.files.cbegin(), receipt.files.cend(), [&isUnread](const FileReceipt& file) {
                return file.state != FileState::Failed || isUnread(file);
            });
    if (receipt.outcome != LoadReceipt::Outcome::Succeeded && !isOnlyUnread)
        return u"the load failed: "_s + (receipt.failure ? receipt.failure->toText() : QString());
    if (!receipt.balanced())
        return u"the receipt isn't balanced"_s;
    return check();
}

// Each reading is stored as often as it occurs in the file that has it most often: of the current
// files, and of all loaded ones whose load wasn't undone. What was only there for a load that was
// killed may be stored or not.
QString EditSequence::check()
{
    QHash<int, int> mostNow;
    for (QHash<int, int>* const most : {&mostNow, &m_mostLoaded, &m_mostEver})
        noteFiles(*most);
    auto connection = Connection::open(m_fixture.settings());
    if (!connection)
        return connection.error().toText();
    const auto rows = connection->execute(kStored);
    if (!rows)
        return rows.error().toText();
    QHash<int, int> stored;
    for (int row = 0; row < rows->rowCount(); ++row)
        stored.insert(
            static_cast<int>(rows->integer(row, 0)), static_cast<int>(rows->integer(row, 1)));
    for (int reading = 0; reading < m_nextReading; ++reading) {
        const int least = m_hasUndone ? mostNow.value(reading) : m_mostLoaded.value(reading);
        const int count = stored.value(reading);
        if (count < least || count > m_mostEver.value(reading))
            return u"reading %1 is stored %2 times instead of %3 to %4"_s.arg(reading)
                .arg(count)
                .arg(least)
                .arg(m_mostEver.value(reading));
    }
    const auto ledger = verifyLedger(*connection, CancelToken());
    if (!ledger)
        return ledger.error().toText();
    return ledger->verified() ? QString() : ledger->discrepancies.first().toText();
}

// Raises to how often each reading occurs in a file.
void EditSequence::noteFiles(QHash<int, int>& most) const
{
    for (const Lines& lines : m_folder.files()) {
        QHash<int, int> counts;
        for (const int line : lines)
            ++counts[line];
        for (auto it = counts.cbegin(); it != counts.cend(); ++it)
            most[it.key()] = std::max(most.value(it.key()), it.value());
    }
}

EditSequence::Lines EditSequence::newReadings(int count)
{
    Lines lines;
    for (int i = 0; i < count; ++i) {
        if (below(6) == 0)
            lines << kBadLine;
        else if (below(8) == 0 && m_nextReading > 0)
            lines << m_nextReading - 1; // an exact copy
        else
            lines << m_nextReading++;
    }
    return lines;
}

EditSequence::Lines EditSequence::repaired(Lines lines)
{
    const int position = below(lines.size() + 1);
    const auto bad = lines.indexOf(kBadLine);
    switch (below(5)) {
    case 0:
        lines = newReadings(1 + below(4)) + lines;
        break;
    case 1:
        lines += newReadings(1 + below(4));
        break;
    case 2:
        lines.insert(position, m_nextReading++);
        break;
    case 3:
        lines.remove(position, std::min<qsizetype>(3, lines.size() - position));
        break;
    default:
        // With the same length as before.
        if (bad >= 0)
            lines[bad] = m_nextReading++;
    }
    return lines;
}

EditSequence::Lines EditSequence::otherContent()
{
    return m_contents.at(below(m_contents.size()));
}

// Consecutive readings, old and new, or those of some sensors among them.
EditSequence::Lines EditSequence::window()
{
    const int first = below(m_nextReading + 1);
    const int end = first + 1 + below(kMaxLines);
    const int sensors = below(3) == 0 ? 3 : 9;
    Lines lines;
    for (int line = first; line < end; ++line) {
        if (line % 9 >= sensors)
            continue;
        lines << line;
        if (below(10) == 0)
            lines << line;
    }
    m_nextReading = std::max(m_nextReading, end);
    return lines.isEmpty() ? Lines{first} : lines;
}

void EditSequence::write(const QString& name, const Lines& content)
{
    const Lines lines = content.mid(0, kMaxLines);
    QStringList numbers;
    for (const int line : lines)
        numbers << QString::number(line);
    m_steps << name + u" = "_s + numbers.join(u' ');
    m_folder.write(name, lines);
    m_contents << lines;
}

SeriesResult editedFiles(TemporaryServer& server, quint32 seed, int sequences, const Edits& edits)
{
    SeriesResult result;
    result.name = QString::fromLatin1(edits.name);
    const auto fixture = LoadFixture::make(server);
    if (!fixture) {
        result.failures << fixture.error().toText();
        return result;
    }
    (*fixture)->writeLists();
    for (int i = 0; i < sequences; ++i) {
        const quint32 its = seed + static_cast<quint32>(i);
        const QString wrong = EditSequence(**fixture, its, edits).run(kSteps);
        ++result.tries;
        ++result.hits;
        if (wrong.isEmpty())
            ++result.recovered;
        else
            result.failures << u"sequence %1: %2"_s.arg(its).arg(wrong);
    }
    return result;
}

} // namespace faultline
