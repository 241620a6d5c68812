// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments/CsvArguments.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kNoFormulaGuard = u"no-formula-guard"_s;

} // namespace

void addCsvOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {kNoFormulaGuard,
         QCoreApplication::translate(
             "CsvArguments",
             "Writes text that begins with = + - @ unchanged. By default, it gets a ' in front, so "
             "that a spreadsheet doesn't run it as a formula. Numbers are never changed.")});
}

CsvOptions csvOptionsOf(const QCommandLineParser& parser)
{
    CsvOptions options;
    options.guardFormulas = !parser.isSet(kNoFormulaGuard);
    return options;
}

} // namespace faultline
