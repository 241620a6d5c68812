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
std::function<Drawn(const ChartData&)>
onMainThread(const CancelToken& cancel, Drawn (*draw)(const ChartData&))
{
    return [cancel, draw](const ChartData& chart) {
        const auto drawn = std::make_shared<std::promise<Drawn>>();
        auto drawing = drawn->get_future();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(), [drawn, draw, chart] { drawn->set_value(draw(chart)); },
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
    options.makePdf = [draw = onMainThread(cancel, &documentPageChart)](QIODevice& device) {
        return makePdfWriter(device, draw);
    };
}

} // namespace faultline
