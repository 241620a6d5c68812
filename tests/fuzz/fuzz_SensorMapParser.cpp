// SPDX-License-Identifier: GPL-3.0-or-later
// Sensor maps with any content.
#include "ListOracle.h"
#include "MemoryFile.h"
#include "sources/lists/ListRecognition.h"

#include <algorithm>

using namespace faultline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const MemoryFile memory;
    const std::string_view content = viewOf(data, size);
    if (!MemoryFile::isPlain(content))
        return 0;
    const InputFile file = memory.holding(content);
    ListOracle oracle(content);
    const ListSink<SensorMapEntry> sink{
        [&oracle](const SensorMapEntry& entry) {
            require(isId(entry.sensorId) && isId(entry.equipmentId), "ids are canonical");
            require(
                !entry.validFrom || !entry.validTo || *entry.validFrom < *entry.validTo,
                "an entry ends after it begins");
            oracle.addAccepted();
            return Result<void>();
        },
        [&oracle](const RejectedLine& line) {
            oracle.addRejected(line);
            return Result<void>();
        }};
    const auto counts = parseSensorMap(file, 0, LocalTime::utc(), sink, CancelToken());
    if (!counts) {
        const QString code = counts.error().code;
        require(
            code == u"header" || code == u"json" || code == u"columns",
            "only names and broken JSON can fail a map");
        return 0;
    }
    oracle.check(*counts);
    const auto layout = recogniseList(content);
    require(layout && layout->hasMap, "a map is recognised");
    if (layout->shape != ListLayout::Shape::Delimited)
        return 0;
    const qint64 lines = std::count(content.begin(), content.end(), '\n')
                         + (!content.empty() && content.back() != '\n' ? 1 : 0);
    require(counts->lines == lines, "lines are counted");
    // The header is a line too; a record can have several.
    require(
        counts->records + counts->blank <= std::max<qint64>(lines - 1, 0),
        "no line is two records");
    return 0;
}
