// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/TableField.h"

#include "sources/fields/EnumWords.h"

namespace faultline {

namespace {

// In the order of the enumeration.
constexpr EnumWords<TableField> kFields{
    "ignored",     "time",         "date",    "time-of-day", "sensor",
    "equipment",   "severity",     "quality", "value",       "measurement-name",
    "measurement", "failure-mode", "cause",   "end",         "end-time-of-day",
    "duration",    "planned",      "code",    "group",       "valid-from",
    "valid-to",    "attribute"};

} // namespace

QString tableFieldWord(TableField field)
{
    return wordOf(kFields, field);
}

std::optional<TableField> tableFieldFromWord(QStringView word)
{
    return valueOf<TableField>(kFields, word);
}

} // namespace faultline
