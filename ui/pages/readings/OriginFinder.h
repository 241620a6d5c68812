// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "loading/chunks/ReadingOrigin.h"
#include "session/QueryRunner.h"

#include <QObject>

#include <optional>

namespace faultline {

/// Finds the line that a reading came from, off the window's thread: queries the journal on the
/// query thread, and reads the file in the background, one read at a time. Only the newest request
/// is answered: with what the database has, and then with one of the other signals.
class OriginFinder : public QObject
{
    Q_OBJECT

public:
    explicit OriginFinder(QueryRunner& queries, QObject* parent = nullptr);
    ~OriginFinder() override;

    void find(const ReadingRow& row);
    void stop();

Q_SIGNALS:
    void loaded(const LoadedReading& reading);
    void found(const ReadingOrigin& origin);
    void failed(const UserMessage& error);

private:
    void read(const LoadedReading& reading);
    void take(const Result<ReadingOrigin>& answer, const CancelToken& cancel);

    QueryLane m_lane;
    CancelToken m_cancel; ///< Of the newest request.
    bool m_isReading = false;
    std::optional<LoadedReading> m_next; ///< To be read after the current read.
};

} // namespace faultline
