# SPDX-License-Identifier: GPL-3.0-or-later
# The figures of a data folder, counted independently of Faultline: good lines match one regular
# expression, and everything is in memory. For checking Faultline, not for use.
#
#   LC_ALL=C awk -f figures.awk equipment_sensors.csv equipment_failure_sensors.log

BEGIN {
    digits2 = "[0-9][0-9]"
    date = "[0-9][0-9]" digits2 "-(0[1-9]|1[0-2])-" digits2
    time = digits2 ":" digits2 ":" digits2
    good = "^\\[" date " " time "\\]\t[A-Z]+\tsensor\\[[0-9][0-9]?[0-9]?\\]:\t" \
        "\\(temperature\t[0-9.]+, vibration\t-?[0-9.]+\\)$"
}

{ sub(/\r$/, "") }

FILENAME ~ /\.csv$/ {
    split($0, cell, ";")
    equipment_of[cell[2]] = cell[1]
    next
}

{ lines++ }
$0 == "" { blank++; next }
$0 !~ good { rejected++; next }

{
    readings++
    split($0, field, "\t")
    if (field[2] != "ERROR")
        next
    records++
    sensor = substr(field[3], 8, length(field[3]) - 9)
    equipment = equipment_of[sensor]
    if (!((equipment, field[1]) in seen)) {
        seen[equipment, field[1]] = 1
        events++
    }
    if (!(equipment in failed)) {
        failed[equipment] = 1
        equipment_that_failed++
    }
}

END {
    print "lines", lines + 0
    print "readings", readings + 0
    print "rejected", rejected + 0
    print "blank", blank + 0
    print "error_records", records + 0
    print "failure_events", events + 0
    print "equipment_that_failed", equipment_that_failed + 0
}
