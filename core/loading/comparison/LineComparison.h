// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/planning/LoadPlan.h"
#include "loading/recovery/LoadContext.h"

#include <span>
#include <vector>

namespace faultline {

/// What comparing the lines of some files has found, besides PlannedFile::skipped.
struct ComparedFiles
{
    /// For each file: it skips lines of an earlier one of these files, which must be stored first.
    std::vector<bool> needsEarlier;
    /// The file that couldn't be read, if that is why the comparison failed.
    const PlannedFile* unreadable = nullptr;
};

/// Compares the missing lines of files of one plant, line by line, with the readings that other
/// files have in the database, and with the files before them in this list: time, sensor, severity
/// and every measurement. The n-th line that gives a reading is skipped if others have it n times
/// or more; so the database gets each reading as often as the file that has it most often. In a
/// plant that skips no known readings, only earlier content of the same file counts; then compare
/// one file at a time.
///
/// Rejected lines are skipped if a forgotten range of their file has them (ListedLines).
///
/// A line of a range that was compared before uses up a reading too, since that may be another
/// file's. Lines of other ranges have readings of their own.
///
/// Memory doesn't grow with the readings or the lines, apart from a bit for each line: both sides
/// are distributed by a hash of their values (HashBuckets) and matched bucket by bucket. Reads the
/// files once, and the database once for all files. May be repeated.
Result<void> compareLines(
    Connection& connection, const LoadContext& context, std::span<PlannedFile* const> files,
    ComparedFiles& found);

} // namespace faultline
