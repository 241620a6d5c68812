// SPDX-License-Identifier: GPL-3.0-or-later
#include "Translations.h"

#include "Formatting.h"

#include <QCoreApplication>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

void installTranslations()
{
    const QString directory = u":/faultline/translations"_s;
    // %Ln takes the thousands separators of the default locale.
    QLocale::setDefault(format::displayLocale());
    auto* english = new QTranslator(QCoreApplication::instance());
    if (english->load(u"faultline_en"_s, directory))
        QCoreApplication::installTranslator(english);
    auto* own = new QTranslator(QCoreApplication::instance());
    if (own->load(format::displayLocale(), u"faultline"_s, u"_"_s, directory))
        QCoreApplication::installTranslator(own);
}

} // namespace faultline
