// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/streamed/StreamedRows.h"

#include "reports/streamed/FailureRows.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace faultline {

namespace {

using RowSink = std::function<Result<void>(const ReportRow&)>;

/// Passes on the rows of a range.
class RangeSink
{
public:
    RangeSink(const RowRange& range, RowSink sink)
        : m_skipped(range.after)
        , m_left(range.limit)
        , m_sink(std::move(sink))
    {}

    bool isFull() const { return m_left == 0; }
    qint64 passed() const { return m_passed; }

    Result<void> add(FailureRows& rows, std::span<const ListedFailure> failures)
    {
        const auto skipped = std::min(m_skipped, static_cast<qint64>(failures.size()));
        m_skipped -= skipped;
        failures = failures.subspan(static_cast<std::size_t>(skipped));
        for (const ListedFailure& failure : failures) {
            if (isFull())
                return {};
            if (const auto taken = m_sink(rows.rowOf(failure)); !taken)
                return taken;
            --m_left;
            ++m_passed;
        }
        return {};
    }

private:
    qint64 m_skipped;
    qint64 m_left;
    qint64 m_passed = 0;
    RowSink m_sink;
};

/// The first failures in an order, out of any number.
class FirstFailures
{
public:
    FirstFailures(const FailureOrder& order, std::size_t most)
        : m_order(order)
        , m_most(most)
    {}

    void add(const ListedFailure& failure)
    {
        if (m_last && !m_order(failure, *m_last))
            return;
        m_failures.push_back(failure);
        // Each choice of the first ones pays for as many additions.
        if (m_failures.size() >= 2 * m_most)
            choose();
    }

    std::span<const ListedFailure> sorted()
    {
        if (m_failures.size() > m_most)
            choose();
        std::sort(m_failures.begin(), m_failures.end(), m_order);
        return m_failures;
    }

private:
    void choose()
    {
        const auto last = m_failures.begin() + static_cast<std::ptrdiff_t>(m_most) - 1;
        std::nth_element(m_failures.begin(), last, m_failures.end(), m_order);
        m_last = *last;
        m_failures.resize(m_most);
    }

    const FailureOrder& m_order;
    std::size_t m_most;
    std::vector<ListedFailure> m_failures;
    std::optional<ListedFailure> m_last; ///< Of those that are kept.
};

// Reads all failures for each part of the result, so that a part is all that is in memory.
Result<void> sortedFailures(
    FailureList& list, const FailureOrder& order, FailureRows& rows, RangeSink& sink,
    const RowRange& range)
{
    constexpr qint64 kMostAtOnce = 262'144;
    const qint64 wanted = range.limit < kMostAtOnce ? range.after + range.limit : kMostAtOnce;
    const auto most = static_cast<std::size_t>(std::min(wanted, kMostAtOnce));
    std::optional<ListedFailure> last;
    while (!sink.isFull()) {
        FirstFailures first(order, most);
        const auto read = list.read([&](std::span<const ListedFailure> failures) {
            for (const ListedFailure& failure : failures) {
                if (!last || order(*last, failure))
                    first.add(failure);
            }
            return Result<bool>(true);
        });
        if (!read)
            return read;
        const auto sorted = first.sorted();
        if (const auto taken = sink.add(rows, sorted); !taken)
            return taken;
        if (sorted.size() < most)
            return {};
        last = sorted.back();
    }
    return {};
}

} // namespace

Result<qint64> forEachStreamedRow(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const RowRange& range, const PlantClocks& clocks,
    const std::function<Result<void>(const ReportRow&)>& sink)
{
    auto list = FailureList::open(session, report.applicable(filter));
    if (!list)
        return list.error();
    FailureRows rows(*list, report, clocks);
    RangeSink some(range, sink);
    if (order.column && *order.column >= 0 && *order.column < report.columns.size()) {
        const FailureOrder by(*list, report.columns.at(*order.column).name, order.descending);
        if (!by.isOwn()) {
            const auto read = sortedFailures(*list, by, rows, some, range);
            return read ? Result<qint64>(some.passed()) : read.error();
        }
    }
    const auto read = list->read([&](std::span<const ListedFailure> failures) -> Result<bool> {
        if (const auto taken = some.add(rows, failures); !taken)
            return taken.error();
        return !some.isFull();
    });
    return read ? Result<qint64>(some.passed()) : read.error();
}

} // namespace faultline
