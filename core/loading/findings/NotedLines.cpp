// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/NotedLines.h"

#include "base/Utf8.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(NotedLines)
};

} // namespace

std::string_view exampleOf(std::string_view line)
{
    constexpr std::size_t kExampleBytes = 160;
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    line = line.substr(0, kExampleBytes);
    return line.substr(0, validTextPrefix(line));
}

QString NotedLines::toText() const
{
    return Text::tr("%1, line %2: %3").arg(file, QLocale().toString(line), readableText(example));
}

QJsonObject NotedLines::toJson() const
{
    return {{u"count"_s, count}, {u"line"_s, line}, {u"example"_s, decodedUtf8(example)}};
}

NotedLines NotedLines::fromJson(const QJsonObject& json)
{
    NotedLines noted;
    noted.count = json["count"_L1].toInteger();
    noted.line = json["line"_L1].toInteger();
    noted.example = json["example"_L1].toString().toStdString();
    return noted;
}

} // namespace faultline
