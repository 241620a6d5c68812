// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rejected/RejectedLinePane.h"

#include "readings/RejectedLine.h"
#include "sources/lines/TimestampAdvice.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString adviceFor(const StoredRejectedLine& line)
{
    return line.reason == rejectReasonWord(RejectReason::Timestamp)
               ? timestampAdvice(line.raw, line.key.columnNumber)
               : QString();
}

} // namespace

RejectedLinePane::RejectedLinePane(QWidget* parent)
    : FileLinePane(u"rejected"_s, parent)
{
    view()->setAccessibleName(tr("The rejected line among the lines around it"));
}

void RejectedLinePane::showLine(const StoredRejectedLine& line)
{
    FileLinePane::showLine(
        {InputName::fromStored(line.path, line.encoding), line.location(), line.recordNumber,
         line.reasonText(), adviceFor(line), LineContextView::Mark::WrongByte});
}

} // namespace faultline
