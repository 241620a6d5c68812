// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace faultline {

/// Prints a file's texts as a JSON array, as independent programs read them.
inline constexpr auto kReader = R"py(
import csv, html.parser, io, json, sys, zipfile
import xml.etree.ElementTree as tree

def from_csv(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return [row[0] for row in csv.reader(file)]

class Cells(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.cells, self.inside = [], False
    def handle_starttag(self, tag, attributes):
        if tag == "td" and dict(attributes).get("class") == "text":
            self.inside = True
            self.cells.append("")
    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"
    def handle_data(self, text):
        if self.inside:
            self.cells[-1] += text

def from_html(path):
    with open(path, newline="", encoding="utf-8") as file:
        text = file.read()
    tree.fromstring(text)
    cells = Cells()
    cells.feed(text)
    return cells.cells

def from_xlsx(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                tree.fromstring(archive.read(name))
        sheet = tree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    return ["".join(cell.itertext()) for cell in sheet.iter(space + "c")
            if cell.get("r").startswith("A")]

def from_json(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)["reports"][0]
    return [report["columns"][0]["name"]] + [row[0] for row in report["rows"]]

def from_ipynb(path):
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    for cell in cells:
        for output in cell.get("outputs", []):
            page = "".join(output["data"].get("text/html", []))
            if "<table" in page:
                table = page[page.index("<table"):page.index("</table>") + 8]
                return [" ".join(cell.itertext()) for cell in tree.fromstring(table).iter("td")][::2]

print(json.dumps(globals()["from_" + sys.argv[1]](sys.argv[2])))
)py";

/// Prints each rejected line's bytes in hex, from an export of rejected lines (docs/exports.md).
inline constexpr auto kRejectedReader = R"py(
import csv, json, sys

def raw(text):
    text = text[1:] if text.startswith("'") else text # the guard's
    bytes_, at = b"", 0
    while at < len(text):
        if text[at] != "\\":
            bytes_ += text[at].encode()
            at += 1
        elif text[at + 1] == "x":
            bytes_ += bytes([int(text[at + 2:at + 4], 16)])
            at += 4
        else:
            bytes_ += {"t": b"\t", "\\": b"\\"}[text[at + 1]]
            at += 2
    return bytes_

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    print(json.dumps([raw(row["text"]).hex() for row in csv.DictReader(file)]))
)py";

} // namespace faultline
