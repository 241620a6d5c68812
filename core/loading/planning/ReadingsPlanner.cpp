// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/ReadingsPlanner.h"

#include "loading/planning/FileRecognition.h"
#include "loading/planning/FileRegistration.h"

#include <utility>

namespace faultline {

namespace {

// Files per query.
constexpr std::size_t kBatch = 512;

void addKeys(const FileProbe& probe, KnownFileKeys& keys)
{
    keys.paths << probe.file->source->path;
    keys.add(probe.head);
    keys.sketch.insert(keys.sketch.end(), probe.sketch.begin(), probe.sketch.end());
}

} // namespace

Result<QList<PlannedFile>>
ReadingsPlanner::plan(const DataFolder& folder, const QList<PlantId>& plants)
{
    m_plan.clear();
    m_plan.reserve(folder.files.size());
    m_state.claimed.clear();
    for (qsizetype index = 0; index < folder.files.size(); ++index) {
        if (folder.files.at(index).role != SourceRole::Readings
            || plants.at(index) != m_state.plant)
            continue;
        PlannedFile file;
        file.plant = m_state.plant;
        file.fileIndex = index;
        file.source = &folder.files.at(index);
        file.format = file.source->format;
        m_plan << std::move(file);
    }
    if (const auto begun = m_state.connection.execute("BEGIN"); !begun)
        return begun.error();
    if (const auto planned = planAll(); !planned) {
        m_state.connection.rollback();
        return planned.error();
    }
    if (const auto committed = m_state.connection.commit(); !committed)
        return committed.error();
    return std::exchange(m_plan, {});
}

Result<void> ReadingsPlanner::planAll()
{
    if (const auto locked = lockFileIdentities(m_state.connection); !locked)
        return locked;
    const auto lengths = headLengths(m_state.connection, SourceRole::Readings);
    if (!lengths)
        return lengths.error();
    m_state.headLengths = *lengths;
    // Files with unknown content come last: by then renamed files have been recognised.
    FileRecognition recognition(m_state);
    const auto recognised =
        inBatches(Sketches::No, [&recognition](const auto& probes, const auto& keys) {
            return recognition.run(probes, keys);
        });
    if (!recognised)
        return recognised;
    FileRegistration registration(m_state);
    return inBatches(Sketches::Yes, [&registration](const auto& probes, const auto& keys) {
        return registration.run(probes, keys);
    });
}

// Runs `step` on the files that aren't identified yet. Only one is open at a time: a folder may
// contain more files than a program may open.
Result<void> ReadingsPlanner::inBatches(Sketches sketches, const Step& step)
{
    std::vector<FileProbe> probes;
    KnownFileKeys keys;
    for (qsizetype i = 0; i < m_plan.size(); ++i) {
        PlannedFile& file = m_plan[i];
        const bool isOpen = file.id == FileId{} && !file.failure;
        if (isOpen) {
            FileProbe probe;
            probe.file = &file;
            const auto probed = this->probe(probe, sketches);
            if (!probed)
                return probed.error();
            if (*probed) {
                addKeys(probe, keys);
                probes.push_back(std::move(probe));
            }
        }
        const bool isLast = i + 1 == m_plan.size();
        if (probes.empty() || (probes.size() < kBatch && !isLast))
            continue;
        if (const auto done = step(probes, keys); !done)
            return done;
        probes.clear();
        keys = {};
    }
    return {};
}

// False if the file can't be read.
Result<bool> ReadingsPlanner::probe(FileProbe& probe, Sketches sketches)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    if (const auto read = readFile(probe, sketches); !read) {
        if (!concernsOneFile(read.error()))
            return read.error();
        probe.file->failure = read.error();
        return false;
    }
    return true;
}

Result<void> ReadingsPlanner::readFile(FileProbe& probe, Sketches sketches) const
{
    PlannedFile& file = *probe.file;
    const auto input = InputFile::open(file.source->input);
    if (!input)
        return input.error();
    if (const auto measured = input->measure(m_cancel); !measured)
        return measured;
    if (auto damage = input->damage())
        file.damage = *std::move(damage);
    file.bytes = input->size();
    file.systemId = input->systemId();
    probe.modifiedMs = input->modifiedMs();
    auto head = readHead(*input, m_state.headLengths);
    if (!head)
        return head.error();
    probe.head = *std::move(head);
    if (sketches == Sketches::Yes) {
        auto sketch = readingSketch(*input, probe.head.bytes, file.source->dataBegin, file.format);
        if (!sketch)
            return sketch.error();
        probe.sketch = *std::move(sketch);
    }
    probe.head.bytes = {};
    return {};
}

} // namespace faultline
