// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/input/ContainerLimits.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ContainerLimits)
};

} // namespace

UserMessage damagedContainer(const QString& path, const QString& why)
{
    return UserMessage::error(Text::tr("The compressed file is damaged or incomplete"))
        .because(why)
        .at(path)
        .withRemedy(Text::tr("Get it again from where it came from, and load again. What was "
                             "loaded stays loaded."))
        .withCode(u"damaged"_s);
}

UserMessage unusualContainer(const QString& path, const QString& why)
{
    return UserMessage::error(Text::tr("The compressed file is too large when unpacked"))
        .because(why)
        .at(path)
        .withRemedy(Text::tr("If you trust it, unpack it into the data folder."))
        .withCode(u"too-large"_s);
}

UserMessage unusualRatio(const QString& path, const ContainerLimits& limits)
{
    return unusualContainer(
        path,
        Text::tr("It grows to more than %1 times its size, which no log does.").arg(limits.ratio));
}

UserMessage encryptedContainer(const QString& path)
{
    return UserMessage::error(Text::tr("It is encrypted, so it can't be read"))
        .at(path)
        .withRemedy(Text::tr("Unpack it with its password into the data folder."))
        .withCode(u"encrypted"_s);
}

bool isContainerFault(const UserMessage& error)
{
    return error.code == u"damaged"_s || error.code == u"too-large"_s
           || error.code == u"encrypted"_s;
}

} // namespace faultline
