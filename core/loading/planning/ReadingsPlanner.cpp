// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/ReadingsPlanner.h"

#include "loading/planning/FilePlacement.h"
#include "loading/planning/FileRecognition.h"

#include <utility>

namespace faultline {

namespace {

// So many files share a question to the database.
constexpr std::size_t kBatch = 512;

void addKeys(const FileLook& look, KnownFileKeys& keys)
{
    keys.paths << look.file->source->path;
    keys.add(look.head);
    keys.sketch.insert(keys.sketch.end(), look.sketch.begin(), look.sketch.end());
}

} // namespace

Result<QList<PlannedFile>> ReadingsPlanner::plan(const DataFolder& folder)
{
    m_plan.clear();
    m_plan.reserve(folder.files.size());
    m_state.claimed.clear();
    for (qsizetype index = 0; index < folder.files.size(); ++index) {
        if (folder.files.at(index).role != SourceRole::Readings)
            continue;
        PlannedFile file;
        file.fileIndex = index;
        file.source = &folder.files.at(index);
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
    // What isn't known as it is comes last: by then it is known which file has only got another
    // name.
    FileRecognition recognition(m_state);
    const auto recognised =
        inBatches(Sketches::No, [&recognition](const auto& looks, const auto& keys) {
            return recognition.run(looks, keys);
        });
    if (!recognised)
        return recognised;
    FilePlacement placement(m_state);
    return inBatches(Sketches::Yes, [&placement](const auto& looks, const auto& keys) {
        return placement.run(looks, keys);
    });
}

// Files of which it isn't settled yet what they are. They are open one at a time only: a folder may
// hold more of them than a program may have open.
Result<void> ReadingsPlanner::inBatches(Sketches sketches, const Step& step)
{
    std::vector<FileLook> looks;
    KnownFileKeys keys;
    for (qsizetype i = 0; i < m_plan.size(); ++i) {
        PlannedFile& file = m_plan[i];
        const bool isOpen = file.id == FileId{} && !file.failure;
        if (isOpen) {
            FileLook look;
            look.file = &file;
            const auto looked = this->look(look, sketches);
            if (!looked)
                return looked.error();
            if (*looked) {
                addKeys(look, keys);
                looks.push_back(std::move(look));
            }
        }
        const bool isLast = i + 1 == m_plan.size();
        if (looks.empty() || (looks.size() < kBatch && !isLast))
            continue;
        if (const auto done = step(looks, keys); !done)
            return done;
        looks.clear();
        keys = {};
    }
    return {};
}

// False when the file can't be read.
Result<bool> ReadingsPlanner::look(FileLook& look, Sketches sketches)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    if (const auto read = readFile(look, sketches); !read) {
        if (!concernsOneFile(read.error()))
            return read.error();
        look.file->failure = read.error();
        return false;
    }
    return true;
}

Result<void> ReadingsPlanner::readFile(FileLook& look, Sketches sketches) const
{
    PlannedFile& file = *look.file;
    const auto input = InputFile::open(file.source->path);
    if (!input)
        return input.error();
    file.bytes = input->size();
    file.systemId = input->systemId();
    look.modifiedMs = input->modifiedMs();
    auto head = readHead(*input, m_state.headLengths);
    if (!head)
        return head.error();
    look.head = *std::move(head);
    if (sketches == Sketches::Yes) {
        auto sketch = readingSketch(*input, look.head.bytes);
        if (!sketch)
            return sketch.error();
        look.sketch = *std::move(sketch);
    }
    look.head.bytes = {};
    return {};
}

} // namespace faultline
