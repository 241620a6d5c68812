// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/preview/FormatEdits.h"
#include "pages/preview/PreviewReader.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace faultline {

class TimeZoneBox;

/// What a user can choose about the file as a whole; only what fits it is there.
class PreviewSettings : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewSettings(QWidget* parent = nullptr);

    void show(const PreviewedFile& file);

Q_SIGNALS:
    void edited(const FormatEdit& edit);
    void refused(const UserMessage& why); ///< What was typed can't be chosen.

private:
    QWidget* addSetting(const QString& label, QWidget* editor, const char* name);
    QComboBox* addBox(const QString& label, const char* name);
    void showRole(const PreviewedFile& file);
    void showTexts(const PreviewedFile& file);
    void showZone(const PreviewedFile& file);
    void showTable(const PreviewedFile& file);
    void connectBoxes();
    void editSensor();
    void editSeverity();
    void editZone();

    std::optional<TableFormat> m_table;
    std::optional<TableFormat> m_recognised; ///< Its table before any choice.
    QComboBox* m_role;
    QComboBox* m_encoding;
    QComboBox* m_dates;
    TimeZoneBox* m_zone;
    QString m_zoneText; ///< In it, as far as it was dealt with.
    QComboBox* m_layout;
    QComboBox* m_decimalMark;
    QComboBox* m_severity;
    QLineEdit* m_sensor;
};

} // namespace faultline
