// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/MainThreadDrawing.h"

#include "documents/DocumentDrawing.h"

#include <QCoreApplication>
#include <QMetaObject>

#include <chrono>
#include <future>
#include <memory>

namespace faultline {

namespace {

template<typename Drawn>
std::function<Drawn(const ChartData&, ChartSize)>
onMainThread(const CancelToken& cancel, Drawn (*draw)(const ChartData&, ChartSize))
{
    return [cancel, draw](const ChartData& chart, ChartSize size) {
        const auto drawn = std::make_shared<std::promise<Drawn>>();
        auto drawing = drawn->get_future();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [drawn, draw, chart, size] { drawn->set_value(draw(chart, size)); },
            Qt::QueuedConnection);
        // A program that is exiting no longer runs events, but it first raises the token.
        constexpr std::chrono::milliseconds kPollInterval{50};
        while (drawing.wait_for(kPollInterval) != std::future_status::ready) {
            if (cancel.isCancelled())
                return Drawn();
        }
        return drawing.get();
    };
}

} // namespace

void drawOnMainThread(ExportOptions& options, const CancelToken& cancel)
{
    options.drawChart = onMainThread(cancel, &documentChart);
    options.makePdf = [draw = onMainThread(cancel, &documentPageChart)](
                          QIODevice& device, const DocumentOptions& document) {
        return makePdfWriter(device, draw, document);
    };
}

} // namespace faultline
