# SPDX-License-Identifier: GPL-3.0-or-later
"""Part i: pages of readings."""


def measure(_workspace, table, _letters):
    """The first, a middle and the last page of the Readings page, with and without a filter, at 1×
    and 10×, belong here as soon as there is such a page: fetched by a program bench_pages, as
    bench_reports fetches reports."""
    table.note("i", "There is no page of readings yet: pages.py is where its times belong.")
