// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/NotebookCells.h"

#include "exporting/context/ReceiptTable.h"
#include "reports/definition/ReportSql.h"
#include "reports/definition/SqlText.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline::notebook {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(NotebookCells)
};

constexpr auto kFunctions = R"py(
def connect():
    try:
        return psycopg2.connect(**CONNECTION)
    except psycopg2.OperationalError as error:
        if "password" not in str(error):
            raise
        return psycopg2.connect(password=getpass.getpass("Password: "), **CONNECTION)


def figure(value, decimals):
    """Half away from zero, as in the report."""
    number = None if value is None else Decimal(str(value))
    if number is None or not number.is_finite():
        return number
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def read(query, values, decimals):
    "The rows of a query; figures in `decimals` are rounded to that many digits."
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
    frame = pd.DataFrame(rows, columns=names, dtype=object)
    for name, digits in decimals.items():
        frame[name] = [figure(value, digits) for value in frame[name]]
    return frame


def computed(text, names, decimals, times):
    "The rows of a report that Faultline computed, written as JSON."
    frame = pd.DataFrame(json.loads(text), columns=names, dtype=object)
    for name in decimals:
        frame[name] = [None if value is None else Decimal(value) for value in frame[name]]
    for name in times:
        instants = [None if text is None else datetime.fromisoformat(text.replace("Z", "+00:00"))
                    for text in frame[name]]
        frame[name] = pd.Series(instants, index=frame.index, dtype=object)
    return frame


def local(times, zones):
    "The times on the clocks of these time zones."
    shown = [time if pd.isna(time) or time.tzinfo is None else time.astimezone(ZoneInfo(zone))
             for time, zone in zip(times, zones)]
    # pandas' own type of time takes both of an hour that comes twice for the same.
    return pd.Series(shown, index=times.index, dtype=object)


def numbers(values):
    return pd.to_numeric(values, errors="coerce").astype(float)


def labels(values):
    return ["(none)" if pd.isna(value) else str(value) for value in values]


pd.set_option("display.max_rows", 200)
pd.set_option("display.max_columns", None)
pd.set_option("display.max_colwidth", None)
connection = connect()
connection.set_session(readonly=True, autocommit=True)
with connection.cursor() as cursor:
    cursor.execute("SET TimeZone = 'UTC'")
    cursor.execute("SET search_path = pg_catalog, faultline")
    cursor.execute("SET jit = off"))py";

// A Python string over several lines. The report's SQL has no backslash, but a filter's value may.
QString pythonText(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u"\"\"\""_s, u"\\\"\\\"\\\""_s);
    return u"\"\"\"\n"_s + text + u"\n\"\"\""_s;
}

QString pythonValue(const QVariant& value)
{
    if (value.isNull())
        return u"None"_s;
    return value.typeId() == QMetaType::Int     ? value.toString()
           : value.typeId() == QMetaType::QDate ? pythonString(value.toDate().toString(Qt::ISODate))
                                                : pythonString(value.toString());
}

// The driver treats % as a placeholder, so a % in the SQL is doubled.
QString sqlForDriver(const ReportDefinition& report)
{
    QString sql = readSqlText(report.sql).withoutComments.trimmed();
    sql.replace(u'%', u"%%"_s);
    return replacePlaceholders(sql, [](const QString& name) { return u"%("_s + name + u")s"_s; });
}

QString markdownLines(const QList<FilterLine>& lines)
{
    QString text;
    for (const FilterLine& line : lines)
        text += u"- **"_s + markdownText(line.title) + u"**: "_s + markdownText(line.value) + u'\n';
    return text;
}

} // namespace

QString pythonString(const QString& text)
{
    // Python reads JSON's escapes in the same way.
    const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(array.mid(1, array.size() - 2));
}

QString markdownText(const QString& text)
{
    QString plain;
    for (const QChar character : text) {
        if (character == u'\n' || character == u'\r')
            plain += u' ';
        else if (character == u'<')
            plain += u"&lt;"_s;
        else if (character == u'&')
            plain += u"&amp;"_s;
        else if (u"\\`*_{}[]()#+-!|>~$"_s.contains(character))
            plain += u'\\' + QString(character);
        else
            plain += character;
    }
    return plain;
}

QString introduction(const ReportContext& context)
{
    const QString title = context.sections.size() == 1 ? context.sections.constFirst().report.title
                                                       : Text::tr("Reports");
    return u"# "_s + markdownText(title) + u"\n\n"_s + markdownLines(originLines(context)) + u'\n'
           + markdownText(Text::tr(
               "The results below are from that time. Run all cells to read them again. This needs "
               "Python with psycopg2, pandas and matplotlib, and includes what was loaded since."));
}

QString preparation(const ReportContext& context, const QMap<QString, QString>& connection)
{
    struct Keyword
    {
        QString name;
        QString variable;
    };
    static const QList<Keyword> keywords{
        {u"host"_s, u"PGHOST"_s},       {u"hostaddr"_s, u"PGHOSTADDR"_s},
        {u"port"_s, u"PGPORT"_s},       {u"dbname"_s, u"PGDATABASE"_s},
        {u"user"_s, u"PGUSER"_s},       {u"service"_s, u"PGSERVICE"_s},
        {u"sslmode"_s, u"PGSSLMODE"_s}, {u"sslrootcert"_s, u"PGSSLROOTCERT"_s}};
    QString code = u"import getpass\nimport json\nimport os\nfrom datetime import datetime\n"
                   "from decimal import ROUND_HALF_UP, Decimal\n"
                   "from zoneinfo import ZoneInfo\n\n"
                   "import matplotlib.pyplot as plt\nimport pandas as pd\nimport psycopg2\n\n"_s;
    code += u"# "_s
            + Text::tr("The source of the figures. libpq's variables, such as PGHOST, take "
                       "precedence; a password is prompted for.")
            + u"\nCONNECTION = {\n"_s;
    for (const Keyword& keyword : keywords) {
        const auto value = connection.constFind(keyword.name);
        if (value != connection.cend() && !value->isEmpty())
            code += u"    %1: os.environ.get(%2, %3),\n"_s.arg(
                pythonString(keyword.name), pythonString(keyword.variable), pythonString(*value));
    }
    code += u"    \"application_name\": "_s
            + pythonString(u"faultline "_s + context.programVersion + u" notebook"_s) + u",\n}\n"_s;
    return code + u'\n' + QString::fromUtf8(kFunctions);
}

QString description(const ReportSection& section)
{
    QString text = u"## "_s + markdownText(section.report.title) + u"\n\n"_s
                   + markdownText(section.report.explanation) + u"\n\n"_s
                   + markdownLines(section.filterLines) + u'\n';
    for (const ReportColumn& column : section.report.columns)
        text += u"- "_s + markdownText(column.title) + u": "_s + markdownText(columnWords(column))
                + u'\n';
    return text;
}

namespace {

// Python that puts the times on the clocks of the row's plant; the session is in UTC.
QString localTimes(const ReportSection& section)
{
    const QString frame = section.report.name + u"_frame"_s;
    const QString zone = section.clocks.zoneName();
    QStringList names;
    for (const ReportColumn& column : section.report.columns) {
        if (column.type == ReportColumn::Type::Timestamp)
            names << pythonString(column.name);
    }
    const qsizetype plant = section.report.plantColumn();
    if (names.isEmpty() || zone == LocalTime::utc().name() || (zone.isEmpty() && plant < 0))
        return {};
    QString zones = u"zones = ["_s + pythonString(zone) + u"] * len("_s + frame + u")\n"_s;
    if (zone.isEmpty()) {
        QStringList pairs;
        const auto byPlant = section.clocks.zoneNames();
        for (auto it = byPlant.cbegin(); it != byPlant.cend(); ++it)
            pairs << pythonString(it.key()) + u": "_s + pythonString(it.value());
        zones = u"zone_of = {"_s + pairs.join(u", "_s)
                + u"}\nzones = [zone_of.get(plant, \"UTC\") for plant in "_s + frame + u'['
                + pythonString(section.report.columns.at(plant).name) + u"]]\n"_s;
    }
    for (const QString& name : std::as_const(names))
        zones += u"%1[%2] = local(%1[%2], zones)\n"_s.arg(frame, name);
    return zones;
}

QJsonValue jsonOf(const QVariant& cell)
{
    if (const auto time = zonedTimeOf(cell))
        return time->toIso(6);
    if (cell.typeId() == QMetaType::LongLong)
        return cell.toLongLong();
    return cell.isNull() ? QJsonValue() : QJsonValue(cell.toString());
}

QString decimalsOf(const ReportDefinition& report)
{
    QStringList decimals;
    for (const ReportColumn& column : report.columns) {
        if (column.type == ReportColumn::Type::Decimal)
            decimals << pythonString(column.name) + u": "_s + QString::number(column.decimals);
    }
    return u'{' + decimals.join(u", "_s) + u'}';
}

QString columnNames(const ReportDefinition& report)
{
    QStringList names;
    for (const ReportColumn& column : report.columns)
        names << pythonString(column.name);
    return u'[' + names.join(u", "_s) + u']';
}

// A database can't compute them, so they are in the notebook.
QString computedFrame(const ReportDefinition& report, const QList<ReportRow>& rows)
{
    QJsonArray all;
    for (const ReportRow& row : rows) {
        QJsonArray cells;
        for (const QVariant& cell : row)
            cells << jsonOf(cell);
        all << cells;
    }
    QStringList times;
    for (const ReportColumn& column : report.columns) {
        if (column.type == ReportColumn::Type::Timestamp)
            times << pythonString(column.name);
    }
    const QByteArray json = QJsonDocument(all).toJson(QJsonDocument::Compact);
    return u"rows = "_s + pythonText(QString::fromUtf8(json)) + u'\n' + report.name
           + u"_frame = computed(rows, "_s + columnNames(report) + u", "_s + decimalsOf(report)
           + u", ["_s + times.join(u", "_s) + u"])\n"_s + report.name + u"_frame"_s;
}

} // namespace

QString query(const ReportSection& section, const QList<ReportRow>& rows)
{
    if (section.report.computation)
        return computedFrame(section.report, rows);
    const QString& name = section.report.name;
    QString code = u"query = "_s + pythonText(sqlForDriver(section.report)) + u"\nvalues = {\n"_s;
    const QVariantMap values = reportPlaceholderValues(section.report, section.filter);
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        code += u"    %1: %2,\n"_s.arg(pythonString(it.key()), pythonValue(it.value()));
    code += u"}\ndecimals = "_s + decimalsOf(section.report) + u'\n';
    return code + name + u"_frame = read(query, values, decimals)["_s + columnNames(section.report)
           + u"]\n"_s + localTimes(section) + name + u"_frame"_s;
}

QString receipt(const DataReceipt& data)
{
    const ReceiptTable table = receiptTable(data);
    QString text = u"## "_s + markdownText(Text::tr("Receipt of the data")) + u"\n\n"_s;
    QString rule;
    for (const ReceiptTable::Column& column : table.columns) {
        text += u"| "_s + markdownText(column.title) + u' ';
        rule += column.isFigure ? u"|---:"_s : u"|---"_s;
    }
    text += u"|\n"_s + rule + u"|\n"_s;
    for (const QList<QVariant>& row : table.rows) {
        for (const QVariant& cell : row)
            text += u"| "_s + markdownText(cell.toString()) + u' ';
        text += u"|\n"_s;
    }
    return text + u'\n' + markdownText(table.note);
}

} // namespace faultline::notebook
