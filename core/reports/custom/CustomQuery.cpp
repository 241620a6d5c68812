// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/custom/CustomQuery.h"

#include "database/connection/ResultWait.h"
#include "database/reader/ReaderRole.h"
#include "reports/custom/ReaderSession.h"
#include "reports/query/BoundSql.h"
#include "reports/query/QueryGuard.h"
#include "reports/query/ResultValues.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QStringList>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr std::chrono::milliseconds kOpenLimit(15'000);

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(CustomQuery)
};

using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

// One running statement: sends it, waits for its rows, and ends it in time.
class Run
{
public:
    Run(Connection& connection, const CustomQueryLimits& limits, const CancelToken& cancel)
        : m_connection(connection)
        , m_limits(limits)
        , m_cancel(cancel)
        , m_wait(connection.handle(), m_stop)
    {
        m_clock.start();
    }

    std::optional<int> errorPosition() const { return m_position; }
    qint64 elapsedMs() const { return m_clock.elapsed(); }

    // Parsed and planned to get its columns, but not run. Without a table it isn't a query.
    Result<QList<ReportColumn>> prepare(const QString& sql)
    {
        m_sql = sql;
        PGconn* const handle = m_connection.handle();
        const QByteArray utf8 = sql.toUtf8();
        if (PQsendPrepare(handle, "", utf8.constData(), 0, nullptr) == 0)
            return lost();
        if (const auto parsed = lastAnswer(); !parsed)
            return parsed.error();
        if (PQsendDescribePrepared(handle, "") == 0)
            return lost();
        const auto described = lastAnswer();
        if (!described)
            return described.error();
        const QList<ReportColumn> columns = columnsOf(described->get());
        if (columns.isEmpty())
            return noTable();
        for (int i = 0; i < columns.size(); ++i)
            m_types << PQftype(described->get(), i);
        return columns;
    }

    Result<CustomQueryEnd> execute(
        const QByteArrayList& parameters, const QList<ReportColumn>& columns,
        const CustomQuerySink& sink)
    {
        PGconn* const handle = m_connection.handle();
        std::vector<const char*> values;
        for (const QByteArray& parameter : parameters)
            values.push_back(parameter.isNull() ? nullptr : parameter.constData());
        const QByteArray guarded = guardedQuery(m_sql, m_types, m_limits.rowBytes).toUtf8();
        const int sent = PQsendQueryParams(
            handle, guarded.constData(), static_cast<int>(values.size()), nullptr, values.data(),
            nullptr, nullptr, 0);
        if (sent == 0 || PQsetSingleRowMode(handle) == 0)
            return lost();
        CustomQueryEnd end;
        std::optional<UserMessage> failure;
        while (true) {
            const Answer answer = nextAnswer();
            if (!answer)
                break;
            if (m_why || failure)
                continue; // only drain the rest
            switch (PQresultStatus(answer.get())) {
            case PGRES_SINGLE_TUPLE:
                failure = takeRow(answer.get(), columns, sink, end);
                break;
            case PGRES_TUPLES_OK:
            case PGRES_COMMAND_OK:
                break;
            case PGRES_COPY_IN:
            case PGRES_COPY_OUT:
            case PGRES_COPY_BOTH:
                failure = noTable();
                m_stop.cancel();
                break;
            default:
                failure = errorOf(answer.get());
            }
        }
        if (!m_why && !failure && !m_connection.isUsable())
            failure = lost();
        end.elapsedMs = m_clock.elapsed();
        if (m_why && *m_why != Why::Enough)
            return stopped();
        if (failure)
            return *failure;
        return end;
    }

private:
    enum class Why { Cancelled, Time, Enough };

    std::optional<UserMessage> takeRow(
        const PGresult* answer, const QList<ReportColumn>& columns, const CustomQuerySink& sink,
        CustomQueryEnd& end)
    {
        if (m_limits.rows && (end.rows == *m_limits.rows || m_bytes > m_limits.bytes)) {
            end.isCapped = true;
            stop(Why::Enough);
            return std::nullopt;
        }
        QList<QVariant> row;
        row.reserve(columns.size());
        for (int i = 0; i < columns.size(); ++i)
            row << valueOf(answer, i, columns[i].type);
        m_bytes += bytesOf(row);
        if (const auto taken = sink.row(row); !taken) {
            m_stop.cancel();
            return taken.error();
        }
        ++end.rows;
        return std::nullopt;
    }

    Result<Answer> lastAnswer()
    {
        Answer last(nullptr, &PQclear);
        std::optional<UserMessage> failure;
        while (Answer answer = nextAnswer()) {
            if (!failure && PQresultStatus(answer.get()) != PGRES_COMMAND_OK)
                failure = errorOf(answer.get());
            last = std::move(answer);
        }
        if (m_why)
            return stopped();
        if (failure)
            return *failure;
        if (!last)
            return lost();
        return last;
    }

    // Null at the end, and if the connection is lost.
    Answer nextAnswer()
    {
        PGconn* const handle = m_connection.handle();
        while (true) {
            look();
            const bool isSending = PQflush(handle) == 1;
            if ((!isSending && PQisBusy(handle) == 0) || !m_wait.once(isSending))
                break;
        }
        return {PQgetResult(handle), &PQclear};
    }

    void look()
    {
        if (m_cancel.isCancelled())
            stop(Why::Cancelled);
        else if (m_clock.elapsed() > m_limits.time.count())
            stop(Why::Time);
    }

    void stop(Why why)
    {
        if (!m_why)
            m_why = why;
        m_stop.cancel();
    }

    UserMessage stopped() const
    {
        if (*m_why == Why::Cancelled)
            return UserMessage::cancelled();
        return timeLimitError(m_limits.time);
    }

    static UserMessage noTable()
    {
        return UserMessage::error(Text::tr("Only queries can be run here"))
            .because(Text::tr("This statement doesn't return a table."))
            .withRemedy(Text::tr("Write SELECT …: one statement that reads. Only loading and "
                                 "undoing can change data."))
            .withCode(u"no-table"_s);
    }

    UserMessage lost() const
    {
        const QString why = QString::fromUtf8(PQerrorMessage(m_connection.handle())).trimmed();
        return UserMessage::error(Text::tr("The database can't be reached"))
            .because(m_connection.settings().withoutSecrets(why))
            .at(m_connection.settings().displayName())
            .withCode(u"08006"_s);
    }

    UserMessage errorOf(const PGresult* answer)
    {
        const auto field = [answer](int code) {
            const char* const text = PQresultErrorField(answer, code);
            return text ? QString::fromUtf8(text) : QString();
        };
        const QString state = field(PG_DIAG_SQLSTATE);
        if (state.isEmpty())
            return lost();
        QString why = field(PG_DIAG_MESSAGE_PRIMARY);
        if (isFromGuard(why))
            return rowTooLarge(m_limits.rowBytes);
        if (const QString detail = field(PG_DIAG_MESSAGE_DETAIL); !detail.isEmpty())
            why += u" ("_s + detail + u')';
        UserMessage message = UserMessage::error(Text::tr("The query can't be run"))
                                  .because(m_connection.settings().withoutSecrets(why))
                                  .withRemedy(remedyFor(state, field(PG_DIAG_MESSAGE_HINT)))
                                  .withCode(state);
        takePosition(field(PG_DIAG_STATEMENT_POSITION).toInt());
        if (m_position)
            message.at(positionInSql(m_sql, *m_position));
        return message;
    }

    static QString remedyFor(const QString& state, const QString& hint)
    {
        if (state == "42501"_L1 || state == "25006"_L1) {
            return Text::tr(
                "Queries run as a role that may read Faultline's data, and nothing else.");
        }
        if (state == "57014"_L1)
            return Text::tr("Ask for less data, such as a shorter period.");
        if (state == "42601"_L1 && hint.isEmpty())
            return Text::tr("Write one statement, with no other after it.");
        return hint;
    }

    // The server counts characters from 1; QString counts some of them twice.
    void takePosition(int position)
    {
        if (position <= 0)
            return;
        qsizetype at = 0;
        for (int counted = 1; counted < position && at < m_sql.size(); ++counted)
            at += m_sql[at].isHighSurrogate() && at + 1 < m_sql.size() ? 2 : 1;
        m_position = static_cast<int>(at);
    }

    Connection& m_connection;
    const CustomQueryLimits& m_limits;
    const CancelToken& m_cancel;
    const CancelToken m_stop; ///< Ours: raised for any reason.
    std::optional<Why> m_why;
    ResultWait m_wait;
    QElapsedTimer m_clock;
    QString m_sql;
    QList<Oid> m_types; ///< The columns' types.
    qint64 m_bytes = 0; ///< The memory of all values so far.
    std::optional<int> m_position;
};

// Ready for one statement from a person.
Result<Connection> openForReading(const ConnectionSettings& reader, const CancelToken& cancel)
{
    auto connection = Connection::open(reader, cancel, kOpenLimit);
    if (!connection)
        return connection;
    if (const auto set = setUpReaderSession(*connection); !set)
        return set.error();
    if (const auto harmless = checkHarmless(*connection); !harmless)
        return harmless.error();
    // Once a transaction has read something, it can't be changed to one that writes.
    for (const char* const statement : {"BEGIN TRANSACTION READ ONLY", "SELECT 1"}) {
        if (const auto done = connection->execute(statement); !done)
            return done.error();
    }
    return connection;
}

} // namespace

Result<CustomQueryEnd>
CustomQuery::run(const QString& sql, const CancelToken& cancel, const CustomQuerySink& sink)
{
    const BoundSql bound = bindPlaceholders(sql);
    m_errorPosition.reset();
    if (bound.unknown) {
        m_errorPosition = static_cast<int>(bound.unknown->start);
        return unknownPlaceholder(sql, *bound.unknown);
    }
    auto connection = openForReading(m_reader, cancel);
    if (!connection)
        return connection.error();
    const auto end = [&]() -> Result<CustomQueryEnd> {
        Run run(*connection, m_limits, cancel);
        const auto columns = run.prepare(bound.sql);
        if (columns && sink.begin) {
            if (const auto begun = sink.begin(*columns); !begun)
                return begun.error();
        }
        Result<CustomQueryEnd> ended =
            columns ? run.execute(bound.parameters, *columns, sink) : columns.error();
        m_errorPosition = run.errorPosition();
        return ended;
    }();
    connection->rollback();
    return end;
}

Result<CustomQueryResult> CustomQuery::fetch(const QString& sql, const CancelToken& cancel)
{
    CustomQueryResult result;
    CustomQuerySink sink;
    sink.begin = [&result](const QList<ReportColumn>& columns) {
        result.columns = columns;
        return Result<void>();
    };
    sink.row = [&result](const QList<QVariant>& row) {
        result.rows << row;
        return Result<void>();
    };
    const auto end = run(sql, cancel, sink);
    if (!end)
        return end.error();
    result.end = *end;
    return result;
}

Result<QList<ReportColumn>> CustomQuery::describe(const QString& sql, const CancelToken& cancel)
{
    const BoundSql bound = bindPlaceholders(sql);
    m_errorPosition.reset();
    if (bound.unknown) {
        m_errorPosition = static_cast<int>(bound.unknown->start);
        return unknownPlaceholder(sql, *bound.unknown);
    }
    auto connection = openForReading(m_reader, cancel);
    if (!connection)
        return connection.error();
    auto columns = [&] {
        Run run(*connection, m_limits, cancel);
        auto prepared = run.prepare(bound.sql);
        m_errorPosition = run.errorPosition();
        return prepared;
    }();
    connection->rollback();
    return columns;
}

} // namespace faultline
