// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/EnvironmentFile.h"

#include "base/CheckedRead.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <optional>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Settings files are small; this limit keeps a wrong file out of memory.
constexpr qint64 kMaxBytes = 1024 * 1024;
constexpr int kMaxPort = 65535;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EnvironmentFile)
};

UserMessage badFile(const QString& why, const QString& where, const QString& remedy = {})
{
    return UserMessage::error(Text::tr("The file with the connection settings can't be used"))
        .because(why)
        .at(where)
        .withRemedy(remedy)
        .withCode(u"environment-file"_s);
}

// Reads the text once; a quoted value may span lines.
class Reader
{
public:
    explicit Reader(QStringView text)
        : m_text(text)
    {}

    struct Entry
    {
        QString key;
        QString value;
        int line = 0;
    };

    // The next entry; empty at the end, or with error() set.
    std::optional<Entry> next()
    {
        while (m_position < m_text.size()) {
            const qsizetype end = endOfLine(m_position);
            const QStringView line = m_text.mid(m_position, end - m_position).trimmed();
            if (line.isEmpty() || line.startsWith(u'#')) {
                advanceTo(end + 1);
                continue;
            }
            return entryUpTo(end);
        }
        return std::nullopt;
    }

    const QString& error() const { return m_error; }
    int errorLine() const { return m_entryLine; }

private:
    std::optional<Entry> entryUpTo(qsizetype end)
    {
        m_entryLine = m_line;
        static const QRegularExpression keyPattern(
            u"^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*"_s);
        const auto match = keyPattern.match(m_text.mid(m_position, end - m_position).toString());
        if (!match.hasMatch()) {
            m_error = Text::tr("It doesn't have the form KEY=VALUE.");
            return std::nullopt;
        }
        Entry entry{match.captured(1), {}, m_line};
        const qsizetype start = m_position + match.capturedLength();
        const QChar first = start < end ? m_text[start] : QChar();
        if (first == u'"' || first == u'\'') {
            if (!readQuoted(start, entry.value))
                return std::nullopt;
            return entry;
        }
        entry.value = withoutComment(m_text.mid(start, end - start)).trimmed().toString();
        advanceTo(end + 1);
        return entry;
    }

    // Single quotes keep everything literal; in double quotes, a backslash escapes.
    bool readQuoted(qsizetype start, QString& value)
    {
        const QChar quote = m_text[start];
        qsizetype i = start + 1;
        for (; i < m_text.size() && m_text[i] != quote; ++i) {
            if (quote == u'"' && m_text[i] == u'\\' && i + 1 < m_text.size())
                value += unescaped(m_text[++i]);
            else
                value += m_text[i];
        }
        if (i >= m_text.size()) {
            m_error = Text::tr("An opening quote has no closing quote.");
            return false;
        }
        const qsizetype end = endOfLine(i);
        const QStringView rest = m_text.mid(i + 1, end - i - 1).trimmed();
        if (!rest.isEmpty() && !rest.startsWith(u'#')) {
            m_error = Text::tr("There is text after the closing quote.");
            return false;
        }
        advanceTo(end + 1);
        return true;
    }

    static QString unescaped(QChar character)
    {
        switch (character.unicode()) {
        case u'n':
            return u"\n"_s;
        case u'r':
            return u"\r"_s;
        case u't':
            return u"\t"_s;
        case u'"':
        case u'\\':
        case u'$':
            return character;
        default:
            return u'\\' + QString(character);
        }
    }

    // A comment needs a blank before its #, because a password may contain one.
    static QStringView withoutComment(QStringView value)
    {
        for (qsizetype i = 0; i < value.size(); ++i) {
            if (value[i] == u'#' && (i == 0 || value[i - 1].isSpace()))
                return value.left(i);
        }
        return value;
    }

    qsizetype endOfLine(qsizetype from) const
    {
        const qsizetype end = m_text.indexOf(u'\n', from);
        return end < 0 ? m_text.size() : end;
    }

    void advanceTo(qsizetype position)
    {
        position = qMin(position, m_text.size());
        m_line += static_cast<int>(m_text.mid(m_position, position - m_position).count(u'\n'));
        m_position = position;
    }

    QStringView m_text;
    qsizetype m_position = 0;
    int m_line = 1;
    int m_entryLine = 0;
    QString m_error;
};

QString keywordOf(const QString& key)
{
    static const QMap<QString, QString> keywords{
        {u"PG_HOST"_s, u"host"_s},
        {u"PG_PORT"_s, u"port"_s},
        {u"PG_DB"_s, u"dbname"_s},
        {u"PG_USER"_s, u"user"_s},
        {u"PG_PASSWORD"_s, u"password"_s}};
    return keywords.value(key);
}

bool isPort(const QString& value)
{
    bool ok = false;
    const int port = value.toInt(&ok);
    return ok && port > 0 && port <= kMaxPort;
}

} // namespace

Result<EnvironmentFile> EnvironmentFile::read(const QString& path)
{
    const QFileInfo info(path);
    QFile file(path);
    // Not a directory, nor a FIFO, which could block forever.
    if (info.exists() && !info.isFile())
        return badFile(tr("It isn't a file."), path);
    if (!file.open(QIODevice::ReadOnly)) {
        return badFile(file.errorString(), path, tr("Check its name and whether you may read it."));
    }
    if (file.size() > kMaxBytes)
        return badFile(tr("It is too large for a settings file."), path);
    // A part of it could be other settings.
    const auto content = readFully(file);
    if (!content)
        return badFile(content.error().why, path);
    auto result = parse(*content, path);
    if (result) {
        constexpr auto kOthers = QFile::ReadGroup | QFile::ReadOther;
        result->m_exposesPassword = result->m_keywords.contains(u"password"_s)
                                    && (file.permissions() & kOthers) != QFile::Permissions();
        const uint owner = QFileInfo(file).ownerId();
        result->m_isForeign = !result->m_keywords.isEmpty() && owner != 0 && owner != ::geteuid();
    }
    return result;
}

Result<EnvironmentFile> EnvironmentFile::parse(const QByteArray& content, const QString& path)
{
    // The decoder removes a byte order mark.
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(content);
    if (decoder.hasError())
        return badFile(tr("It isn't text in UTF-8."), path, tr("Save it as UTF-8."));
    text.replace(u"\r\n"_s, u"\n"_s);

    EnvironmentFile file;
    Reader reader(text);
    const auto where = [&path](int line) { return tr("%1, line %2").arg(path).arg(line); };
    while (const auto entry = reader.next()) {
        const QString keyword = keywordOf(entry->key);
        if (keyword.isEmpty())
            continue;
        // The last value wins, as usual; an empty one removes the key.
        file.m_keywords.remove(keyword);
        if (entry->value.isEmpty())
            continue;
        if (keyword == u"port"_s && !isPort(entry->value)) {
            return badFile(
                tr("PG_PORT isn't a number from 1 to 65535."), where(entry->line),
                tr("PostgreSQL's usual port is 5432."));
        }
        file.m_keywords.insert(keyword, entry->value);
    }
    if (!reader.error().isEmpty())
        return badFile(reader.error(), where(reader.errorLine()), tr("Correct that line."));
    return file;
}

} // namespace faultline
