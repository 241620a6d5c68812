// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "reports/ReportQuery.h"
#include "session/QueryRunner.h"
#include "session/ReaderKeeper.h"

#include <QObject>

#include <functional>

namespace faultline {

/// Asks for rows of reports, of which only the newest question counts: those of the program on the
/// query thread, and those that a person wrote as the role that may only read and on a thread
/// aside, because they may take long. Belongs to the window's thread.
class ReportLane : public QObject
{
    Q_OBJECT

public:
    using Work = std::function<Result<ReportPage>(SqlSession&)>;
    using Done = std::function<void(const Result<ReportPage>&)>;

    explicit ReportLane(QueryRunner& queries, QObject* parent = nullptr);
    ~ReportLane() override { forget(); }

    /// Without a `reader` the report is one of the program's.
    void ask(const ReaderKeeper::Finder& reader, const Work& work, const Done& done);
    void forget();

private:
    QueryLane m_lane;
    CancelToken m_readerRun; ///< Of the newest question to it.
};

} // namespace faultline
