// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportDefinition.h"

#include "reports/ReportFields.h"
#include "reports/SqlText.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The placeholders of the filters, each a filter's.
const QHash<QString, FilterKind>& filterPlaceholders()
{
    static const QHash<QString, FilterKind> kinds{
        {u"from"_s, FilterKind::Period},        {u"to"_s, FilterKind::Period},
        {u"group_name"_s, FilterKind::Group},   {u"equipment"_s, FilterKind::Equipment},
        {u"sensor"_s, FilterKind::Sensor},      {u"severity"_s, FilterKind::Severity},
        {u"burst_minutes"_s, FilterKind::Burst}};
    return kinds;
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
        if (field == "choice"_L1)
            return storeChoice();
        if (!m_argument.isEmpty())
            return problem(
                tr("There is no field “%1”.").arg(field + u' ' + m_argument), m_fieldLine);
        if (m_seen.contains(field))
            return problem(tr("The field “%1” is given twice.").arg(field), m_fieldLine);
        m_seen.insert(field);
        if (field == "title"_L1)
            m_report.title = translatedReportText(m_value);
        else if (field == "section"_L1)
            m_report.section = translatedReportText(m_value);
        else if (field == "explanation"_L1)
            m_report.explanation = translatedReportText(m_value);
        else if (field == "file"_L1)
            return storeFileName();
        else if (field == "listed"_L1)
            return storeYesNo(field, m_report.listed);
        else if (field == "with-all"_L1)
            return storeYesNo(field, m_report.withAll);
        else if (field == "order"_L1)
            return storeOrder();
        else if (field == "chart"_L1)
            return storeChart();
        else if (field == "opens"_L1)
            return storeLink();
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
        if (m_report.columnAt(column->name) >= 0)
            return problem(tr("The column “%1” is given twice.").arg(column->name), m_fieldLine);
        m_report.columns << *column;
        return {};
    }

    Result<void> storeChoice()
    {
        const auto choice = choiceFromText(m_argument, m_value);
        if (!choice) {
            return problem(
                tr("A choice is written “-- choice NAME: TITLE | VALUE=TITLE, VALUE=TITLE”, with "
                   "two values or more."),
                m_fieldLine);
        }
        const bool isKnown =
            filterPlaceholders().contains(choice->name)
            || std::any_of(
                m_report.choices.cbegin(), m_report.choices.cend(),
                [&](const ReportChoice& other) { return other.name == choice->name; });
        if (isKnown)
            return problem(tr("The name “%1” is taken.").arg(choice->name), m_fieldLine);
        m_report.choices << *choice;
        return {};
    }

    Result<void> storeChart()
    {
        m_report.chart = chartFromText(m_value);
        m_chartLine = m_fieldLine;
        if (m_report.chart)
            return {};
        return problem(
            tr("A chart is written “-- chart: KIND | category COLUMN | value COLUMN, COLUMN”. Its "
               "kind is pareto, trend, histogram, heatmap (with “| row COLUMN”) or box (with five "
               "values)."),
            m_fieldLine);
    }

    Result<void> storeLink()
    {
        m_report.link = linkFromText(m_value);
        m_linkLine = m_fieldLine;
        if (m_report.link)
            return {};
        return problem(
            tr("What a row opens is written “-- opens: REPORT | KIND COLUMN”. A kind is group, "
               "equipment, sensor, severity, from, to, instant or until; readings need one."),
            m_fieldLine);
    }

    Result<void> storeFileName()
    {
        // It becomes a file in a directory that a person chose: it must not lead out of it.
        if (m_value.contains(u'/') || m_value.contains(u'\\') || m_value.startsWith(u'.'))
            return problem(tr("“%1” is not a plain file name.").arg(m_value), m_fieldLine);
        m_report.fileName = m_value;
        return {};
    }

    Result<void> storeYesNo(const QString& field, bool& value)
    {
        if (m_value != "yes"_L1 && m_value != "no"_L1)
            return problem(tr("The field “%1” is yes or no.").arg(field), m_fieldLine);
        value = m_value == "yes"_L1;
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
        return checkColumnsAreThere();
    }

    Result<void> checkColumnsAreThere() const
    {
        if (m_report.chart) {
            QStringList names = m_report.chart->values + QStringList{m_report.chart->category};
            if (!m_report.chart->row.isEmpty())
                names << m_report.chart->row;
            if (const auto found = checkColumns(names, m_chartLine); !found)
                return found;
        }
        if (!m_report.link)
            return {};
        QStringList names;
        for (const ReportLink::Step& step : m_report.link->steps)
            names << step.column;
        return checkColumns(names, m_linkLine);
    }

    Result<void> checkColumns(const QStringList& names, int line) const
    {
        for (const QString& name : names) {
            if (m_report.columnAt(name) < 0)
                return problem(tr("There is no column “%1”.").arg(name), line);
        }
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
        if (const auto found = readPlaceholders(read.placeholders, firstLine); !found)
            return found;
        m_report.sql = sql;
        return {};
    }

    Result<void> readPlaceholders(const QSet<QString>& placeholders, int line)
    {
        QSet<QString> unknown = placeholders;
        for (const ReportChoice& choice : std::as_const(m_report.choices)) {
            if (!unknown.remove(choice.name)) {
                return problem(tr("The SQL doesn't use the choice :%1.").arg(choice.name), line);
            }
        }
        for (const QString& name : placeholders) {
            const auto kind = filterPlaceholders().constFind(name);
            if (kind == filterPlaceholders().cend())
                continue;
            m_report.filters << *kind;
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            return problem(
                tr("There is no placeholder :%1; docs/reports.md lists them.")
                    .arg(*unknown.constBegin()),
                line);
        }
        // Half a period would show figures of something else than it says.
        if (placeholders.contains(u"from"_s) != placeholders.contains(u"to"_s))
            return problem(tr("The placeholders :from and :to come together."), line);
        return {};
    }

    const QString m_fileName;
    ReportDefinition m_report;
    QSet<QString> m_seen;
    QString m_field;
    QString m_argument;
    QString m_value;
    int m_fieldLine = 0;
    int m_chartLine = 0;
    int m_linkLine = 0;
};

} // namespace

QStringList filterPlaceholderNames()
{
    QStringList names = filterPlaceholders().keys();
    names.sort();
    return names;
}

Result<ReportDefinition> ReportDefinition::fromText(const QString& name, const QString& text)
{
    return Parser(name).parse(text);
}

qsizetype ReportDefinition::columnAt(const QString& columnName) const
{
    const auto it = std::find_if(columns.cbegin(), columns.cend(), [&](const ReportColumn& column) {
        return column.name == columnName;
    });
    return it == columns.cend() ? -1 : std::distance(columns.cbegin(), it);
}

ReportFilter ReportDefinition::applicable(const ReportFilter& filter) const
{
    ReportFilter narrowed;
    if (filters.contains(FilterKind::Period))
        narrowed.period = filter.period;
    if (filters.contains(FilterKind::Group))
        narrowed.group = filter.group;
    if (filters.contains(FilterKind::Equipment))
        narrowed.equipment = filter.equipment;
    if (filters.contains(FilterKind::Sensor))
        narrowed.sensor = filter.sensor;
    if (filters.contains(FilterKind::Severity))
        narrowed.severity = filter.severity;
    if (filters.contains(FilterKind::Burst))
        narrowed.burstMinutes = filter.burstMinutes;
    for (const ReportChoice& choice : choices) {
        const auto chosen = filter.choices.constFind(choice.name);
        if (chosen != filter.choices.cend())
            narrowed.choices.insert(choice.name, *chosen);
    }
    return narrowed;
}

} // namespace faultline
