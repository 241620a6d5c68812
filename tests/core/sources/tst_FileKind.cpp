// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/SourceFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QByteArray kLog =
    "[2019-12-10 10:46:09]\tERROR\tsensor[5]:\t(temperature\t1, vibration\t2)\r\n";

QByteArray zipEntry(const QByteArray& name, const QByteArray& content)
{
    QByteArray header("PK\x03\x04", 4);
    header += QByteArray(22, '\0') + static_cast<char>(name.size()) + QByteArray(3, '\0');
    return header + name + content;
}

} // namespace

class tst_FileKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void kindsAreNamed_data();
    void kindsAreNamed();
    void textsThatOnlyBeginLikeAKind();
    void ownExportsAreResults_data();
    void ownExportsAreResults();

private:
    void write(const QString& name, const QByteArray& content)
    {
        QFile file(m_directory->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("can't write %s", qPrintable(name));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void tst_FileKind::kindsAreNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("named");
    QTest::addColumn<bool>("hasRemedy");
    const auto row = [](const char* title, const QByteArray& content, const QString& code,
                        const QString& named, bool hasRemedy) {
        QTest::newRow(title) << content << code << named << hasRemedy;
    };
    const QByteArray zeros(64, '\0');
    row("lz4", "\x04\x22\x4D\x18" + zeros, u"lz4"_s, u"LZ4"_s, true);
    row("workbook", zipEntry("[Content_Types].xml", "<Types/>"), u"xlsx"_s, u"Excel"_s, true);
    row("workbook of another program",
        zipEntry("docProps/app.xml", "a") + zipEntry("xl/workbook.xml", "b"), u"xlsx"_s, u"Excel"_s,
        true);
    row("Word", zipEntry("[Content_Types].xml", "a") + zipEntry("word/document.xml", "b"),
        u"docx"_s, u"Word"_s, false);
    row("spreadsheet", zipEntry("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        u"ods"_s, u"OpenDocument spreadsheet"_s, true);
    row("old Excel", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + zeros, u"ole"_s, u"Excel"_s, true);
    row("parquet", "PAR1" + zeros + "PAR1", u"parquet"_s, u"Parquet"_s, true);
    row("feather", "ARROW1" + zeros, u"arrow"_s, u"Feather"_s, true);
    row("hdf5", "\x89HDF\r\n\x1A\n" + zeros, u"hdf5"_s, u"HDF5"_s, true);
    row("sqlite", QByteArray("SQLite format 3\0", 16) + zeros, u"sqlite"_s, u"SQLite"_s, true);
    row("pdf", "%PDF-1.7\n", u"pdf"_s, u"PDF"_s, false);
    row("png", "\x89PNG\r\n\x1A\n" + zeros, u"picture"_s, u"picture"_s, false);
    row("jpeg", "\xFF\xD8\xFF\xE0" + zeros, u"picture"_s, u"picture"_s, false);
    row("video",
        zeros.left(3)
            + "\x18"
              "ftypmp42"
            + zeros,
        u"media"_s, u"video"_s, false);
    row("program",
        "\x7F"
        "ELF"
            + zeros,
        u"program"_s, u"program"_s, false);
    row("unknown binary", "QZ12" + zeros, u"binary"_s, u"isn't a text file"_s, false);
    row("notebook", R"({"cells": [{"cell_type": "code"}]})", u"notebook"_s, u"notebook"_s, false);
    row("web page", "<!DOCTYPE html>\n<html></html>\n", u"markup"_s, u"HTML"_s, false);
    row("empty", "", u"empty"_s, u"empty"_s, false);
    row("prose", "Call Ann.\n", u"other-text"_s, u"text"_s, false);
}

void tst_FileKind::kindsAreNamed()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, code);
    QFETCH(QString, named);
    QFETCH(bool, hasRemedy);
    write(u"plant.log"_s, content);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), 1);
    const UserMessage& problem = *found->files.first().problem;
    QCOMPARE(problem.code, code);
    QCOMPARE(problem.kind, UserMessage::Kind::Warning);
    QVERIFY2(problem.why.contains(named), qPrintable(problem.why));
    QCOMPARE(!problem.remedy.isEmpty(), hasRemedy);
    QVERIFY2(reasonText(problem).startsWith(problem.why), qPrintable(reasonText(problem)));
}

void tst_FileKind::textsThatOnlyBeginLikeAKind()
{
    int number = 0;
    for (const QByteArray& start :
         {QByteArray("PAR1;PAR2\n"), QByteArray("BM 12\n"), QByteArray("ORC\n"),
          QByteArray("GIF89a\n"), QByteArray("FEA1\n"), QByteArray("MZ\n")})
        write(u"%1.log"_s.arg(++number), start + kLog);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.size(), number);
    for (const SourceFile& file : found->files)
        QVERIFY2(file.role == SourceRole::Readings, qPrintable(file.relativePath));
}

void tst_FileKind::ownExportsAreResults_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("JSON") << QByteArray(R"({"context":{"program":"Faultline","data":{}}})");
    QTest::newRow("receipt") << QByteArray(
        "{\n \"balanced\": true,\n \"dry_run\": false,\n \"duplicates_skipped\": 0\n}");
    QTest::newRow("HTML") << QByteArray(
        "<!DOCTYPE html>\n<html><meta name=\"generator\" content=\"Faultline 1.0\"/></html>\n");
    QTest::newRow("PDF") << QByteArray("%PDF-1.4\n/Creator (")
                                + QByteArray("\xFE\xFF\0F\0a\0u\0l\0t\0l\0i\0n\0e\0 ", 22);
}

void tst_FileKind::ownExportsAreResults()
{
    QFETCH(QByteArray, content);
    write(u"report"_s, content);
    const auto found = findSources(m_directory->path());
    QVERIFY(found.ok());
    QCOMPARE(found->files.first().problem->code, u"own-export"_s);
}

QTEST_GUILESS_MAIN(tst_FileKind)
#include "tst_FileKind.moc"
