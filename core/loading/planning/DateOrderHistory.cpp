// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/DateOrderHistory.h"

#include "sources/folder/LocalTimes.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DateOrderHistory)
};

bool sharesLines(const ReadingSketch& a, const ReadingSketch& b)
{
    return std::any_of(a.begin(), a.end(), [&b](qint64 hash) {
        return std::binary_search(b.begin(), b.end(), hash);
    });
}

// The order of the newest loaded file with some of the same lines; unknown if there is none.
Result<Order> orderOfLog(
    Connection& connection, PlantId plant, const SourceFile& file, const InputFile& input,
    const FileHead& head)
{
    KnownFileKeys keys;
    keys.add(head);
    QList<std::pair<Order, ReadingSketch>> sketches;
    for (const Order order : {Order::DayFirst, Order::MonthFirst}) {
        SourceFormat format = file.format;
        format.times.order = order;
        auto sketch = readingSketch(input, head.bytes, file.dataBegin, format);
        if (!sketch)
            return sketch.error();
        keys.sketch.insert(keys.sketch.end(), sketch->begin(), sketch->end());
        sketches.emplace_back(order, *std::move(sketch));
    }
    const auto candidates = findFiles(connection, plant, *file.role, keys);
    if (!candidates)
        return candidates.error();
    for (const KnownFile& known : *candidates) {
        const auto own =
            std::find_if(sketches.begin(), sketches.end(), [&known](const auto& sketch) {
                return sketch.first == known.dateOrder;
            });
        if (own == sketches.end() || !sharesLines(own->second, known.sketch))
            continue;
        const auto ranges = journalledRanges(connection, known.id);
        if (!ranges)
            return ranges.error();
        if (!ranges->isEmpty())
            return known.dateOrder;
    }
    return Order::Unknown;
}

// Lists are known only if they are unchanged.
Result<Order> orderOfMap(
    Connection& connection, PlantId plant, const SourceFile& file, const InputFile& input,
    const FileHead& head, const CancelToken& cancel)
{
    KnownFileKeys keys;
    keys.add(head);
    const auto candidates = findFiles(connection, plant, *file.role, keys);
    if (!candidates)
        return candidates.error();
    const auto hash = rangeHash(input, 0, input.size(), cancel);
    if (!hash)
        return hash.error();
    for (const KnownFile& known : *candidates) {
        const auto ranges = journalledRanges(connection, known.id);
        if (!ranges)
            return ranges.error();
        if (ranges->size() == 1 && ranges->front().contentHash == *hash)
            return known.dateOrder;
    }
    return Order::Unknown;
}

// Why the rows that stay weren't read as the file is now; empty if they were. What is recognised
// may change as a file grows, and then gives way to how it was read before; a person's choice
// doesn't.
QString whyOtherTable(const SourceFile& file, const std::shared_ptr<const TableFormat>& before)
{
    if (file.role != SourceRole::Readings && (before || file.format.isTable())) {
        const bool isSame = before && file.format.isTable()
                            && SourceFormat{{}, before} == SourceFormat{{}, file.format.table};
        return isSame ? QString()
                      : Text::tr("Since then, another meaning of its columns was chosen.");
    }
    if (before && !file.format.isTable())
        return Text::tr("It was read as a table, and is now a log.");
    if (!before && file.format.isTable())
        return Text::tr("It was read as a log, and is now a table.");
    if (!before || !file.tableFinding->isChosen)
        return {};
    TableFormat now = *file.format.table;
    // A file that was renamed stays the sensor that it was.
    if (file.tableFinding->isSensorOfFile)
        now.sensor = before->sensor;
    if (SourceFormat{{}, before} == SourceFormat{{}, std::make_shared<const TableFormat>(now)})
        return {};
    return Text::tr("Since then, another meaning of its columns was chosen.");
}

// Whether a zone was chosen for the file's times that gives other instants than before.
Result<bool>
isInOtherZone(const SourceFile& file, const KnownFile& before, const CancelToken& cancel)
{
    const auto& chosen = file.format.zone;
    if (!chosen || chosen->name() == zoneInForce(before))
        return false;
    return writesLocalTimes(file, cancel);
}

UserMessage inOtherFormat(const SourceFile& file, const Candidate& candidate, const QString& what)
{
    UserMessage message = UserMessage::error(what);
    return message.at(file.path).withRemedy(
        Text::tr("To read it differently, undo load %1. Then load the folder again.")
            .arg(toInt(candidate.ranges.constFirst().load)));
}

} // namespace

Result<void> recallDateOrders(
    Connection& connection, DataFolder& folder, const QList<PlantId>& plants,
    const CancelToken& cancel)
{
    for (qsizetype index = 0; index < folder.files.size(); ++index) {
        if (!folder.files.at(index).needsDateOrder())
            continue;
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        SourceFile& file = folder.files[index];
        const auto input = InputFile::open(file.input);
        if (!input)
            continue;
        const auto head = readHead(*input);
        if (!head)
            continue;
        const PlantId plant = plants.at(index);
        const auto order = file.role == SourceRole::Readings
                               ? orderOfLog(connection, plant, file, *input, *head)
                               : orderOfMap(connection, plant, file, *input, *head, cancel);
        if (!order && !concernsOneFile(order.error()))
            return order.error();
        if (order && *order != Order::Unknown)
            file.setDateOrder(*order, DateOrderFinding::Reason::Known);
    }
    return {};
}

Result<std::optional<UserMessage>>
readInOtherFormat(const SourceFile& file, const Candidate& candidate, const CancelToken& cancel)
{
    using Message = std::optional<UserMessage>;
    if (candidate.ranges.isEmpty())
        return Message();
    const QString otherTable = whyOtherTable(file, candidate.known.table);
    if (!otherTable.isEmpty()) {
        return Message(
            inOtherFormat(file, candidate, Text::tr("The file was loaded in another format"))
                .because(otherTable)
                .withCode(u"format-changed"_s));
    }
    const Order before = candidate.known.dateOrder;
    const Order now = file.format.times.order;
    if (before != Order::Unknown && now != Order::Unknown && before != now) {
        return Message(
            inOtherFormat(
                file, candidate,
                Text::tr("The file was loaded with its dates %1").arg(dateOrderText(before)))
                .because(Text::tr("Now they are %1.").arg(file.dateOrderText()))
                .withCode(u"date-order-changed"_s));
    }
    const auto isOtherZone = isInOtherZone(file, candidate.known, cancel);
    if (!isOtherZone || !*isOtherZone)
        return isOtherZone ? Result<Message>(Message()) : isOtherZone.error();
    return Message(
        inOtherFormat(
            file, candidate,
            Text::tr("The file was loaded with its times in the zone %1")
                .arg(zoneInForce(candidate.known)))
            .because(Text::tr("Now %1 was chosen for them.").arg(file.format.zone->name()))
            .withCode(u"time-zone-changed"_s));
}

} // namespace faultline
