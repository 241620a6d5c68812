// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportDefinition.h"

#include "reports/SqlText.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

#include <optional>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Titles are written in the report files, in English, and looked up in the translations here.
QString translated(const QString& text)
{
    return QCoreApplication::translate("reports", text.toUtf8().constData());
}

// What every report can be narrowed by.
const QStringList& filterPlaceholders()
{
    static const QStringList names{u"from"_s, u"to"_s, u"group_name"_s};
    return names;
}

std::optional<ReportColumn> columnFromText(const QString& name, const QString& text)
{
    static const QRegularExpression form(
        u"\\A(.+?)\\s*\\|\\s*(text|integer|timestamp|decimal\\s+([0-9]))\\z"_s);
    const auto match = form.match(text);
    if (!match.hasMatch() || name.isEmpty())
        return std::nullopt;
    ReportColumn column{name, translated(match.captured(1))};
    const QString type = match.captured(2);
    if (type == "integer"_L1) {
        column.type = ReportColumn::Type::Integer;
    } else if (type == "timestamp"_L1) {
        column.type = ReportColumn::Type::Timestamp;
    } else if (match.hasCaptured(3)) {
        column.type = ReportColumn::Type::Decimal;
        column.decimals = match.capturedView(3).toInt();
    }
    return column;
}

// Reads the comment lines at the top, field by field.
class Parser
{
    Q_DECLARE_TR_FUNCTIONS(ReportDefinition)

public:
    explicit Parser(const QString& name)
        : m_fileName(name + u".sql"_s)
    {
        m_report.name = name;
    }

    Result<ReportDefinition> parse(QString text)
    {
        static const QRegularExpression nameForm(u"\\A[a-z][a-z0-9_]*\\z"_s);
        if (!nameForm.match(m_report.name).hasMatch()) {
            return UserMessage::error(tr("“%1” can't be the name of a report").arg(m_report.name))
                .because(tr("Names consist of small letters, digits and underscores."))
                .at(m_fileName)
                .withCode(u"report-file"_s);
        }
        // Neither a title nor a statement can hold it: both would end there.
        if (const qsizetype nul = text.indexOf(QChar(u'\0')); nul >= 0) {
            return problem(
                tr("A NUL character can't stand in a text file."),
                static_cast<int>(QStringView(text).first(nul).count(u'\n')));
        }
        text.replace("\r\n"_L1, "\n"_L1);
        const QStringList lines = text.split(u'\n');
        qsizetype line = 0;
        for (; line < lines.size() && lines[line].startsWith("--"_L1); ++line) {
            if (const auto read = readHeaderLine(lines[line], static_cast<int>(line)); !read)
                return read.error();
        }
        if (const auto stored = storeField(); !stored)
            return stored.error();
        if (const auto checked = checkHeader(static_cast<int>(line)); !checked)
            return checked.error();
        if (const auto read = readSql(lines.mid(line).join(u'\n'), static_cast<int>(line)); !read)
            return read.error();
        return std::move(m_report);
    }

private:
    UserMessage problem(const QString& why, int line) const
    {
        return UserMessage::error(tr("The report file %1 can't be used").arg(m_fileName))
            .because(why)
            .at(tr("%1, line %2").arg(m_fileName).arg(line + 1))
            .toMend(tr("docs/reports.md describes the format."))
            .withCode(u"report-file"_s);
    }

    Result<void> readHeaderLine(const QString& line, int number)
    {
        static const QRegularExpression field(u"\\A-- ([a-zA-Z-]+)(?: ([^:]+))?:\\s*(.*)\\z"_s);
        const QString content = line.mid(2);
        if (content.trimmed().isEmpty() || content.startsWith(" SPDX-"_L1))
            return storeField();
        if (content.startsWith("   "_L1) && !m_field.isEmpty()) {
            m_value += u' ' + content.trimmed();
            return {};
        }
        if (auto stored = storeField(); !stored)
            return stored;
        const auto match = field.match(line);
        if (!match.hasMatch())
            return problem(tr("A line “-- field: value” was expected."), number);
        m_field = match.captured(1);
        m_argument = match.captured(2).trimmed();
        m_value = match.captured(3).trimmed();
        m_fieldLine = number;
        return {};
    }

    // Puts the field that was read last, with its continuation lines, in its place.
    Result<void> storeField()
    {
        const QString field = std::exchange(m_field, QString());
        if (field.isEmpty())
            return {};
        if (m_value.isEmpty())
            return problem(tr("The field “%1” is empty.").arg(field), m_fieldLine);
        if (field == "column"_L1)
            return storeColumn();
        if (!m_argument.isEmpty())
            return problem(
                tr("There is no field “%1”.").arg(field + u' ' + m_argument), m_fieldLine);
        if (m_seen.contains(field))
            return problem(tr("The field “%1” is given twice.").arg(field), m_fieldLine);
        m_seen.insert(field);
        if (field == "title"_L1)
            m_report.title = translated(m_value);
        else if (field == "section"_L1)
            m_report.section = translated(m_value);
        else if (field == "explanation"_L1)
            m_report.explanation = translated(m_value);
        else if (field == "file"_L1)
            return storeFileName();
        else if (field == "listed"_L1)
            return storeListed();
        else if (field == "order"_L1)
            return storeOrder();
        else
            return problem(tr("There is no field “%1”.").arg(field), m_fieldLine);
        return {};
    }

    Result<void> storeColumn()
    {
        const auto column = columnFromText(m_argument, m_value);
        if (!column) {
            return problem(
                tr("A column is written “-- column NAME: TITLE | TYPE”, and its type is text, "
                   "integer, timestamp or decimal with the number of decimals."),
                m_fieldLine);
        }
        for (const ReportColumn& other : m_report.columns) {
            if (other.name == column->name)
                return problem(
                    tr("The column “%1” is given twice.").arg(column->name), m_fieldLine);
        }
        m_report.columns << *column;
        return {};
    }

    Result<void> storeFileName()
    {
        // It becomes a file in a directory that a person chose: it must not lead out of it.
        if (m_value.contains(u'/') || m_value.contains(u'\\') || m_value.startsWith(u'.'))
            return problem(tr("“%1” is not a plain file name.").arg(m_value), m_fieldLine);
        m_report.fileName = m_value;
        return {};
    }

    Result<void> storeListed()
    {
        if (m_value != "yes"_L1 && m_value != "no"_L1)
            return problem(tr("The field “listed” is yes or no."), m_fieldLine);
        m_report.listed = m_value == "yes"_L1;
        return {};
    }

    Result<void> storeOrder()
    {
        bool ok = false;
        m_report.order = m_value.toInt(&ok);
        if (!ok)
            return problem(tr("The field “order” is a whole number."), m_fieldLine);
        return {};
    }

    Result<void> checkHeader(int line)
    {
        for (const QString& field : {u"title"_s, u"section"_s, u"explanation"_s}) {
            if (!m_seen.contains(field))
                return problem(tr("The field “%1” is missing.").arg(field), line);
        }
        if (m_report.columns.isEmpty())
            return problem(tr("There is no column."), line);
        if (m_report.fileName.isEmpty())
            m_report.fileName = m_report.name + u".csv"_s;
        return {};
    }

    Result<void> readSql(const QString& text, int firstLine)
    {
        QString sql = text;
        while (!sql.isEmpty() && (sql.back().isSpace() || sql.back() == u';'))
            sql.chop(1);
        const SqlText read = readSqlText(sql);
        if (!read.problem.isEmpty())
            return problem(read.problem, firstLine + read.problemLine);
        if (read.withoutComments.trimmed().isEmpty())
            return problem(tr("There is no SQL."), firstLine);
        for (const QString& name : read.placeholders) {
            if (!filterPlaceholders().contains(name)) {
                return problem(
                    tr("There is no placeholder :%1; there are :from, :to and :group_name.")
                        .arg(name),
                    firstLine);
            }
        }
        // A report that ignores a filter would show figures of something else than it says.
        for (const QString& name : filterPlaceholders()) {
            if (!read.placeholders.contains(name))
                return problem(tr("The SQL doesn't use the filter :%1.").arg(name), firstLine);
        }
        m_report.sql = sql;
        return {};
    }

    const QString m_fileName;
    ReportDefinition m_report;
    QSet<QString> m_seen;
    QString m_field;
    QString m_argument;
    QString m_value;
    int m_fieldLine = 0;
};

} // namespace

Result<ReportDefinition> ReportDefinition::fromText(const QString& name, const QString& text)
{
    return Parser(name).parse(text);
}

} // namespace faultline
