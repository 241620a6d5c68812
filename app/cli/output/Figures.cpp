// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/Figures.h"

#include <QCoreApplication>

namespace faultline::figures {

QLocale locale()
{
    QLocale result;
    // The "C" locale has no group separators, so use English.
    if (result.language() == QLocale::C)
        result = QLocale(QLocale::English, QLocale::UnitedStates);
    result.setNumberOptions(result.numberOptions() & ~QLocale::OmitGroupSeparator);
    return result;
}

QString count(qint64 number)
{
    return locale().toString(number);
}

QString bytes(qint64 number)
{
    return locale().formattedDataSize(number, number < 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString duration(qint64 milliseconds)
{
    if (milliseconds >= 60'000)
        return aboutSeconds(milliseconds / 1000);
    return QCoreApplication::translate("figures", "%1 s")
        .arg(locale().toString(static_cast<double>(milliseconds) / 1000.0, 'f', 1));
}

QString aboutSeconds(qint64 seconds)
{
    if (seconds < 60)
        return QCoreApplication::translate("figures", "%1 s").arg(seconds);
    return QCoreApplication::translate("figures", "%1 min %2 s")
        .arg(count(seconds / 60))
        .arg(seconds % 60);
}

} // namespace faultline::figures
