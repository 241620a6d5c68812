// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// QCustomPlot's header uses keywords of Qt that this program doesn't define.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach
