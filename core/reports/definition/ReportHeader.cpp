// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportHeader.h"

#include "reports/definition/ReportFields.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The line width at which an explanation is wrapped.
constexpr qsizetype kLineLength = 100;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportHeader)
};

class HeaderReader
{
    Q_DECLARE_TR_FUNCTIONS(ReportHeader)

public:
    explicit HeaderReader(QString fileName)
        : m_fileName(std::move(fileName))
    {}

    ReportHeader read(const QStringList& lines)
    {
        int line = 0;
        for (; line < lines.size() && lines[line].startsWith("--"_L1); ++line)
            readLine(lines[line], line);
        endField();
        m_header.lines = line;
        return std::move(m_header);
    }

private:
    UserMessage problem(const QString& why, int line) const
    {
        return reportFileProblem(m_fileName, why, line);
    }

    void keepProblem(const UserMessage& problem)
    {
        if (!m_header.problem)
            m_header.problem = problem;
    }

    void readLine(const QString& line, int number)
    {
        static const QRegularExpression field(u"\\A-- ([a-zA-Z-]+)(?: ([^:]+))?:\\s*(.*)\\z"_s);
        const QString content = line.mid(2);
        if (content.startsWith("   "_L1) && !content.trimmed().isEmpty() && !m_field.isEmpty()) {
            m_value += u' ' + content.trimmed();
            return;
        }
        endField();
        if (content.trimmed().isEmpty() || content.startsWith(" SPDX-"_L1))
            return;
        const auto match = field.match(line);
        if (!match.hasMatch()) {
            keepProblem(problem(tr("This line should have the form “-- field: value”."), number));
            return;
        }
        m_field = match.captured(1);
        m_argument = match.captured(2).trimmed();
        m_value = match.captured(3).trimmed();
        m_fieldLine = number;
    }

    void endField()
    {
        if (const auto stored = storeField(); !stored)
            keepProblem(stored.error());
    }

    // Stores the field that was read last, with its continuation lines.
    Result<void> storeField()
    {
        const QString field = std::exchange(m_field, QString());
        if (field.isEmpty())
            return {};
        if (m_value.isEmpty())
            return problem(tr("The field “%1” is empty.").arg(field), m_fieldLine);
        const bool isFirst = !m_header.fields.contains(field);
        m_header.fields.insert(field);
        if (field == "column"_L1)
            return storeColumn();
        if (field == "choice"_L1)
            return storeChoice();
        if (!m_argument.isEmpty())
            return problem(
                tr("The field “%1” doesn't exist.").arg(field + u' ' + m_argument), m_fieldLine);
        if (!isFirst)
            return problem(tr("The field “%1” occurs twice.").arg(field), m_fieldLine);
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
        else if (field == "computed"_L1)
            return storeComputation();
        else if (field == "streamed"_L1)
            return storeStream();
        else if (field == "needs"_L1)
            return storeNeed();
        else
            return problem(tr("The field “%1” doesn't exist.").arg(field), m_fieldLine);
        return {};
    }

    Result<void> storeColumn()
    {
        const auto column = columnFromText(m_argument, m_value);
        if (!column) {
            return problem(
                tr("Write a column as “-- column NAME: TITLE | TYPE”. TYPE is text, words, "
                   "figures, weekday, integer, timestamp, or decimal with the number of decimals."),
                m_fieldLine);
        }
        if (m_report.columnAt(column->name) >= 0)
            return problem(tr("The column “%1” occurs twice.").arg(column->name), m_fieldLine);
        m_report.columns << *column;
        return {};
    }

    Result<void> storeChoice()
    {
        const auto choice = choiceFromText(m_argument, m_value);
        if (!choice) {
            return problem(
                tr("Write a choice as “-- choice NAME: TITLE | VALUE=TITLE, VALUE=TITLE”, with at "
                   "least two values."),
                m_fieldLine);
        }
        const bool isKnown =
            filterPlaceholders().contains(choice->name)
            || std::any_of(
                m_report.choices.cbegin(), m_report.choices.cend(),
                [&](const ReportChoice& other) { return other.name == choice->name; });
        if (isKnown)
            return problem(tr("The name “%1” is already used.").arg(choice->name), m_fieldLine);
        m_report.choices << *choice;
        return {};
    }

    Result<void> storeChart()
    {
        m_report.chart = chartFromText(m_value);
        m_header.chartLine = m_fieldLine;
        if (m_report.chart)
            return {};
        return problem(
            tr("Write a chart as “-- chart: KIND | category COLUMN | value COLUMN, COLUMN”. KIND "
               "is pareto, trend, histogram, heatmap (with “| row COLUMN”), box (with five values) "
               "or curve (with one value; it may have “| row COLUMN”, “| fit COLUMN” and “| band "
               "COLUMN, COLUMN”). A trend and a heatmap may have “| complete COLUMN”."),
            m_fieldLine);
    }

    Result<void> storeLink()
    {
        m_report.link = linkFromText(m_value);
        m_header.linkLine = m_fieldLine;
        if (m_report.link)
            return {};
        return problem(
            tr("Write a drill-down as “-- opens: REPORT | KIND COLUMN”. KIND is group, equipment, "
               "sensor, severity, cause, mode, from, to, instant or until; “set CHOICE=VALUE” sets "
               "a "
               "choice. A drill-down to readings needs at least one."),
            m_fieldLine);
    }

    Result<void> storeComputation()
    {
        m_report.computation = computationFromText(m_value);
        if (m_report.computation)
            return {};
        return problem(tr("The computation “%1” doesn't exist.").arg(m_value), m_fieldLine);
    }

    Result<void> storeStream()
    {
        m_report.stream = rowStreamFromText(m_value);
        if (m_report.stream)
            return {};
        return problem(tr("There are no streamed rows “%1”.").arg(m_value), m_fieldLine);
    }

    Result<void> storeNeed()
    {
        const auto need = needFromText(m_value);
        if (need) {
            m_report.need = *need;
            return {};
        }
        return problem(
            tr("What a report needs is failures, failure-lists, outages or measurements."),
            m_fieldLine);
    }

    Result<void> storeFileName()
    {
        // It becomes a file in a directory that a person chose, and must not lead out of it.
        if (m_value.contains(u'/') || m_value.contains(u'\\') || m_value.startsWith(u'.'))
            return problem(tr("“%1” isn't a plain file name.").arg(m_value), m_fieldLine);
        m_report.fileName = m_value;
        return {};
    }

    Result<void> storeYesNo(const QString& field, bool& value)
    {
        if (m_value != "yes"_L1 && m_value != "no"_L1)
            return problem(tr("The field “%1” must be yes or no.").arg(field), m_fieldLine);
        value = m_value == "yes"_L1;
        return {};
    }

    Result<void> storeOrder()
    {
        bool ok = false;
        m_report.order = m_value.toInt(&ok);
        if (!ok)
            return problem(tr("The field “order” must be a whole number."), m_fieldLine);
        return {};
    }

    const QString m_fileName; ///< Empty: not a file yet.
    ReportHeader m_header;
    ReportDefinition& m_report = m_header.report;
    QString m_field;
    QString m_argument;
    QString m_value;
    int m_fieldLine = 0;
};

// A field is one line; the next line would be read as another field.
QString oneLine(const QString& text)
{
    return text.simplified();
}

// The words on lines that continue the field above them.
QString wrapped(const QString& field)
{
    QString text;
    QString line;
    for (const QString& word : field.split(u' ')) {
        if (!line.isEmpty() && line.size() + 1 + word.size() > kLineLength) {
            text += line + u'\n';
            line = u"--   "_s + word;
        } else {
            line += line.isEmpty() ? word : u' ' + word;
        }
    }
    return text + line;
}

} // namespace

ReportHeader readReportHeader(const QString& fileName, const QStringList& lines)
{
    return HeaderReader(fileName).read(lines);
}

QString reportHeaderText(const ReportDefinition& report)
{
    QStringList lines{u"title: "_s + oneLine(report.title)};
    if (!report.section.isEmpty())
        lines << u"section: "_s + oneLine(report.section);
    if (report.order != 0)
        lines << u"order: "_s + QString::number(report.order);
    lines << u"explanation: "_s + oneLine(report.explanation);
    if (!report.fileName.isEmpty() && report.fileName != report.name + u".csv"_s)
        lines << u"file: "_s + report.fileName;
    if (!report.listed)
        lines << u"listed: no"_s;
    if (!report.withAll)
        lines << u"with-all: no"_s;
    if (report.computation)
        lines << u"computed: "_s + computationText(*report.computation);
    if (report.need != ReportNeed::None)
        lines << u"needs: "_s + needText(report.need);
    for (const ReportChoice& choice : report.choices)
        lines << u"choice %1: %2"_s.arg(choice.name, choiceText(choice));
    for (const ReportColumn& column : report.columns)
        lines << u"column %1: %2"_s.arg(column.name, columnText(column));
    if (report.chart)
        lines << u"chart: "_s + chartText(*report.chart);
    if (report.link)
        lines << u"opens: "_s + linkText(*report.link);
    QString text;
    for (const QString& line : std::as_const(lines))
        text += wrapped(u"-- "_s + line) + u'\n';
    return text;
}

UserMessage reportFileProblem(const QString& fileName, const QString& why, int line)
{
    const QString where = Text::tr("line %1").arg(line + 1);
    return UserMessage::error(
               fileName.isEmpty() ? Text::tr("The header of the query can't be used")
                                  : Text::tr("The report file %1 can't be used").arg(fileName))
        .because(why)
        .at(fileName.isEmpty() ? where : fileName + u", "_s + where)
        .withRemedy(Text::tr("docs/reports.md describes the format."))
        .withCode(u"report-file"_s);
}

} // namespace faultline
