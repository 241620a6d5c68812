# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the header and the first `max_rows` rows of a CSV file (commas, doubled quotes, no line ends
# inside cells) in aligned columns, with numbers right-aligned.

function split_cells(line, cells,    count, i, c, quoted, cell) {
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && quoted && substr(line, i + 1, 1) == "\"") {
            cell = cell c
            i++
        } else if (c == "\"") {
            quoted = !quoted
        } else if (c == "," && !quoted) {
            cells[++count] = cell
            cell = ""
        } else {
            cell = cell c
        }
    }
    cells[++count] = cell
    return count
}

NR == 1 { sub(/^\357\273\277/, "") }
{ sub(/\r$/, "") }
NR > max_rows + 1 { next }

{
    count = split_cells($0, cells)
    if (count > columns)
        columns = count
    for (i = 1; i <= count; i++) {
        table[NR, i] = cells[i]
        if (length(cells[i]) > width[i])
            width[i] = length(cells[i])
        if (NR > 1 && cells[i] !~ /^-?[0-9]*[.]?[0-9]*%?$/)
            is_text[i] = 1
    }
}

END {
    rows = NR > max_rows + 1 ? max_rows + 1 : NR
    for (row = 1; row <= rows; row++) {
        line = ""
        for (i = 1; i <= columns; i++)
            line = line sprintf("  %" (is_text[i] ? "-" : "") width[i] "s", table[row, i])
        sub(/ +$/, "", line)
        print line
    }
    if (NR > rows)
        print "  ... and " NR - rows " more rows"
}
