// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/schema/FetchPlantClocks.h"

#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Result<PlantClocks> fetchPlantClocks(SqlSession& session)
{
    auto query = session.execute(
        u"SELECT %1, time_zone FROM faultline.plant"_s.arg(unchangedTextSql(u"name"_s)));
    if (!query)
        return query.error();
    PlantClocks clocks;
    while (query->next())
        clocks.add(query->value(0).toString(), query->value(1).toString());
    return clocks;
}

} // namespace faultline
