// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

void installTranslations()
{
    const QString directory = u":/faultline/translations"_s;
    auto* english = new QTranslator(QCoreApplication::instance());
    if (english->load(u"faultline_en"_s, directory))
        QCoreApplication::installTranslator(english);
    auto* own = new QTranslator(QCoreApplication::instance());
    if (own->load(QLocale(), u"faultline"_s, u"_"_s, directory))
        QCoreApplication::installTranslator(own);
}

} // namespace faultline
