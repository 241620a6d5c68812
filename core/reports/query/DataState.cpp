// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/DataState.h"

#include "database/schema/RunningLoads.h"
#include "readings/ZonedTime.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>
#include <QSqlQuery>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DataState)
};

using Part = DataState::Part;

// A load counts as partial until a later one makes up for it: another load of its folder that did
// more, a complete load of a folder around it, or loads of each missing file. Hashes of paths and
// ids are compared, because a folder may have a hundred thousand files.
const QString kParts =
    u"WITH run AS MATERIALIZED ("
    " SELECT load_id, folder, started_at, state, failure->>'code' AS code,"
    "  state = 'running' AND "_s
    + kLoadMayRun
    + u" AS may_run FROM faultline.load_run WHERE undone_at IS NULL"
      "), done AS ("
      " SELECT f.load_id, f.path, f.file_id FROM faultline.load_file f JOIN run USING (load_id)"
      " WHERE f.state IN ('loaded', 'unchanged'))"
      " SELECT folder, started_at, CASE WHEN may_run THEN 'running'"
      "  WHEN state = 'running' OR code = 'interrupted' THEN 'interrupted' ELSE state END,"
      " count(*) OVER () - 1"
      " FROM run WHERE state <> 'succeeded' AND (may_run OR ("
      "  NOT EXISTS (SELECT FROM run later WHERE later.load_id > run.load_id"
      "   AND (later.folder = run.folder OR (later.state = 'succeeded'"
      "    AND starts_with(run.folder, rtrim(later.folder, '/') || '/'))))"
      "  AND (NOT EXISTS (SELECT FROM faultline.load_file f WHERE f.load_id = run.load_id)"
      "   OR EXISTS (SELECT FROM faultline.load_file f WHERE f.load_id = run.load_id"
      "    AND f.state IN ('cancelled', 'failed')"
      "    AND NOT EXISTS (SELECT FROM done WHERE done.path = f.path"
      "     AND done.load_id > f.load_id)"
      "    AND NOT EXISTS (SELECT FROM done WHERE done.file_id = f.file_id"
      "     AND done.load_id > f.load_id)))))"
      " ORDER BY may_run DESC, load_id DESC LIMIT 1"_s;

// Readings that the summaries don't include, although their load has ended. A running load is a
// part of its own, and settles its readings itself.
const QString kUncounted =
    u"WITH waiting AS MATERIALIZED (SELECT DISTINCT load_id FROM faultline.unsettled_chunk),"
    " due AS MATERIALIZED (SELECT load_id FROM waiting WHERE pg_is_in_recovery() OR NOT "_s
    + kLoadMayRun
    + u")"
      " SELECT (SELECT coalesce(sum(c.loaded), 0) FROM faultline.unsettled_chunk"
      "   JOIN due USING (load_id) JOIN faultline.load_chunk c USING (chunk_id))::bigint,"
      " (SELECT bool_or(is_stale) FROM faultline.summary_state)"_s;

Part::How howFromWord(const QString& word)
{
    return word == u"running"_s       ? Part::How::Running
           : word == u"cancelled"_s   ? Part::How::Cancelled
           : word == u"interrupted"_s ? Part::How::Interrupted
                                      : Part::How::Failed;
}

QString partText(const Part& part)
{
    const QString folder = QDir(part.folder).dirName();
    const QString time = ZonedTime::here(part.startedAt).shown();
    switch (part.how) {
    case Part::How::Running:
        return Text::tr("Not complete: the load of “%1” on %2 hasn't ended yet.").arg(folder, time);
    case Part::How::Cancelled:
        return Text::tr("Not complete: the load of “%1” on %2 was cancelled, and the rest "
                        "hasn't been loaded since.")
            .arg(folder, time);
    case Part::How::Interrupted:
        return Text::tr("Not complete: the load of “%1” on %2 was interrupted, and the rest "
                        "hasn't been loaded since.")
            .arg(folder, time);
    case Part::How::Failed:
        break;
    }
    return Text::tr("Not complete: the load of “%1” on %2 failed, and the missing part hasn't "
                    "been loaded since.")
        .arg(folder, time);
}

} // namespace

QStringList DataState::remarks() const
{
    QStringList remarks;
    if (newestPart) {
        remarks << partText(*newestPart);
        if (otherParts > 0)
            remarks.last() +=
                u' ' + Text::tr("The same is true of %n other load(s).", nullptr, otherParts);
    }
    if (uncountedReadings > 0) {
        remarks << Text::tr(
            "Not counted yet: %n reading(s). They are counted when someone who may write to this "
            "database opens a report.",
            nullptr, static_cast<int>(uncountedReadings));
    }
    if (isStale) {
        remarks << Text::tr("Not up to date: the sensor map has changed. The summaries are updated "
                            "when a user who may write to this database opens a report.");
    }
    return remarks;
}

Result<DataState> fetchDataState(SqlSession& session)
{
    DataState state;
    {
        auto parts = session.execute(kParts, {{u"lock"_s, kRunningLoadLock}});
        if (!parts)
            return parts.error();
        if (parts->next()) {
            state.newestPart = Part{
                parts->value(0).toString(), parts->value(1).toDateTime().toUTC(),
                howFromWord(parts->value(2).toString())};
            state.otherParts = parts->value(3).toInt();
        }
    }
    auto uncounted = session.execute(kUncounted, {{u"lock"_s, kRunningLoadLock}});
    if (!uncounted)
        return uncounted.error();
    if (uncounted->next()) {
        state.uncountedReadings = uncounted->value(0).toLongLong();
        state.isStale = uncounted->value(1).toBool();
    }
    return state;
}

} // namespace faultline
