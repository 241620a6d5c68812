// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/TimeZoneBox.h"

#include <QCompleter>
#include <QTimeZone>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Those that people use: regions with their cities.
QStringList zoneNames()
{
    QStringList names;
    for (const QByteArray& id : QTimeZone::availableTimeZoneIds()) {
        if (id.contains('/') && !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
            names << QString::fromLatin1(id);
    }
    names.sort();
    names.prepend(u"UTC"_s);
    return names;
}

} // namespace

TimeZoneBox::TimeZoneBox(QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(u"timeZoneBox"_s);
    setAccessibleName(tr("Time zone"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setMaxVisibleItems(16);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    constexpr int kCharacters = 24;
    setMinimumContentsLength(kCharacters);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    addItems(zoneNames());
    completer()->setCompletionMode(QCompleter::PopupCompletion);
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
}

void TimeZoneBox::setZone(const QString& name)
{
    const int index = findText(name, Qt::MatchExactly);
    if (index < 0)
        setEditText(name);
    else
        setCurrentIndex(index);
}

QString TimeZoneBox::zone() const
{
    const QString typed = currentText().trimmed();
    const int index = findText(typed, Qt::MatchFixedString); // in any case
    return index < 0 ? typed : itemText(index);
}

} // namespace faultline
