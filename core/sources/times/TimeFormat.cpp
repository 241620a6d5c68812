// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/TimeFormat.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(TimeFormat)
};

} // namespace

QString dateOrderWord(Order order)
{
    switch (order) {
    case Order::DayFirst:
        return u"day-first"_s;
    case Order::MonthFirst:
        return u"month-first"_s;
    case Order::Unknown:
        break;
    }
    return {};
}

std::optional<Order> dateOrderFromWord(QStringView word)
{
    for (const Order order : {Order::DayFirst, Order::MonthFirst}) {
        if (word == dateOrderWord(order))
            return order;
    }
    return std::nullopt;
}

QString dateOrderText(Order order)
{
    switch (order) {
    case Order::DayFirst:
        return Text::tr("day first");
    case Order::MonthFirst:
        return Text::tr("month first");
    case Order::Unknown:
        break;
    }
    return Text::tr("unknown order");
}

} // namespace faultline
