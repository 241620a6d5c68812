// SPDX-License-Identifier: GPL-3.0-or-later
// Equipment lists with any content.
#include "ListOracle.h"
#include "MemoryFile.h"
#include "base/Utf8.h"
#include "sources/lists/EquipmentListParser.h"

#include <QSet>

using namespace faultline;

namespace {

// What PostgreSQL accepts as text.
bool isText(const QByteArray& bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return validTextPrefix({bytes.constData(), size}) == size;
}

void checkEquipment(const Equipment& equipment)
{
    require(isId(equipment.equipmentId), "an id is canonical");
    require(!equipment.code.isEmpty() && isText(equipment.code), "a code is text");
    require(!equipment.groupName || isText(*equipment.groupName), "a group is text");
    QSet<QByteArray> keys;
    for (const auto& [key, value] : equipment.attributes) {
        require(isText(key) && (!value || isText(*value)), "attributes are text");
        require(!keys.contains(key), "no attribute stands twice");
        keys.insert(key);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const MemoryFile memory;
    const std::string_view content = viewOf(data, size);
    if (!MemoryFile::isPlain(content))
        return 0;
    const InputFile file = memory.holding(content);
    ListOracle oracle(content);
    const ListSink<Equipment> sink{
        [&oracle](const Equipment& equipment) {
            checkEquipment(equipment);
            oracle.addAccepted();
            return Result<void>();
        },
        [&oracle](const RejectedLine& line) {
            oracle.addRejected(line);
            return Result<void>();
        }};
    const auto counts = parseEquipmentList(file, 0, sink, CancelToken());
    if (counts)
        oracle.check(*counts);
    else
        require(!counts.error().why.isEmpty(), "a refusal has a reason");
    return 0;
}
