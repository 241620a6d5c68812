// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"

#include "base/Scarcity.h"
#include "base/Utf8.h"
#include "database/connection/StatementWait.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <future>
#include <system_error>
#include <thread>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// libpq grows its own buffer to what it is handed at once, and never shrinks it.
constexpr std::size_t kCopyPieceBytes = 256 * 1024;

// A server that is there refuses a login at once; where none is, the time runs out.
constexpr qint64 kQuickAnswerMs = 3000;

// What isn't said otherwise. A network that is gone is noticed within half a minute, and not after
// the two hours of the system.
const std::array<std::pair<QString, QString>, 6> kUsualKeywords{{
    {u"application_name"_s, u"faultline"_s},
    {u"connect_timeout"_s, u"15"_s},
    {u"keepalives_idle"_s, u"15"_s},
    {u"keepalives_interval"_s, u"5"_s},
    {u"keepalives_count"_s, u"3"_s},
    {u"tcp_user_timeout"_s, u"30000"_s},
}};

constexpr QStringView kQueryCancelled = u"57014";
constexpr QStringView kInFailedTransaction = u"25P02";

constexpr auto kSessionSetup = "SET TimeZone = 'UTC'; "
                               // Locks are waited for and what others did is then to be seen.
                               "SET default_transaction_isolation = 'read committed'; "
                               "SET client_encoding = 'UTF8'; "
                               "SET search_path = pg_catalog, faultline; "
                               "SET DateStyle = 'ISO, YMD'; "
                               "SET bytea_output = 'hex'; "
                               // Compiling takes longer than any statement of ours gains by it, and
                               // right after a load the server takes all of them for expensive.
                               "SET jit = off; "
                               // The same from the server's side: what a lost session holds is
                               // free again soon.
                               "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; "
                               "SET tcp_keepalives_count = 3; "
                               "SET client_min_messages = warning";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

// An array in PostgreSQL's text form.
template<typename Value, typename TextOf>
QByteArray arrayText(const std::vector<Value>& values, const TextOf& textOf)
{
    QByteArray text("{");
    for (const Value& value : values) {
        if (text.size() > 1)
            text += ',';
        text += textOf(value);
    }
    return text + '}';
}

} // namespace

QString QueryResult::string(int row, int column) const
{
    return decodedUtf8(text(row, column));
}

qint64 QueryResult::integer(int row, int column) const
{
    const std::string_view value = text(row, column);
    qint64 number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

QByteArray QueryResult::bytes(int row, int column) const
{
    const std::string_view value = text(row, column);
    if (!value.starts_with("\\x"))
        return {};
    return QByteArray::fromHex(
        QByteArray::fromRawData(value.data() + 2, static_cast<qsizetype>(value.size() - 2)));
}

qint64 QueryResult::affectedRows() const
{
    return QByteArray(PQcmdTuples(m_result.get())).toLongLong();
}

Parameters& Parameters::add(qint64 value)
{
    m_values.push_back({QByteArray::number(value), false});
    return *this;
}

Parameters& Parameters::add(const QString& value)
{
    m_values.push_back({value.toUtf8(), false});
    return *this;
}

Parameters& Parameters::add(bool value)
{
    m_values.push_back({QByteArray(value ? "t" : "f"), false});
    return *this;
}

Parameters& Parameters::addNull()
{
    m_values.push_back({std::nullopt, false});
    return *this;
}

Parameters& Parameters::addBytes(const QByteArray& value)
{
    m_values.push_back({value.isNull() ? QByteArray("") : value, true});
    return *this;
}

Parameters& Parameters::add(const std::vector<qint32>& values)
{
    m_values.push_back(
        {arrayText(values, [](qint32 value) { return QByteArray::number(value); }), false});
    return *this;
}

Parameters& Parameters::add(const std::vector<qint64>& values)
{
    m_values.push_back(
        {arrayText(values, [](qint64 value) { return QByteArray::number(value); }), false});
    return *this;
}

Parameters& Parameters::addBytes(const std::vector<QByteArray>& values)
{
    // Hex needs no quoting but for its backslash.
    const auto textOf = [](const QByteArray& value) {
        return value.isEmpty() ? QByteArray("NULL") : "\"\\\\x" + value.toHex() + '"';
    };
    m_values.push_back({arrayText(values, textOf), false});
    return *this;
}

Result<Connection> Connection::open(const ConnectionSettings& settings)
{
    std::vector<QByteArray> texts;
    texts.reserve(static_cast<std::size_t>(settings.keywords.size() + 6) * 2);
    const auto add = [&texts](const QString& keyword, const QString& value) {
        texts.push_back(keyword.toUtf8());
        texts.push_back(value.toUtf8());
    };
    for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it)
        add(it.key(), it.value());
    for (const auto& [keyword, value] : kUsualKeywords) {
        if (!settings.keywords.contains(keyword))
            add(keyword, value);
    }

    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (std::size_t i = 0; i < texts.size(); i += 2) {
        keywords.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);

    QElapsedTimer clock;
    clock.start();
    Handle handle(PQconnectdbParams(keywords.data(), values.data(), 0), &PQfinish);
    Connection connection(std::move(handle), settings);
    const QByteArray firstError(PQerrorMessage(connection.handle()));
    if (!connection.isUsable() && clock.elapsed() < kQuickAnswerMs) {
        // Only a verbose message has the SQLSTATE, and how verbose it is can only be said once
        // there is a connection object. So ask again, unless nobody seems to be there.
        PQsetErrorVerbosity(connection.handle(), PQERRORS_VERBOSE);
        PQreset(connection.handle());
        PQsetErrorVerbosity(connection.handle(), PQERRORS_DEFAULT);
    }
    if (!connection.isUsable())
        return connection.openingError(firstError);
    // Waiting is StatementWait's matter, so that it can be ended.
    PQsetnonblocking(connection.handle(), 1);
    // What the server remarks, such as a table that it doesn't analyse for us, is nobody's matter.
    PQsetNoticeProcessor(
        connection.handle(), [](void*, const char*) {}, nullptr);
    // An older server's dates or a foreign encoding would change what is read.
    if (const auto result = connection.execute(kSessionSetup); !result)
        return result.error();
    return connection;
}

Result<Connection> Connection::open(
    const ConnectionSettings& settings, const CancelToken& cancel, std::chrono::milliseconds limit)
{
    // libpq waits for names, addresses and logins without a way to end it; a thread can be left.
    std::packaged_task<Result<Connection>()> attempt([settings] { return open(settings); });
    std::future<Result<Connection>> opened = attempt.get_future();
    try {
        std::thread(std::move(attempt)).detach();
    } catch (const std::system_error& error) {
        return outOfThreads(error.code());
    }
    QElapsedTimer clock;
    clock.start();
    const std::chrono::milliseconds look(kLookMs);
    while (opened.wait_for(std::min(look, limit)) != std::future_status::ready) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        if (std::chrono::milliseconds(clock.elapsed()) >= limit) {
            return UserMessage::error(Text::tr("The database doesn't answer"))
                .at(settings.displayName())
                .withCode(u"08001"_s);
        }
    }
    Result<Connection> connection = opened.get();
    if (connection)
        connection->setCancelToken(cancel);
    return connection;
}

Result<QueryResult> Connection::execute(const QByteArray& sql)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    return answer(PQsendQuery(m_connection.get(), sql.constData()) == 1, m_cancel);
}

Result<QueryResult> Connection::execute(const QByteArray& sql, const Parameters& parameters)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    const auto count = parameters.m_values.size();
    std::vector<const char*> values(count);
    std::vector<int> lengths(count);
    std::vector<int> formats(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Parameters::Value& value = parameters.m_values[i];
        values[i] = value.bytes ? value.bytes->constData() : nullptr;
        lengths[i] = value.bytes ? static_cast<int>(value.bytes->size()) : 0;
        formats[i] = value.binary ? 1 : 0;
    }
    const int sent = PQsendQueryParams(
        m_connection.get(), sql.constData(), static_cast<int>(count), nullptr, values.data(),
        lengths.data(), formats.data(), 0);
    return answer(sent == 1, m_cancel);
}

Result<QueryResult> Connection::execute(
    const QByteArray& sql, const CancelToken& cancel, const std::function<void()>& meanwhile)
{
    if (cancel.isCancelled())
        return UserMessage::cancelled();
    return answer(PQsendQuery(m_connection.get(), sql.constData()) == 1, cancel, meanwhile);
}

// The last result of what was sent, or the first failure.
Result<QueryResult>
Connection::answer(bool sent, const CancelToken& cancel, const std::function<void()>& meanwhile)
{
    if (!sent)
        return errorOf(nullptr);
    StatementWait wait(m_connection.get(), cancel, meanwhile);
    sendAll(wait);
    auto last = lastResult(wait);
    // Asked of the token: an administrator can end a statement too, and that is a failure.
    if (!last && cancel.isCancelled() && (last.error().code == kQueryCancelled || !isUsable()))
        return UserMessage::cancelled();
    return last;
}

// Sends what libpq still holds back. False when the link is lost.
bool Connection::sendAll(StatementWait& wait)
{
    int left = 0;
    while ((left = PQflush(m_connection.get())) == 1) {
        if (!wait.once(true))
            return false;
    }
    return left == 0;
}

// A COPY that the server is ready for is the last as well: its end comes after the data.
Result<QueryResult> Connection::lastResult(StatementWait& wait)
{
    Result<QueryResult> last = errorOf(nullptr);
    bool hasFailed = false;
    for (bool isCopy = false; !isCopy;) {
        while (PQisBusy(m_connection.get()) == 1 && wait.once(false)) {}
        PGresult* const raw = PQgetResult(m_connection.get());
        if (!raw)
            break;
        isCopy = PQresultStatus(raw) == PGRES_COPY_IN;
        auto result = checked(raw);
        if (hasFailed)
            continue;
        hasFailed = !result.ok();
        last = std::move(result);
    }
    keepFirstFailure(last);
    return last;
}

// The server answers everything in a transaction that has failed with the same: that it has failed.
void Connection::keepFirstFailure(Result<QueryResult>& result)
{
    if (result || PQtransactionStatus(m_connection.get()) != PQTRANS_INERROR)
        return;
    if (result.error().code != kInFailedTransaction)
        m_firstFailure = result.error();
    else if (m_firstFailure)
        result = *m_firstFailure;
}

Result<void> Connection::commit()
{
    const auto result = execute("COMMIT");
    if (!result)
        return result.error();
    if (result->commandTag() != "COMMIT") {
        if (m_firstFailure)
            return *m_firstFailure;
        return UserMessage::error(
                   Text::tr("The database undid the transaction instead of storing it"))
            .withCode(u"40000"_s);
    }
    return {};
}

void Connection::rollback()
{
    // A server that doesn't answer even this loses the link, and undoes the transaction for that.
    if (!isUsable() || PQtransactionStatus(m_connection.get()) == PQTRANS_IDLE
        || PQsendQuery(m_connection.get(), "ROLLBACK") == 0)
        return;
    StatementWait wait(m_connection.get(), m_cancel, {}, StatementWait::OnCancel::OnlyCutLink);
    sendAll(wait);
    static_cast<void>(lastResult(wait));
}

Result<void>
Connection::copyIn(const QByteArray& copySql, std::string_view data, qint64 expectedRows)
{
    if (const auto begun = execute(copySql); !begun)
        return begun.error();

    StatementWait wait(m_connection.get(), m_cancel);
    bool sent = true;
    while (!data.empty() && sent && !m_cancel.isCancelled()) {
        const std::string_view piece = data.substr(0, kCopyPieceBytes);
        sent = PQputCopyData(m_connection.get(), piece.data(), static_cast<int>(piece.size())) == 1
               && sendAll(wait);
        data.remove_prefix(piece.size());
    }
    // After a failed send the server's reason is still to be read, if it gave one.
    const bool cancelled = m_cancel.isCancelled() && !data.empty();
    PQputCopyEnd(m_connection.get(), cancelled ? "cancelled" : nullptr);
    sendAll(wait);
    const auto stored = lastResult(wait);
    if (cancelled || (!stored && m_cancel.isCancelled()))
        return UserMessage::cancelled();
    if (!stored)
        return stored.error();
    if (stored->affectedRows() != expectedRows) {
        return UserMessage::error(Text::tr("The database stored %1 rows of %2")
                                      .arg(stored->affectedRows())
                                      .arg(expectedRows))
            .withCode(u"row-count"_s);
    }
    return {};
}

QByteArray Connection::quotedIdentifier(const QString& name) const
{
    const QByteArray utf8 = name.toUtf8();
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
        PQescapeIdentifier(
            m_connection.get(), utf8.constData(), static_cast<std::size_t>(utf8.size())),
        &PQfreemem);
    return quoted ? QByteArray(quoted.get()) : QByteArray();
}

Result<QueryResult> Connection::checked(PGresult* result)
{
    QueryResult owner(result);
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_COPY_IN:
    case PGRES_EMPTY_QUERY:
        return owner;
    default:
        return errorOf(result);
    }
}

UserMessage Connection::openingError(const QByteArray& firstError) const
{
    // There is no second attempt, and no message of it, if the settings themselves are wrong.
    const QByteArray lastError(PQerrorMessage(handle()));
    QString text = QString::fromUtf8(lastError.isEmpty() ? firstError : lastError).trimmed();
    // The label of the line is in the server's language, its content isn't.
    static const QRegularExpression sourceLine(u"\\n[^\\n]*: +\\w+, \\w+\\.c:\\d+(?=\\n|$)"_s);
    text.remove(sourceLine);
    static const QRegularExpression statePattern(u":  ([0-9A-Z]{5}): "_s);
    const auto match = statePattern.match(text);
    text.replace(statePattern, u":  "_s);
    const QString state = match.hasMatch()                      ? match.captured(1)
                          : PQconnectionNeedsPassword(handle()) ? u"no-password"_s
                                                                : u"08006"_s;
    UserMessage message = UserMessage::error(Text::tr("The database can't be reached"));
    message.because(m_settings.withoutSecrets(text)).at(m_settings.displayName()).withCode(state);
    // No fault of the link or the server, and trying again doesn't help.
    const bool isOutOfFiles =
        text.contains(qt_error_string(EMFILE)) || text.contains(qt_error_string(ENFILE));
    if (!match.hasMatch() && isOutOfFiles) {
        message.withCode(u"no-descriptor"_s)
            .withRemedy(
                Text::tr("What is stored stays. Raise the limit of open files (ulimit -n), or load "
                         "with fewer workers (--workers 1). Then load again."));
    }
    return message;
}

UserMessage Connection::errorOf(const PGresult* result) const
{
    const auto field = [result](int code) -> QString {
        const char* text = result ? PQresultErrorField(result, code) : nullptr;
        return text ? QString::fromUtf8(text) : QString();
    };
    QString state = field(PG_DIAG_SQLSTATE);
    QString reason = field(PG_DIAG_MESSAGE_PRIMARY);
    if (const QString detail = field(PG_DIAG_MESSAGE_DETAIL); !detail.isEmpty())
        reason += u" ("_s + detail + u')';
    if (state.isEmpty() || !isUsable()) {
        // No answer came from the server, or it was its last.
        if (state.isEmpty())
            state = u"08006"_s;
        if (reason.isEmpty())
            reason = QString::fromUtf8(PQerrorMessage(m_connection.get())).trimmed();
        return UserMessage::error(Text::tr("The database can't be reached"))
            .because(m_settings.withoutSecrets(reason))
            .at(m_settings.displayName())
            .withCode(state);
    }
    return UserMessage::error(Text::tr("The database refused a statement"))
        .because(m_settings.withoutSecrets(reason))
        .at(m_settings.displayName())
        .withCode(state);
}

} // namespace faultline
