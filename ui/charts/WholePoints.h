// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/CustomPlot.h"

namespace faultline {

/// Lets points at 0 extend beyond the axes, instead of clipping them.
class WholePoints : public QCPGraph
{
public:
    using QCPGraph::QCPGraph;

protected:
    QRect clipRect() const override { return mParentPlot->viewport(); }
};

} // namespace faultline
