// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/PlannedInput.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlannedInput)
};

} // namespace

Result<InputFile> openPlanned(const PlannedFile& file)
{
    auto input = InputFile::open(file.source->input);
    if (input && input->systemId() != file.systemId) {
        return UserMessage::error(Text::tr("Another file took its name during the load"))
            .because(Text::tr("Load again to load what is missing."))
            .withCode(u"file"_s);
    }
    return input;
}

qint64 rowsPerChunk(const LoadOptions& options, const SourceFormat& format)
{
    return std::max(options.chunkRows / format.slots(), qint64{1});
}

ChunkReader readGap(
    const PlannedFile& file, const InputFile& input, const ByteGap& gap, const LoadOptions& options,
    int quarteredChunks)
{
    ChunkLimits limits;
    limits.rows = rowsPerChunk(options, file.format);
    limits.quarteredChunks = quarteredChunks;
    // A gap before a loaded range ends at the start of a line.
    const bool isFinal = (options.isFinal && !file.damage) || gap.end < file.bytes;
    return {input, gap.begin, gap.end, gap.firstLine, isFinal, limits, file.format.cutter()};
}

} // namespace faultline
