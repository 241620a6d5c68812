// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/WindowDrawing.h"

#include "documents/DocumentDrawing.h"

#include <QCoreApplication>
#include <QMetaObject>

#include <chrono>
#include <future>
#include <memory>

namespace faultline {

ChartDrawing drawnByTheWindow(const CancelToken& cancel)
{
    return [cancel](const ChartData& chart) {
        const auto drawn = std::make_shared<std::promise<QByteArray>>();
        auto drawing = drawn->get_future();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [drawn, chart] { drawn->set_value(documentChart(chart)); }, Qt::QueuedConnection);
        // A window that is closing runs no events any more: it raises the token first.
        constexpr std::chrono::milliseconds kLook{50};
        while (drawing.wait_for(kLook) != std::future_status::ready) {
            if (cancel.isCancelled())
                return QByteArray();
        }
        return drawing.get();
    };
}

} // namespace faultline
