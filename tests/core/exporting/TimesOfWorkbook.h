// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// Prints the times of a workbook's first sheet, as its cells and their formats show them.
inline constexpr auto kTimesOfWorkbook = R"py(
import datetime, re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    styles = archive.read("xl/styles.xml").decode().replace("&quot;", chr(34))
formats = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="(.*?)"/>', styles))
used = re.findall(r'<xf numFmtId="(\d+)"', styles[styles.index("<cellXfs"):])
for style, value in re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"><v>([\d.]+)</v>', sheet):
    code = formats.get(used[int(style)], "")
    if code.startswith("yyyy"):
        time = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=float(value))
        time = (time + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        print(str(time) + "".join(re.findall('"(.*?)"', code)))
)py";

} // namespace faultline
