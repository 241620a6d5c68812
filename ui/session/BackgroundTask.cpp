// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/BackgroundTask.h"

namespace faultline {

QThreadPool* backgroundPool()
{
    static QThreadPool pool;
    static const bool configured = [] {
        // They mostly wait for a server or a disk, so their number has nothing to do with cores.
        pool.setMaxThreadCount(4);
        return true;
    }();
    Q_UNUSED(configured)
    return &pool;
}

} // namespace faultline
