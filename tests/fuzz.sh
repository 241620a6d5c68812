#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes the parsers under sanitizers, prints a table and fails when anything was found.
# tests/fuzz/README.md says what the targets are.
#   bash tests/fuzz.sh [SECONDS_PER_TARGET] [TARGET...]
source "$(dirname "${BASH_SOURCE[0]}")/../installer/common.sh"

all_targets=(
    TimestampParser ReadingParser ChunkReader RoleDetection Archive TextEncoding
    SensorMapParser EquipmentListParser RecordCutter TableParser EnvironmentFile SqlText ReportDefinition
)
seconds=${1:-60}
[[ $seconds =~ ^[0-9]+$ ]] || die "usage: fuzz.sh [SECONDS_PER_TARGET] [TARGET...]"
shift $(($# > 0 ? 1 : 0))
targets=("$@")
((${#targets[@]} > 0)) || targets=("${all_targets[@]}")

bin_dir="$project_dir/build/fuzz/bin"
finds_dir="$project_dir/build/fuzz/finds"
corpus_dir="$project_dir/tests/fuzz/corpus"
dictionary_dir="$project_dir/tests/fuzz/dictionaries"

# fuzz TARGET: what it grows is kept in build/, and the next run begins with it.
fuzz() {
    local target="$1" grown_dir="$finds_dir/$1/grown"
    local options=(
        "-max_total_time=$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1
        "-artifact_prefix=$finds_dir/$target/"
    )
    local dictionary="$dictionary_dir/$target.dict"
    [[ ! -f $dictionary ]] || options+=("-dict=$dictionary")
    mkdir -p "$grown_dir"
    nice "$bin_dir/fuzz_$target" "${options[@]}" "$grown_dir" "$corpus_dir/$target" \
        >"$log_dir/fuzz-$target.log" 2>&1
}

# last_of PATTERN LOG: the number in the last line that matches.
last_of() {
    grep -aoE "$1" "$2" | tail -n 1 | grep -oE '[0-9]+' || echo 0
}

for target in "${targets[@]}"; do
    [[ " ${all_targets[*]} " == *" $target "* ]] || die "there is no target $target"
done
install_packages "${build_packages[@]}" clang-14 libclang-rt-14-dev llvm-14
build fuzz "${targets[@]/#/fuzz_}"

export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14
failed=()
table=$(printf '%-20s %8s %12s %9s  %s' target seconds executions coverage result)
for target in "${targets[@]}"; do
    begin=$SECONDS result="nothing found"
    log="$log_dir/fuzz-$target.log"
    rm -rf "$finds_dir/$target"/{crash,leak,timeout,oom,slow-unit}-*
    if ! fuzz "$target"; then
        failed+=("$target")
        result="FAILED: $finds_dir/$target"
        tail -n 40 "$log" >&2
    fi
    executions=$(last_of 'number_of_executed_units: [0-9]+' "$log")
    coverage=$(last_of 'cov: [0-9]+' "$log")
    table+=$'\n'$(printf '%-20s %8d %12d %9d  %s' \
        "$target" "$((SECONDS - begin))" "$executions" "$coverage" "$result")
    say "$target: $executions executions, $result"
done
printf '%s\n' "$table"
((${#failed[@]} == 0))
