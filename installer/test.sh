#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what the tests need, builds the dev preset and runs every test. The last lines and the
# exit code come from ctest.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_packages "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
build dev
say "Testing"
exec ctest --preset dev -j2 --no-tests=error
