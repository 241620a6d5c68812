// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/NotebookChart.h"

#include "exporting/text/NotebookCells.h"

#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline::notebook {

namespace {

constexpr auto kPareto =
    R"py(part = pd.DataFrame({"label": labels(FRAME[CATEGORY]), "value": numbers(FRAME[VALUE])})
part = part[part["value"] > 0].sort_values("value", ascending=False, kind="stable")
share = part["value"].cumsum() / part["value"].sum() * 100
part, share = part.head(40), share.head(40)
figure_, axis = plt.subplots(figsize=(10, 5))
axis.bar(range(len(part)), part["value"])
axis.set_xticks(range(len(part)), part["label"], rotation=90)
axis.set_ylabel(VALUE_TITLE)
second = axis.twinx()
second.plot(range(len(part)), share, color="tab:orange", marker="o")
second.axhline(80, color="gray", linestyle="--")
second.set_ylim(0, 105)
second.set_ylabel("%"))py";

constexpr auto kTrend = R"py(part = FRAME.sort_values(CATEGORY, kind="stable")
figure_, axis = plt.subplots(figsize=(10, 5))
axis.plot(marked(part), numbers(part[VALUE]), marker="o")
axis.xaxis.set_major_locator(plt.MaxNLocator(24))
axis.tick_params(axis="x", rotation=90)
axis.set_ylabel(VALUE_TITLE))py";

constexpr auto kHistogram = R"py(figure_, axis = plt.subplots(figsize=(10, 5))
axis.bar(labels(FRAME[CATEGORY]), numbers(FRAME[VALUE]), width=1, edgecolor="white")
axis.xaxis.set_major_locator(plt.MaxNLocator(24))
axis.tick_params(axis="x", rotation=90)
axis.set_ylabel(VALUE_TITLE))py";

constexpr auto kHeatmap =
    R"py(part = pd.DataFrame({"row": labels(FRAME[ROW]), "column": marked(FRAME),
                     "value": numbers(FRAME[VALUE])})
part = part.pivot_table(index="row", columns="column", values="value", aggfunc="sum", sort=False)
figure_, axis = plt.subplots(figsize=(10, 1 + len(part) / 4))
if len(part):
    cells = axis.imshow(part, aspect="auto", cmap="YlOrRd")
    axis.set_xticks(range(len(part.columns)), part.columns, rotation=90)
    axis.set_yticks(range(len(part.index)), part.index)
    figure_.colorbar(cells, label=VALUE_TITLE))py";

constexpr auto kBox =
    R"py(part = pd.DataFrame({name: numbers(FRAME[column]) for name, column in zip(
    ["whislo", "q1", "med", "q3", "whishi"], VALUES)})
part["label"] = labels(FRAME[CATEGORY])
part = part.dropna().head(40)
figure_, axis = plt.subplots(figsize=(10, 5))
if len(part):
    axis.bxp(part.to_dict("records"), showfliers=False)
axis.tick_params(axis="x", rotation=90)
axis.set_ylabel(VALUE_TITLE))py";

constexpr auto kCurve =
    R"py(part = pd.DataFrame({"x": FRAME[CATEGORY] if TIME_ZONE else numbers(FRAME[CATEGORY]),
                     "name": labels(FRAME[ROW]) if ROW else VALUE_TITLE,
                     "value": numbers(FRAME[VALUE])}).dropna(subset=["x"])
for name, column in [("fit", FIT), ("lower", LOWER), ("upper", UPPER)]:
    part[name] = numbers(FRAME[column]) if column else float("nan")
figure_, axis = plt.subplots(figsize=(10, 5))
if TIME_ZONE:
    axis.xaxis_date(TIME_ZONE)
for name in part["name"].unique()[:6]:
    mine = part[part["name"] == name].sort_values("x", kind="stable")
    seen = mine.dropna(subset=["value"])
    steps, = axis.step(seen["x"], seen["value"], where="post", marker=".", label=name)
    line = mine.dropna(subset=["fit"])
    axis.plot(line["x"], line["fit"], color=steps.get_color(), linewidth=1)
    area = mine.dropna(subset=["lower", "upper"])
    axis.fill_between(area["x"], area["lower"], area["upper"], step=None if FIT else "post",
                      color=steps.get_color(), alpha=0.2)
if LOG_LOG:
    axis.set_xscale("log")
    axis.set_yscale("log")
if ROW:
    axis.legend()
axis.set_ylabel(VALUE_TITLE))py";

// Before a trend or a heatmap: categories that weren't observed in full get an asterisk.
constexpr auto kMarked =
    R"py(INCOMPLETE = {name for name, complete in zip(labels(FRAME[CATEGORY]), FRAME[COMPLETE])
              if complete == "no"} if COMPLETE else set()
if INCOMPLETE:
    CATEGORY_TITLE += " (* not observed in full)"


def marked(frame):
    return [f"{name} *" if name in INCOMPLETE else name for name in labels(frame[CATEGORY])]


)py";

constexpr auto kShow = R"py(axis.set_xlabel(CATEGORY_TITLE)
axis.set_title(TITLE)
figure_.tight_layout()
plt.show())py";

const char* codeOf(ChartSpec::Kind kind)
{
    switch (kind) {
    case ChartSpec::Kind::Trend:
        return kTrend;
    case ChartSpec::Kind::Heatmap:
        return kHeatmap;
    case ChartSpec::Kind::Histogram:
        return kHistogram;
    case ChartSpec::Kind::Box:
        return kBox;
    case ChartSpec::Kind::Curve:
        return kCurve;
    case ChartSpec::Kind::Pareto:
        break;
    }
    return kPareto;
}

// What only a curve has.
QString curveNames(const ReportSection& section)
{
    const ChartSpec& spec = *section.report.chart;
    const qsizetype x = section.report.columnAt(spec.category);
    const bool isTime = section.report.columns.at(x).type == ReportColumn::Type::Timestamp;
    const bool isLogLog =
        section.chart ? section.chart->isLogLog() : spec.scale == ChartSpec::Scale::LogLog;
    QString code = u"FIT, LOWER, UPPER = %1, %2, %3\n"_s.arg(
        pythonString(spec.fit), pythonString(spec.band.value(0)), pythonString(spec.band.value(1)));
    return code
           + u"TIME_ZONE, LOG_LOG = %1, %2\n"_s.arg(
               pythonString(isTime ? section.clocks.commonZone().name() : QString()),
               isLogLog ? u"True"_s : u"False"_s);
}

} // namespace

QString chart(const ReportSection& section)
{
    if (!section.report.chart)
        return {};
    const ChartSpec& spec = *section.report.chart;
    const auto titleOf = [&](const QString& column) {
        const qsizetype at = section.report.columnAt(column);
        return pythonString(at < 0 ? column : section.report.columns.at(at).heading());
    };
    QStringList values;
    for (const QString& value : spec.values)
        values << pythonString(value);
    const QString value = spec.kind == ChartSpec::Kind::Box ? spec.values.at(2) : spec.values.at(0);
    const bool isCurve = spec.kind == ChartSpec::Kind::Curve;
    const qsizetype plant = section.report.plantColumn();
    QString row = spec.row;
    if (isCurve && row.isEmpty() && plant >= 0)
        row = section.report.columns.at(plant).name;
    QString code = u"FRAME = "_s + section.report.name + u"_frame\n"_s;
    code += u"CATEGORY, VALUE, ROW = %1, %2, %3\n"_s.arg(
        pythonString(spec.category), pythonString(value), pythonString(row));
    code += u"VALUES = ["_s + values.join(u", "_s) + u"]\n"_s;
    code += u"CATEGORY_TITLE, VALUE_TITLE = %1, %2\n"_s.arg(
        section.chart ? pythonString(section.chart->categoryTitle) : titleOf(spec.category),
        titleOf(value));
    if (isCurve)
        code += curveNames(section);
    code += u"TITLE = "_s + pythonString(section.report.title) + u'\n';
    if (spec.kind == ChartSpec::Kind::Trend || spec.kind == ChartSpec::Kind::Heatmap)
        code += u"COMPLETE = "_s + pythonString(spec.complete) + u'\n' + QString::fromUtf8(kMarked);
    else
        code += u'\n';
    return code + QString::fromUtf8(codeOf(spec.kind)) + u'\n' + QString::fromUtf8(kShow);
}

} // namespace faultline::notebook
