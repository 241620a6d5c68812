// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"

#include "base/Utf8.h"
#include "database/connection/ResultWait.h"

#include <QCoreApplication>

#include <charconv>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// libpq grows its buffer to the size of what it is given at once, and never shrinks it.
constexpr std::size_t kCopyPieceBytes = 256 * 1024;

constexpr QStringView kQueryCancelled = u"57014";
constexpr QStringView kInFailedTransaction = u"25P02";

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
    // In hex, only the backslash needs quoting.
    const auto textOf = [](const QByteArray& value) {
        return value.isEmpty() ? QByteArray("NULL") : "\"\\\\x" + value.toHex() + '"';
    };
    m_values.push_back({arrayText(values, textOf), false});
    return *this;
}

Result<QueryResult> Connection::execute(const QByteArray& sql)
{
    if (m_cancel.isCancelled())
        return UserMessage::cancelled();
    return answer(PQsendQuery(m_connection.get(), sql.constData()) == 1, m_cancel);
}

Result<QueryResult> Connection::execute(const QByteArray& sql, const Parameters& parameters)
{
    return execute(sql, parameters, m_cancel);
}

Result<QueryResult>
Connection::execute(const QByteArray& sql, const Parameters& parameters, const CancelToken& cancel)
{
    if (cancel.isCancelled())
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
    return answer(sent == 1, cancel);
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
    ResultWait wait(m_connection.get(), cancel, meanwhile);
    wait.flush();
    auto last = lastResult([&wait] { return wait.next(); });
    // The code alone isn't enough: an administrator can end a statement too, and that is a failure.
    if (!last && cancel.isCancelled() && (last.error().code == kQueryCancelled || !isUsable()))
        return UserMessage::cancelled();
    return last;
}

// Stops at a COPY that the server is ready for: its result comes after the data.
Result<QueryResult> Connection::lastResult(const std::function<PGresult*()>& next)
{
    Result<QueryResult> last = errorOf(nullptr);
    bool hasFailed = false;
    for (bool isCopy = false; !isCopy;) {
        PGresult* const raw = next();
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

// In a failed transaction, the server answers every statement with the same error, which doesn't
// say why the transaction failed.
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
                   Text::tr("The database rolled back the transaction instead of committing it"))
            .withCode(u"40000"_s);
    }
    return {};
}

void Connection::rollback()
{
    // If the server doesn't answer even this, the link is cut, which also undoes the transaction.
    if (!isUsable() || PQtransactionStatus(m_connection.get()) == PQTRANS_IDLE
        || PQsendQuery(m_connection.get(), "ROLLBACK") == 0)
        return;
    ResultWait wait(m_connection.get(), m_cancel, {}, ResultWait::OnCancel::OnlyCutLink);
    wait.flush();
    static_cast<void>(lastResult([&wait] { return wait.next(); }));
}

Result<void>
Connection::copyIn(const QByteArray& copySql, std::string_view data, qint64 expectedRows)
{
    if (const auto begun = execute(copySql); !begun)
        return begun.error();

    ResultWait wait(m_connection.get(), m_cancel);
    bool sent = true;
    while (!data.empty() && sent && !m_cancel.isCancelled()) {
        const std::string_view piece = data.substr(0, kCopyPieceBytes);
        sent = PQputCopyData(m_connection.get(), piece.data(), static_cast<int>(piece.size())) == 1
               && wait.flush();
        data.remove_prefix(piece.size());
    }
    // After a failed send, read the server's reason, if it gave one.
    const bool cancelled = m_cancel.isCancelled() && !data.empty();
    PQputCopyEnd(m_connection.get(), cancelled ? "cancelled" : nullptr);
    wait.flush();
    const auto stored = lastResult([&wait] { return wait.next(); });
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
        // The server sent no answer, or this was its last.
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
