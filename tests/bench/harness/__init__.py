# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the measurements that README.md describes, and prints them as one table."""
