#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Recreates the sample folder and compares: with the command in README.md, the generator still
# writes the committed bytes, and README.md's figures match.
# Usage: check-sample.sh BUILD_BIN_DIR DATA_DIR
set -euo pipefail

usage="usage: check-sample.sh BUILD_BIN_DIR DATA_DIR"
bin_dir=$(cd "${1:?$usage}" && pwd)
data_dir=$(cd "${2:?$usage}" && pwd)
own_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readme="$data_dir/README.md"
files=(equipment.json equipment_sensors.csv equipment_failure_sensors.log)

fail() {
    echo "check-sample: $*" >&2
    exit 1
}

temporary=$(mktemp -d)
trap 'rm -rf -- "$temporary"' EXIT

# The options are only in README.md.
options=$(sed -n 's/^ *faultline-generate --out data //p' "$readme")
[[ -n $options ]] || fail "README.md doesn't say how the sample is made"
read -ra arguments <<<"$options"
"$bin_dir/faultline-generate" --out "$temporary" "${arguments[@]}"

for file in "${files[@]}"; do
    cmp "$temporary/$file" "$data_dir/$file" || fail "$file is not what README.md's command makes"
done

figures=$(cd "$data_dir" && LC_ALL=C awk -f "$own_dir/figures.awk" "${files[1]}" "${files[2]}")
while read -r name value; do
    grep -qE "^ *$name +$value\$" "$readme" || fail "README.md doesn't say: $name $value"
done <<<"$figures"

echo "The sample is what README.md says."
