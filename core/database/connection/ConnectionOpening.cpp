// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/Connection.h"

#include "database/connection/ResultWait.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include <netdb.h>
#include <poll.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kUsualTimeout = 15; // seconds

// Defaults. They detect a broken network within half a minute; the system would take two hours.
const std::array<std::pair<QString, QString>, 6> kUsualKeywords{{
    {u"application_name"_s, u"faultline"_s},
    {u"connect_timeout"_s, QString::number(kUsualTimeout)},
    {u"keepalives_idle"_s, u"15"_s},
    {u"keepalives_interval"_s, u"5"_s},
    {u"keepalives_count"_s, u"3"_s},
    {u"tcp_user_timeout"_s, u"30000"_s},
}};

constexpr auto kSessionSetup = "SET TimeZone = 'UTC'; "
                               // After waiting for a lock, a statement must see what others
                               // committed.
                               "SET default_transaction_isolation = 'read committed'; "
                               "SET client_encoding = 'UTF8'; "
                               "SET search_path = pg_catalog, faultline; "
                               "SET DateStyle = 'ISO, YMD'; "
                               "SET bytea_output = 'hex'; "
                               // JIT compilation costs more time than it saves here, and right
                               // after a load the server overestimates the cost of every statement.
                               "SET jit = off; "
                               // Keepalives on the server's side, so that it soon releases what a
                               // lost session holds.
                               "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; "
                               "SET tcp_keepalives_count = 3; "
                               "SET client_min_messages = warning";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Connection)
};

using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// One of the servers that the settings name; libpq has them as three lists.
struct Server
{
    QString host;
    QString address;
    QString port;
};

// From whichever source libpq took them: keywords, a service file, the environment.
std::vector<Server> serversOf(PGconn* connection)
{
    QMap<QString, QStringList> lists;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfo(connection), &PQconninfoFree);
    for (const PQconninfoOption* option = options.get(); option && option->keyword; ++option) {
        if (option->val && *option->val != '\0')
            lists.insert(
                QString::fromUtf8(option->keyword), QString::fromUtf8(option->val).split(u','));
    }
    const QStringList hosts = lists.value(u"host"_s);
    const QStringList addresses = lists.value(u"hostaddr"_s);
    const QStringList ports = lists.value(u"port"_s);
    std::vector<Server> servers;
    for (qsizetype i = 0; i < std::max(hosts.size(), addresses.size()); ++i) {
        const QString port = ports.value(ports.size() > 1 ? i : 0);
        servers.push_back({hosts.value(i), addresses.value(i), port});
    }
    return servers;
}

// The addresses of `server` that follow the tried one, in libpq's order.
std::vector<Server> othersOf(const Server& server, const QString& tried)
{
    std::vector<Server> others;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (!server.address.isEmpty() || tried.isEmpty()
        || getaddrinfo(server.host.toUtf8().constData(), nullptr, &hints, &found) != 0)
        return others;
    bool isAfter = false;
    for (const addrinfo* each = found; each; each = each->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        getnameinfo(
            each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
        const QString address = QString::fromLatin1(text.data());
        if (isAfter)
            others.push_back({server.host, address, server.port});
        isAfter = isAfter || address == tried;
    }
    freeaddrinfo(found);
    return others;
}

// One attempt to log in, which checks a token and a clock while it waits for the server. libpq
// moves on to the next server on its own, except from one that doesn't answer, because only its
// blocking functions use connect_timeout. This class removes such a server from the list and starts
// libpq again with the others. (Servers before it refused at once, but may still be needed: a
// primary where a standby is preferred.)
// Only a name look-up can't be cancelled: libpq waits for the resolver for as long as the system's
// settings allow (resolv.conf: 5 s for each try). Sockets and addresses need no look-up.
class Login
{
public:
    Login(
        const ConnectionSettings& settings, const CancelToken& cancel,
        std::chrono::milliseconds limit)
        : m_keywords(settings.keywords)
        , m_cancel(cancel)
        , m_end(limit)
    {
        for (const auto& [keyword, value] : kUsualKeywords) {
            if (!m_keywords.contains(keyword))
                m_keywords.insert(keyword, value);
        }
        // As in libpq: 0 means no limit, and one second is too short.
        bool isNumber = false;
        int seconds = m_keywords.value(u"connect_timeout"_s).toInt(&isNumber);
        if (!isNumber)
            seconds = kUsualTimeout;
        m_patience = seconds > 0 ? std::chrono::seconds(std::max(seconds, 2))
                                 : std::chrono::milliseconds::max();
    }

    // Returns when logged in, refused, cancelled or out of time.
    Handle run()
    {
        if (isOver())
            return std::move(m_handle);
        begin();
        PostgresPollingStatusType next = PGRES_POLLING_WRITING;
        while (PQstatus(m_handle.get()) != CONNECTION_BAD && next != PGRES_POLLING_OK
               && !isOver()) {
            if (isMute()) {
                if (!leaveServer())
                    break;
                next = PGRES_POLLING_WRITING;
            } else if (isReady(next == PGRES_POLLING_READING ? POLLIN : POLLOUT)) {
                next = PQconnectPoll(m_handle.get());
            }
        }
        return std::move(m_handle);
    }

    // Waits for the answer to what was sent. False if cancelled or out of time first.
    bool isAnswered(PGconn* connection) const
    {
        while (PQisBusy(connection) == 1) {
            if (isOver())
                return false;
            if (isReady(connection, POLLIN) && PQconsumeInput(connection) == 0)
                break;
        }
        return true;
    }

    bool isOver() const { return m_cancel.isCancelled() || m_end.hasExpired(); }
    const QStringList& muteServers() const { return m_mute; }

private:
    void begin()
    {
        QByteArrayList texts;
        for (auto it = m_keywords.cbegin(); it != m_keywords.cend(); ++it)
            texts << it.key().toUtf8() << it.value().toUtf8();
        std::vector<const char*> keywords;
        std::vector<const char*> values;
        for (qsizetype i = 0; i < texts.size(); i += 2) {
            keywords.push_back(texts[i].constData());
            values.push_back(texts[i + 1].constData());
        }
        keywords.push_back(nullptr);
        values.push_back(nullptr);
        m_handle.reset(PQconnectStartParams(keywords.data(), values.data(), 0));
        // Only verbose messages contain the SQLSTATE.
        PQsetErrorVerbosity(m_handle.get(), PQERRORS_VERBOSE);
        m_address.clear();
    }

    static bool isReady(PGconn* connection, short events)
    {
        pollfd socket{PQsocket(connection), events, 0};
        return ::poll(&socket, 1, ResultWait::kLookMs) > 0;
    }
    bool isReady(short events) const { return isReady(m_handle.get(), events); }

    // Whether the server has been silent for connect_timeout, which applies to each address.
    bool isMute()
    {
        const QByteArray address = QByteArray(PQhost(m_handle.get())) + ' '
                                   + PQhostaddr(m_handle.get()) + ' ' + PQport(m_handle.get());
        if (std::exchange(m_address, address) != address)
            m_sinceAddress.start();
        return std::chrono::milliseconds(m_sinceAddress.elapsed()) >= m_patience;
    }

    // Starts again without the server that doesn't answer. False if there is no other.
    bool leaveServer()
    {
        const Server tried{
            QString::fromUtf8(PQhost(m_handle.get())),
            QString::fromUtf8(PQhostaddr(m_handle.get())),
            QString::fromUtf8(PQport(m_handle.get()))};
        m_mute << (tried.address.isEmpty() ? tried.host : tried.address);
        auto servers = serversOf(m_handle.get());
        const auto left = std::find_if(servers.begin(), servers.end(), [&](const Server& server) {
            // For a host without a name, libpq returns the address.
            const bool isHost =
                server.host.isEmpty() ? server.address == tried.host : server.host == tried.host;
            return isHost && (server.address.isEmpty() || server.address == tried.address)
                   && (server.port.isEmpty() || server.port == tried.port);
        });
        if (left == servers.end())
            return false;
        const auto others = othersOf(*left, tried.address);
        servers.insert(servers.erase(left), others.begin(), others.end());
        if (servers.empty())
            return false;
        QStringList hosts;
        QStringList addresses;
        QStringList ports;
        for (const Server& server : servers) {
            hosts << server.host;
            addresses << server.address;
            ports << server.port;
        }
        m_keywords.insert(u"host"_s, hosts.join(u','));
        m_keywords.insert(u"hostaddr"_s, addresses.join(u','));
        m_keywords.insert(u"port"_s, ports.join(u','));
        begin();
        return true;
    }

    QMap<QString, QString> m_keywords;
    const CancelToken& m_cancel;
    const QDeadlineTimer m_end;
    std::chrono::milliseconds m_patience{};
    Handle m_handle{nullptr, &PQfinish};
    QByteArray m_address;
    QElapsedTimer m_sinceAddress;
    QStringList m_mute;
};

} // namespace

Result<Connection> Connection::open(
    const ConnectionSettings& settings, const CancelToken& cancel, std::chrono::milliseconds limit)
{
    const auto over = [&] {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        return UserMessage::error(Text::tr("The database doesn't answer"))
            .at(settings.displayName())
            .withCode(u"08001"_s);
    };
    Login login(settings, cancel, limit);
    Connection connection(login.run(), settings);
    PGconn* const handle = connection.handle();
    if (PQstatus(handle) != CONNECTION_OK)
        return login.isOver() ? over() : connection.openingError(login.muteServers());
    connection.setCancelToken(cancel);
    PQsetErrorVerbosity(handle, PQERRORS_DEFAULT);
    // ResultWait does the waiting, so that it can be cancelled.
    PQsetnonblocking(handle, 1);
    // Ignore the server's notices, such as tables that it skips in ANALYZE.
    PQsetNoticeProcessor(
        handle, [](void*, const char*) {}, nullptr);
    // Another date style or encoding would change how values are read.
    const bool isSent = PQsendQuery(handle, kSessionSetup) == 1;
    // A pooler answers the login itself, but the first statement only when it has a free session.
    if (isSent && !login.isAnswered(handle))
        return over();
    if (const auto set = connection.answer(isSent, cancel); !set)
        return set.error();
    return connection;
}

UserMessage Connection::openingError(const QStringList& muteServers) const
{
    QStringList reasons;
    for (const QString& server : muteServers)
        reasons << Text::tr("%1 didn't answer in time (connect_timeout).").arg(server);
    QString text = QString::fromUtf8(PQerrorMessage(handle())).trimmed();
    // The line's label is in the server's language; its content isn't.
    static const QRegularExpression sourceLine(u"\\n[^\\n]*: +\\w+, \\w+\\.c:\\d+(?=\\n|$)"_s);
    text.remove(sourceLine);
    static const QRegularExpression statePattern(u":  ([0-9A-Z]{5}): "_s);
    const auto match = statePattern.match(text);
    text.replace(statePattern, u":  "_s);
    if (!text.isEmpty())
        reasons << text;
    const QString state = match.hasMatch()                      ? match.captured(1)
                          : PQconnectionNeedsPassword(handle()) ? u"no-password"_s
                                                                : u"08006"_s;
    UserMessage message = UserMessage::error(Text::tr("The database can't be reached"));
    message.because(m_settings.withoutSecrets(reasons.join(u'\n')))
        .at(m_settings.displayName())
        .withCode(state);
    // Neither the link nor the server is at fault, and retrying doesn't help.
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

} // namespace faultline
