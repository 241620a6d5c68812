// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "loading/chunks/ReadingOrigin.h"
#include "session/QueryRunner.h"

#include <QObject>

#include <optional>

namespace faultline {

/// Finds the line that a reading was made of, off the window's thread: the journal is asked on the
/// query thread, the file is read aside, one read at a time. Of several readings only the newest
/// counts, and one signal answers it.
class OriginFinder : public QObject
{
    Q_OBJECT

public:
    explicit OriginFinder(QueryRunner& queries, QObject* parent = nullptr);
    ~OriginFinder() override;

    void find(const ReadingRow& row);
    void stop();

Q_SIGNALS:
    void found(const ReadingOrigin& origin);
    void failed(const UserMessage& error);

private:
    void read(const LoadedReading& reading);
    void take(const Result<ReadingOrigin>& answer, const CancelToken& cancel);

    QueryLane m_lane;
    CancelToken m_cancel; ///< Of the reading that was asked for last.
    bool m_isReading = false;
    std::optional<LoadedReading> m_next; ///< To be read when the read before has ended.
};

} // namespace faultline
