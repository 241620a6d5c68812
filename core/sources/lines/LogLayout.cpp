// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/LogLayout.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Part = LogLayout::Part;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LogLayout)
};

QString wordOf(Part part)
{
    switch (part) {
    case Part::Time:
        return u"time"_s;
    case Part::Severity:
        return u"severity"_s;
    case Part::Sensor:
        return u"sensor"_s;
    case Part::Tag:
        return u"tag"_s;
    case Part::None:
        break;
    }
    return {};
}

QString textOf(Part part)
{
    switch (part) {
    case Part::Time:
        return Text::tr("time");
    case Part::Severity:
        return Text::tr("severity");
    case Part::Sensor:
        return Text::tr("“sensor” with its id");
    case Part::Tag:
        return Text::tr("the id of the sensor alone");
    case Part::None:
        break;
    }
    return {};
}

std::vector<LogLayout> makeOthers()
{
    std::vector<LogLayout> layouts;
    for (const Part sensor : {Part::Tag, Part::Sensor}) {
        LogLayout::Parts parts{Part::Time, Part::Severity, sensor};
        do {
            if (const LogLayout layout(parts); !layout.isUsual())
                layouts.push_back(layout);
        } while (std::next_permutation(parts.begin(), parts.end()));
        // The severity is among the measurements.
        layouts.emplace_back(LogLayout::Parts{Part::Time, sensor, Part::None});
        layouts.emplace_back(LogLayout::Parts{sensor, Part::Time, Part::None});
    }
    layouts.emplace_back(LogLayout::Parts{});
    return layouts;
}

} // namespace

bool LogLayout::has(Part part) const
{
    return std::find(m_parts.begin(), m_parts.end(), part) != m_parts.end();
}

const std::vector<LogLayout>& LogLayout::others()
{
    static const std::vector<LogLayout> layouts = makeOthers();
    return layouts;
}

QString LogLayout::toWord() const
{
    if (isPairs())
        return u"pairs"_s;
    QStringList words;
    for (const Part part : m_parts) {
        if (part != Part::None)
            words << wordOf(part);
    }
    return words.join(u' ');
}

std::optional<LogLayout> LogLayout::fromWord(const QString& word)
{
    if (word == LogLayout().toWord())
        return LogLayout();
    const auto found =
        std::find_if(others().begin(), others().end(), [&word](const LogLayout& layout) {
            return layout.toWord() == word;
        });
    return found == others().end() ? std::nullopt : std::optional(*found);
}

QString LogLayout::toText() const
{
    if (isPairs())
        return Text::tr("Everything in its lines is a name with “=” and a value.");
    QStringList texts;
    for (const Part part : m_parts) {
        if (part != Part::None)
            texts << textOf(part);
    }
    texts
        << (has(Part::Severity) ? Text::tr("measurements")
                                : Text::tr("measurements, with the severity among them"));
    return Text::tr("Its lines have, in this order: %1.").arg(texts.join(u", "_s));
}

} // namespace faultline
