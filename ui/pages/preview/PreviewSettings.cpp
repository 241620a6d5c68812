// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewSettings.h"

#include "base/Utf8.h"
#include "dialogs/TimeZoneBox.h"
#include "readings/FailureDetail.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/FlowLayout.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Order = TimeFormat::DateOrder;

constexpr int kNothing = -1; // the item for what isn't chosen
constexpr int kSkip = -2;
constexpr int kZoneCharacters = 18;

// Nothing is emitted: only the user's own choices are edits.
void select(QComboBox* box, int value)
{
    box->setCurrentIndex(box->findData(value));
}

// A setting that doesn't fit the file isn't there.
void showSetting(QWidget* editor, bool isThere)
{
    editor->parentWidget()->setVisible(isThere);
}

bool isList(const PreviewedFile& file)
{
    return file.file.role && file.file.role != SourceRole::Readings;
}

} // namespace

PreviewSettings::PreviewSettings(QWidget* parent)
    : QWidget(parent)
{
    new FlowLayout(appearance::kGroup, appearance::kRelated, this);
    m_role = addBox(tr("R&ole:"), "roleBox");
    m_encoding = addBox(tr("&Encoding:"), "encodingBox");
    m_dates = addBox(tr("D&ates:"), "datesBox");
    m_zone = new TimeZoneBox;
    m_zone->insertItem(0, tr("The plant's"));
    m_zone->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_zone->setMinimumContentsLength(kZoneCharacters);
    m_zone->setToolTip(
        tr("The zone of times that the file writes without one: a name such as Europe/Oslo, or an "
           "offset such as +01:00"));
    addSetting(tr("Time &zone:"), m_zone, "zoneBox");
    m_layout = addBox(tr("La&yout:"), "layoutBox");
    m_decimalMark = addBox(tr("Decimal &mark:"), "decimalMarkBox");
    m_severity = addBox(tr("Sever&ity of each row:"), "rowSeverityBox");
    m_severity->setEditable(true);
    for (const std::string_view severity :
         {std::string_view("INFO"), std::string_view("WARNING"), std::string_view("ERROR"),
          kFailureSeverity, kPlannedSeverity})
        m_severity->addItem(readableText(severity));
    m_sensor = new QLineEdit;
    addSetting(tr("&Sensor of each row:"), m_sensor, "rowSensorField");
    constexpr int kSensorCharacters = 18;
    m_sensor->setMinimumWidth(kSensorCharacters * fontMetrics().averageCharWidth());
    connectBoxes();
}

QWidget* PreviewSettings::addSetting(const QString& label, QWidget* editor, const char* name)
{
    auto* pair = new QWidget(this);
    auto* row = new QHBoxLayout(pair);
    appearance::setTight(row, appearance::kRelated / 2);
    auto* text = new QLabel(label, pair);
    text->setBuddy(editor);
    row->addWidget(text);
    row->addWidget(editor);
    editor->setObjectName(QString::fromLatin1(name));
    layout()->addWidget(pair);
    return editor;
}

QComboBox* PreviewSettings::addBox(const QString& label, const char* name)
{
    auto* box = new QComboBox;
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    addSetting(label, box, name);
    return box;
}

void PreviewSettings::connectBoxes()
{
    connect(m_role, &QComboBox::activated, this, [this] {
        const int value = m_role->currentData().toInt();
        Q_EMIT edited(
            {[value](FormatChoice& choice) {
                 choice.skip = value == kSkip;
                 choice.role.reset();
                 if (value >= 0)
                     choice.role = static_cast<SourceRole>(value);
                 const bool isAsList = choice.role && choice.role != SourceRole::Readings;
                 if (choice.table && choice.table->isList() != isAsList)
                     choice.table.reset();
             },
             {}});
    });
    connect(m_encoding, &QComboBox::activated, this, [this] {
        const int value = m_encoding->currentData().toInt();
        Q_EMIT edited(
            {[value](FormatChoice& choice) {
                 choice.encoding.reset();
                 if (value != kNothing)
                     choice.encoding = static_cast<TextEncoding>(value);
             },
             {}});
    });
    connect(m_dates, &QComboBox::activated, this, [this] {
        const auto order = static_cast<Order>(m_dates->currentData().toInt());
        Q_EMIT edited({[order](FormatChoice& choice) { choice.dates = order; }, {}});
    });
    connect(m_zone, &QComboBox::activated, this, &PreviewSettings::editZone);
    connect(m_zone->lineEdit(), &QLineEdit::editingFinished, this, &PreviewSettings::editZone);
    connect(m_layout, &QComboBox::activated, this, [this] {
        const auto layout = static_cast<TableLayout>(m_layout->currentData().toInt());
        Q_EMIT edited(tableEdit(
            withLayout(*m_table, layout, m_recognised ? &*m_recognised : nullptr),
            TableQuestion::Kind::Layout));
    });
    connect(m_decimalMark, &QComboBox::activated, this, [this] {
        TableFormat table = *m_table;
        table.decimalMark = static_cast<char>(m_decimalMark->currentData().toInt());
        Q_EMIT edited(tableEdit(table, TableQuestion::Kind::DecimalMark));
    });
    connect(m_severity, &QComboBox::activated, this, &PreviewSettings::editSeverity);
    connect(
        m_severity->lineEdit(), &QLineEdit::editingFinished, this, &PreviewSettings::editSeverity);
    connect(m_sensor, &QLineEdit::editingFinished, this, &PreviewSettings::editSensor);
}

// Emitted twice for a word that is chosen in the list, and when the focus leaves the field.
void PreviewSettings::editSeverity()
{
    const std::string severity = m_severity->currentText().trimmed().toStdString();
    if (!m_table || m_table->severity == severity)
        return;
    m_table->severity = severity;
    Q_EMIT edited(tableEdit(*m_table, TableQuestion::Kind::Severity));
}

void PreviewSettings::editSensor()
{
    const std::string sensor = m_sensor->text().trimmed().toStdString();
    if (!m_table || m_table->sensor == sensor)
        return;
    m_table->sensor = sensor;
    Q_EMIT edited(tableEdit(*m_table, TableQuestion::Kind::Sensor));
}

// Emitted twice, like a severity.
void PreviewSettings::editZone()
{
    const QString text = m_zone->zone();
    if (text == m_zoneText)
        return;
    m_zoneText = text;
    if (text.isEmpty() || text == m_zone->itemText(0)) {
        Q_EMIT edited({[](FormatChoice& choice) { choice.zone.reset(); }, {}});
        return;
    }
    const auto zone = LocalTime::fromNameOrOffset(text);
    if (zone)
        Q_EMIT edited({[zone = *zone](FormatChoice& choice) { choice.zone = zone; }, {}});
    else
        Q_EMIT refused(zone.error());
}

void PreviewSettings::show(const PreviewedFile& file)
{
    m_table = file.table;
    m_recognised.reset();
    if (file.recognised.format.table)
        m_recognised = *file.recognised.format.table;
    // Nothing can be kept for files without a structure.
    setVisible(!file.format.structure.isEmpty());
    showRole(file);
    showTexts(file);
    showZone(file);
    showTable(file);
    updateGeometry();
}

void PreviewSettings::showRole(const PreviewedFile& file)
{
    m_role->clear();
    QList<SourceRole> roles = file.preview.possibleRoles;
    const auto& chosen = file.format.choice.role;
    for (const auto& role : {file.recognised.role, file.file.role, chosen}) {
        if (role && !roles.contains(*role))
            roles << *role;
    }
    for (const SourceRole role : std::as_const(roles))
        m_role->addItem(sourceRoleText(role), static_cast<int>(role));
    m_role->addItem(tr("Don't load"), kSkip);
    const bool isSkipped = file.format.choice.skip;
    const auto role = chosen ? chosen : file.file.role;
    if (!role && !isSkipped)
        m_role->insertItem(0, tr("Not recognised"), kNothing);
    select(m_role, isSkipped ? kSkip : role ? static_cast<int>(*role) : kNothing);
    showSetting(m_role, m_role->count() > 1);
}

void PreviewSettings::showTexts(const PreviewedFile& file)
{
    const FormatChoice& choice = file.format.choice;
    m_encoding->clear();
    m_encoding->addItem(file.recognised.isUtf8 ? tr("UTF-8") : tr("Not chosen"), kNothing);
    for (const TextEncoding encoding : choosableEncodings())
        m_encoding->addItem(encodingName(encoding), static_cast<int>(encoding));
    select(m_encoding, choice.encoding ? static_cast<int>(*choice.encoding) : kNothing);
    showSetting(m_encoding, !choice.skip && (!file.recognised.isUtf8 || choice.encoding));

    m_dates->clear();
    for (const Order order : {Order::Unknown, Order::DayFirst, Order::MonthFirst}) {
        const QString text = order == Order::DayFirst     ? tr("Day first")
                             : order == Order::MonthFirst ? tr("Month first")
                                                          : tr("Not known");
        m_dates->addItem(text, static_cast<int>(order));
    }
    const auto& dates = file.file.dateOrder;
    // It is shown, but can't be another one: the file's own lines would be rejected.
    const bool isProved = dates && dates->reason == DateOrderFinding::Reason::Proved;
    select(m_dates, static_cast<int>(isProved ? file.file.format.times.order : choice.dates));
    m_dates->setEnabled(!isProved);
    m_dates->setToolTip(
        isProved ? format::toolTip(tr("The file itself shows it: %1. In the other order, such "
                                      "lines would be rejected.")
                                       .arg(file.file.dateOrderText()))
                 : QString());
    showSetting(m_dates, !choice.skip && (dates || choice.dates != Order::Unknown));
}

void PreviewSettings::showZone(const PreviewedFile& file)
{
    const FormatChoice& choice = file.format.choice;
    m_zone->setZone(choice.zone ? choice.zone->name() : m_zone->itemText(0));
    m_zoneText = m_zone->zone();
    showSetting(m_zone, !choice.skip && (file.preview.hasLocalTimes || choice.zone));
}

void PreviewSettings::showTable(const PreviewedFile& file)
{
    const bool isTable =
        m_table && !file.format.choice.skip && !isList(file)
        && file.format.choice.role.value_or(SourceRole::Readings) == SourceRole::Readings;
    for (QWidget* editor :
         std::initializer_list<QWidget*>{m_layout, m_decimalMark, m_severity, m_sensor})
        showSetting(editor, false);
    if (!isTable)
        return;
    m_layout->clear();
    for (const TableLayout layout : {TableLayout::Long, TableLayout::Wide})
        m_layout->addItem(tableLayoutText(layout), static_cast<int>(layout));
    select(m_layout, static_cast<int>(m_table->layout));
    showSetting(m_layout, true);

    m_decimalMark->clear();
    m_decimalMark->addItem(tr("Point"), static_cast<int>('.'));
    m_decimalMark->addItem(tr("Comma"), static_cast<int>(','));
    select(m_decimalMark, static_cast<int>(m_table->decimalMark));
    showSetting(
        m_decimalMark, m_table->shape == TableShape::Delimited && m_table->delimiter != ',');

    const QString severity = readableText(m_table->severity);
    if (m_severity->currentText() != severity)
        m_severity->setEditText(severity);
    showSetting(m_severity, m_table->columnOf(TableField::Severity) < 0);

    const QString sensor = readableText(m_table->sensor);
    if (m_sensor->text() != sensor)
        m_sensor->setText(sensor);
    m_sensor->setPlaceholderText(tr("called like the file"));
    showSetting(
        m_sensor, m_table->layout == TableLayout::Long && m_table->columnOf(TableField::Sensor) < 0
                      && m_table->columnOf(TableField::Equipment) < 0);
}

} // namespace faultline
