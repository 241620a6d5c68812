// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/BackgroundTask.h"

namespace faultline {

QThreadPool* backgroundPool()
{
    static QThreadPool pool;
    static const bool configured = [] {
        // The tasks mostly wait for a server or a disk, so their number doesn't depend on the
        // cores.
        pool.setMaxThreadCount(4);
        return true;
    }();
    Q_UNUSED(configured)
    return &pool;
}

} // namespace faultline
