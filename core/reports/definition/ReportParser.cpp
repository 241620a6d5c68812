// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportParser.h"

#include "reports/definition/ReportHeader.h"
#include "reports/definition/SqlText.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Parses the header and the SQL, and checks that they match.
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
                .because(tr("A name consists of lower-case letters, digits and underscores."))
                .at(m_fileName)
                .withCode(u"report-file"_s);
        }
        // A NUL would end a title or a statement.
        if (const qsizetype nul = text.indexOf(QChar(u'\0')); nul >= 0) {
            return problem(
                tr("A text file can't contain a NUL character."),
                static_cast<int>(QStringView(text).first(nul).count(u'\n')));
        }
        text.replace("\r\n"_L1, "\n"_L1);
        const QStringList lines = text.split(u'\n');
        ReportHeader header = readReportHeader(m_fileName, lines);
        if (header.problem)
            return *header.problem;
        header.report.name = m_report.name;
        m_report = header.report;
        if (const auto checked = checkHeader(header); !checked)
            return checked.error();
        const auto read = readSql(lines.mid(header.lines).join(u'\n'), header.lines);
        if (!read)
            return read.error();
        return std::move(m_report);
    }

private:
    UserMessage problem(const QString& why, int line) const
    {
        return reportFileProblem(m_fileName, why, line);
    }

    Result<void> checkHeader(const ReportHeader& header)
    {
        for (const QString& field : {u"title"_s, u"section"_s, u"explanation"_s}) {
            if (!header.fields.contains(field))
                return problem(tr("The field “%1” is missing.").arg(field), header.lines);
        }
        if (m_report.columns.isEmpty())
            return problem(tr("It has no columns."), header.lines);
        if (m_report.fileName.isEmpty())
            m_report.fileName = m_report.name + u".csv"_s;
        return checkColumnsAreThere(header);
    }

    Result<void> checkColumnsAreThere(const ReportHeader& header) const
    {
        if (m_report.chart) {
            const ChartSpec& chart = *m_report.chart;
            if (const auto found = checkColumns(chart.allColumns(), header.chartLine); !found)
                return found;
            if (const auto figures = checkCurve(header.chartLine); !figures)
                return figures;
        }
        if (!m_report.link)
            return {};
        QStringList names;
        for (const ReportLink::Step& step : m_report.link->steps) {
            if (step.hasColumn())
                names << step.column;
        }
        return checkColumns(names, header.linkLine);
    }

    // A curve has a scale in both directions.
    Result<void> checkCurve(int line) const
    {
        const ChartSpec& chart = *m_report.chart;
        if (chart.kind != ChartSpec::Kind::Curve)
            return {};
        if (m_report.columns.at(m_report.columnAt(chart.category)).type == ReportColumn::Type::Text)
            return problem(
                tr("The category of a curve must be a figure or a time, and “%1” is a text.")
                    .arg(chart.category),
                line);
        QStringList figures = chart.values + chart.band;
        if (!chart.fit.isEmpty())
            figures << chart.fit;
        for (const QString& name : std::as_const(figures)) {
            if (!m_report.columns.at(m_report.columnAt(name)).isFigure())
                return problem(
                    tr("A curve is drawn from integers and decimals, and “%1” is none.").arg(name),
                    line);
        }
        return {};
    }

    Result<void> checkColumns(const QStringList& names, int line) const
    {
        for (const QString& name : names) {
            if (m_report.columnAt(name) < 0)
                return problem(tr("The column “%1” doesn't exist.").arg(name), line);
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
            return problem(tr("It has no SQL."), firstLine);
        if (const auto found = readPlaceholders(read.placeholders, firstLine); !found)
            return found;
        m_report.sql = sql;
        return {};
    }

    Result<void> readPlaceholders(const QSet<QString>& placeholders, int line)
    {
        QSet<QString> unknown = placeholders;
        for (const ReportChoice& choice : std::as_const(m_report.choices)) {
            // A computation may use it instead.
            if (!unknown.remove(choice.name) && !m_report.computation) {
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
        if (m_report.computation)
            m_report.filters << FilterKind::Period;
        // Outages that overlap are one, whatever bursts are.
        if (m_report.computation && !isOfOutages(*m_report.computation))
            m_report.filters << FilterKind::Burst;
        // Which group is compared; the SQL lists those that it is compared with, too.
        if (m_report.computation == Computation::McfComparison)
            m_report.filters << FilterKind::Group;
        if (!unknown.isEmpty()) {
            return problem(
                tr("The placeholder :%1 doesn't exist; docs/reports.md lists them.")
                    .arg(*unknown.constBegin()),
                line);
        }
        // With only one of them, the figures wouldn't be those of the period that the report names.
        if (placeholders.contains(u"from"_s) != placeholders.contains(u"to"_s))
            return problem(tr("The placeholders :from and :to are only allowed together."), line);
        return {};
    }

    const QString m_fileName;
    ReportDefinition m_report;
};

} // namespace

Result<ReportDefinition> parseReport(const QString& name, const QString& text)
{
    return Parser(name).parse(text);
}

} // namespace faultline
