// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/summaries/DayBuckets.h"

#include <QCoreApplication>
#include <QDir>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DayBuckets)
};

} // namespace

UserMessage temporaryFileFailed()
{
    return UserMessage::error(Text::tr("The summaries can't be completed"))
        .because(Text::tr("A temporary file can't be written or read."))
        .at(QDir::tempPath())
        .withRemedy(Text::tr(
            "Free space there, or set TMPDIR to another folder. Then load again. What is already "
            "loaded is skipped."))
        .withCode(u"temporary-file"_s);
}

} // namespace faultline
