// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/DocumentOptions.h"

#include "exporting/context/ReportContext.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DocumentOptions)
};

constexpr qint64 kMaxLogoBytes = 2 * 1024 * 1024;

UserMessage unusable(const QString& path, const QString& why)
{
    return UserMessage::error(Text::tr("The logo %1 can't be used").arg(path))
        .because(why)
        .withRemedy(Text::tr("Choose a PNG or JPEG picture of at most 2 MiB."))
        .withCode(u"logo"_s);
}

} // namespace

QString documentTitle(const DocumentOptions& options, const ReportContext& context)
{
    if (!options.title.isEmpty())
        return options.title;
    return context.sections.size() == 1 ? context.sections.constFirst().report.title
                                        : Text::tr("Failures and reliability");
}

Result<DocumentLogo> readLogo(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(path, file.errorString());
    DocumentLogo logo;
    logo.bytes = file.read(kMaxLogoBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return unusable(path, file.errorString());
    if (logo.bytes.size() > kMaxLogoBytes)
        return unusable(path, Text::tr("It is too large."));
    if (logo.bytes.startsWith("\x89PNG\r\n\x1a\n"))
        logo.type = "image/png";
    else if (logo.bytes.startsWith("\xff\xd8\xff"))
        logo.type = "image/jpeg";
    else
        return unusable(path, Text::tr("It is neither a PNG nor a JPEG picture."));
    return logo;
}

} // namespace faultline
