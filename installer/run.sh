#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what Faultline needs, builds it and starts it on the sample folder data/: the window if
# there is a display, otherwise the whole job on the command line.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

bin_dir="$project_dir/build/release/bin"
reports_dir="$project_dir/build/reports"
done_with_rejected_lines=3 # faultline-cli's exit code

has_display() {
    [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]
}

start_window() {
    say "Starting Faultline's window"
    exec "$bin_dir/faultline" "$project_dir/data"
}

run_whole_job() {
    local status=0
    say "No display: running the whole job on the command line (load data/, then write every report)"
    rm -rf -- "$reports_dir"
    "$bin_dir/faultline-cli" run "$project_dir/data" --out "$reports_dir" || status=$?
    if ((status == done_with_rejected_lines)); then
        say "Some lines were rejected: the sample contains bad lines on purpose (data/README.md)"
    elif ((status != 0)); then
        exit "$status"
    fi
}

print_reports() {
    local report
    for report in "$reports_dir"/*.csv; do
        printf '\n%s\n' "$(basename "$report")"
        awk -v max_rows=20 -f "$project_dir/installer/print-table.awk" "$report"
    done
    echo
    say "The reports are in $reports_dir"
}

packages=("${build_packages[@]}" "${run_packages[@]}")
if [[ -z ${DISPLAY:-} && -n ${WAYLAND_DISPLAY:-} ]]; then
    packages+=(qt6-wayland)
fi
install_packages "${packages[@]}"
build release faultline faultline-cli
if has_display; then
    start_window
fi
run_whole_job
print_reports
