// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/failures/PlannedWords.h"

#include "sources/failures/WordList.h"

#include <string>

using namespace std::string_view_literals;

namespace faultline {

namespace {

// Normalised by lowered(), separated by bars.
constexpr auto kPlannedWords =
    "planned|preventive|preventative|predictive|scheduled|preventive maintenance|planned "
    "maintenance|scheduled "
    "maintenance|pm|geplant|vorbeugend|präventiv|planmäßig|planifié|préventif|"
    "programmé|préventive|planifiée|programmée|planificado|preventivo|programado|planificada|"
    "preventiva|programada|planejado|planejada"sv;
constexpr auto kUnplannedWords =
    "unplanned|corrective|breakdown|reactive|emergency|unscheduled|failure|corrective maintenance|"
    "breakdown maintenance|reactive maintenance|emergency maintenance|unplanned maintenance|cm|bd|"
    "repair|ungeplant|korrektiv|störung|ausfall|reparatur|außerplanmäßig|correctif|corrective|"
    "curatif|non planifié|imprévu|dépannage|panne|correctivo|no planificado|no programado|"
    "correctiva|no planificada|no programada|avería|corretivo|corretiva"sv;
constexpr auto kYes = "yes|y|true|t|1|ja|j|oui|o|sí|si|sim|wahr|vrai"sv;
constexpr auto kMark = "x"sv; // as spreadsheets and SAP tick things
constexpr auto kNo = "no|n|false|f|0|nein|non|não|nao|falsch|faux"sv;

} // namespace

std::optional<bool> plannedWord(std::string_view text)
{
    const std::string word = lowered(text);
    if (isAmong(kPlannedWords, '|', word) || isAmong(kYes, '|', word) || word == kMark)
        return true;
    if (isAmong(kUnplannedWords, '|', word) || isAmong(kNo, '|', word))
        return false;
    return std::nullopt;
}

bool isMark(std::string_view text)
{
    return lowered(text) == kMark;
}

bool isYesOrNo(std::string_view text)
{
    const std::string word = lowered(text);
    return isAmong(kYes, '|', word) || isAmong(kNo, '|', word);
}

} // namespace faultline
