// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/plants/Exclusions.h"

#include <QList>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateEdit;
class QDateTimeEdit;
class QLineEdit;
class QTimeEdit;

namespace faultline {

/// The fields for when excluded time is: once, every week or every year.
class ExclusionTimes : public QWidget
{
    Q_OBJECT

public:
    explicit ExclusionTimes(const Exclusion& exclusion, QWidget* parent = nullptr);

    /// Sets the times of `exclusion`. Fails with "exclusion" if a day isn't one.
    Result<void> writeTo(Exclusion& exclusion) const;

private:
    QWidget* singlePage(const Exclusion& exclusion);
    QWidget* weeklyPage(const Exclusion& exclusion);
    QWidget* yearlyPage(const Exclusion& exclusion);
    QWidget* limits(const Exclusion& exclusion);
    void showPage();

    QComboBox* m_repeats;
    QList<QWidget*> m_pages; ///< For each way to repeat.
    QDateTimeEdit* m_startsAt;
    QDateTimeEdit* m_endsAt;
    QList<QCheckBox*> m_weekdays;
    QTimeEdit* m_timeFrom;
    QTimeEdit* m_timeTo;
    QDateEdit* m_yearFrom;
    QDateEdit* m_yearTo;
    QWidget* m_limits;
    QLineEdit* m_since;
    QLineEdit* m_until;
};

} // namespace faultline
