// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/RoleText.h"

#include <QCoreApplication>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SourceFile)
};

} // namespace

QString roleText(SourceRole role, RecordsAre records)
{
    if (role == SourceRole::Readings && records == RecordsAre::Failures)
        return Text::tr("Failures");
    if (role == SourceRole::Readings && records == RecordsAre::WorkOrders)
        return Text::tr("Work orders");
    return sourceRoleText(role);
}

} // namespace faultline
