// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/EnvironmentFile.h"
#include "support/VerifyResult.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_EnvironmentFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsPasswordsAsWritten_data();
    void readsPasswordsAsWritten();
    void readsEveryKey();
    void refusesBrokenFiles_data();
    void refusesBrokenFiles();
    void readsAFile();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void seesWhoMayRead_data();
    void seesWhoMayRead();
};

// The password shows how lines are parsed, because it may contain anything.
void tst_EnvironmentFile::readsPasswordsAsWritten_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("password");
    const auto row = [](const char* name, const QByteArray& content, const QString& password) {
        QTest::newRow(name) << content << password;
    };
    row("plain", "PG_PASSWORD=secret\n", u"secret"_s);
    row("no end of line", "PG_PASSWORD=secret", u"secret"_s);
    row("CRLF", "PG_HOST=h\r\nPG_PASSWORD=secret\r\n", u"secret"_s);
    row("byte order mark", "\xEF\xBB\xBFPG_PASSWORD=secret\n", u"secret"_s);
    row("export", "export PG_PASSWORD=secret\n", u"secret"_s);
    row("export with tab", "export\tPG_PASSWORD=secret\n", u"secret"_s);
    row("blanks around", "  PG_PASSWORD = secret  \n", u"secret"_s);
    row("comment lines", "# PG_PASSWORD=no\n\n  # more\nPG_PASSWORD=secret\n", u"secret"_s);
    row("comment after the value", "PG_PASSWORD=secret # mine\n", u"secret"_s);
    row("number sign inside", "PG_PASSWORD=sec#ret\n", u"sec#ret"_s);
    row("equals sign inside", "PG_PASSWORD=a=b=c\n", u"a=b=c"_s);
    row("double quotes", "PG_PASSWORD=\"a # b\"\n", u"a # b"_s);
    row("double quotes, escapes", R"(PG_PASSWORD="a\"b\\c\$d\n")", u"a\"b\\c$d\n"_s);
    row("double quotes, other backslash", R"(PG_PASSWORD="a\zb")", u"a\\zb"_s);
    row("single quotes", "PG_PASSWORD='a # \"b\" \\n'\n", u"a # \"b\" \\n"_s);
    row("quotes and comment", "PG_PASSWORD='a' # b\n", u"a"_s);
    row("quotes over two lines", "PG_PASSWORD=\"a\nb\"\n", u"a\nb"_s);
    row("quote inside", "PG_PASSWORD=it's\n", u"it's"_s);
    row("dollar is not expanded", "PG_PASSWORD=$HOME\n", u"$HOME"_s);
    row("beyond ASCII", "PG_PASSWORD=pässwörd\n", u"pässwörd"_s);
    row("the last one counts", "PG_PASSWORD=a\nPG_PASSWORD=b\n", u"b"_s);
    row("empty is none", "PG_PASSWORD=\n", QString());
    row("empty quotes are none", "PG_PASSWORD=''\n", QString());
    row("empty takes back", "PG_PASSWORD=a\nPG_PASSWORD=\n", QString());
    row("other keys don't matter", "MY_PG_PASSWORD=a\nPG_PASSWORDS=b\npg_password=c\n", QString());
    row("key of several lines before", "KEY=\"-----\nabc\n---\"\nPG_PASSWORD=a\n", u"a"_s);
    row("empty file", "", QString());
}

void tst_EnvironmentFile::readsPasswordsAsWritten()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, password);
    const auto file = EnvironmentFile::parse(content, u"/x/.env"_s);
    VERIFY_RESULT(file);
    QCOMPARE(file->keywords().value(u"password"_s), password);
    QCOMPARE(file->keywords().contains(u"password"_s), !password.isEmpty());
}

void tst_EnvironmentFile::readsEveryKey()
{
    const auto file = EnvironmentFile::parse(
        "PG_HOST=db.example.org\nPG_PORT=5433\nPG_DB=vessels\nPG_USER=planner\nPG_PASSWORD=p\n",
        u"/x/.env"_s);
    VERIFY_RESULT(file);
    const QMap<QString, QString> expected{
        {u"host"_s, u"db.example.org"_s},
        {u"port"_s, u"5433"_s},
        {u"dbname"_s, u"vessels"_s},
        {u"user"_s, u"planner"_s},
        {u"password"_s, u"p"_s}};
    QCOMPARE(file->keywords(), expected);
}

void tst_EnvironmentFile::refusesBrokenFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("where");
    const auto row = [](const char* name, const QByteArray& content, const QString& where) {
        QTest::newRow(name) << content << where;
    };
    row("no equals sign", "PG_HOST=h\nc4nary\n", u"/x/.env, line 2"_s);
    row("no key", "=c4nary\n", u"/x/.env, line 1"_s);
    row("key with a blank", "PG PASSWORD=c4nary\n", u"/x/.env, line 1"_s);
    row("open double quote", "\n\nPG_PASSWORD=\"c4nary\nPG_HOST=h\n", u"/x/.env, line 3"_s);
    row("open single quote", "PG_PASSWORD='c4nary", u"/x/.env, line 1"_s);
    row("text after a quote", "PG_PASSWORD='c4'nary\n", u"/x/.env, line 1"_s);
    row("port is no number", "PG_PORT=c4nary\n", u"/x/.env, line 1"_s);
    row("port is too large", "\nPG_PORT=65536\n", u"/x/.env, line 2"_s);
    row("port is 0", "PG_PORT=0\n", u"/x/.env, line 1"_s);
    row("after a value of two lines", "A='\n'\nc4nary\n", u"/x/.env, line 3"_s);
    row("not UTF-8", "PG_PASSWORD=c4nary\xFF\n", u"/x/.env"_s);
}

void tst_EnvironmentFile::refusesBrokenFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, where);
    const auto file = EnvironmentFile::parse(content, u"/x/.env"_s);
    VERIFY_ERROR(file, u"environment-file"_s);
    QCOMPARE(file.error().where, where);
    QVERIFY(!file.error().why.isEmpty());
    QVERIFY(!file.error().toText().contains(u"c4nary"_s));
}

void tst_EnvironmentFile::readsAFile()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u".env"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("PG_DB=vessels\n");
    file.close();
    const auto read = EnvironmentFile::read(file.fileName());
    VERIFY_RESULT(read);
    QCOMPARE(read->keywords().value(u"dbname"_s), u"vessels"_s);
    QVERIFY(!read->exposesPassword());
}

void tst_EnvironmentFile::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("missing") << u"missing"_s;
    QTest::newRow("directory") << u"directory"_s;
    QTest::newRow("FIFO") << u"fifo"_s;
    QTest::newRow("too large") << u"large"_s;
}

void tst_EnvironmentFile::refusesWhatIsNoFile()
{
    QFETCH(QString, kind);
    const QTemporaryDir directory;
    const QString path = directory.filePath(u".env"_s);
    if (kind == u"directory"_s) {
        QVERIFY(QDir().mkdir(path));
    } else if (kind == u"fifo"_s) {
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    } else if (kind == u"large"_s) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(2 * 1024 * 1024));
    }
    const auto file = EnvironmentFile::read(path);
    VERIFY_ERROR(file, u"environment-file"_s);
    QCOMPARE(file.error().where, path);
}

void tst_EnvironmentFile::seesWhoMayRead_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("exposed");
    QTest::newRow("owner only") << QByteArray("PG_PASSWORD=a\n") << 0600 << false;
    QTest::newRow("group") << QByteArray("PG_PASSWORD=a\n") << 0640 << true;
    QTest::newRow("readable by everyone") << QByteArray("PG_PASSWORD=a\n") << 0604 << true;
    QTest::newRow("nothing secret") << QByteArray("PG_DB=a\n") << 0644 << false;
}

void tst_EnvironmentFile::seesWhoMayRead()
{
    QFETCH(QByteArray, content);
    QFETCH(int, mode);
    QFETCH(bool, exposed);
    const QTemporaryDir directory;
    QFile file(directory.filePath(u".env"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QCOMPARE(::chmod(QFile::encodeName(file.fileName()).constData(), static_cast<mode_t>(mode)), 0);
    const auto read = EnvironmentFile::read(file.fileName());
    VERIFY_RESULT(read);
    QCOMPARE(read->exposesPassword(), exposed);
}

QTEST_GUILESS_MAIN(tst_EnvironmentFile)
#include "tst_EnvironmentFile.moc"
