// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/settings/ConnectionChoice.h"
#include "support/EnvironmentGuard.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_ConnectionChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warnsOfAnUnusedPasswordFile_data();
    void warnsOfAnUnusedPasswordFile();
    void warnsOfSomebodyElsesFile();
    void init();
    void cleanup();

    void nothingGivenIsTheLocalServer();
    void eachSourceWinsOverTheNext();
    void fileOfSomebodyElseIsPassedBy_data();
    void fileOfSomebodyElseIsPassedBy();
    void badFileIsAnError_data();
    void badFileIsAnError();
    void namedFileHasToSaySomething();
    void exposedPasswordIsAWarning();
    void environmentOfLibpq_data();
    void environmentOfLibpq();
    void serviceStaysAlone();

private:
    QString write(const QString& name, const QByteArray& content);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<EnvironmentGuard> m_environment;
};

void tst_ConnectionChoice::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_environment = std::make_unique<EnvironmentGuard>();
    for (const char* name :
         {"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE",
          "PGSERVICE"})
        m_environment->unset(name);
}

void tst_ConnectionChoice::cleanup()
{
    m_environment.reset();
}

QString tst_ConnectionChoice::write(const QString& name, const QByteArray& content)
{
    QFile file(m_directory->filePath(name));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        return {};
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}

void tst_ConnectionChoice::nothingGivenIsTheLocalServer()
{
    const auto choice = chooseConnection({});
    VERIFY_RESULT(choice);
    QCOMPARE(choice->kind, ConnectionChoice::Kind::LocalServer);
    QCOMPARE(choice->displayName(), u"Local database"_s);
    QVERIFY(!choice->origin().isEmpty());
    QVERIFY(choice->warnings.isEmpty());
}

void tst_ConnectionChoice::eachSourceWinsOverTheNext()
{
    m_environment->set("PGDATABASE", "from_environment");
    ConnectionRequest request;
    request.conninfo = u"dbname=from_string"_s;
    request.environmentFile = write(u"named.env"_s, "PG_DB=from_named\n");
    request.dataFolder = m_directory->filePath(u"data"_s);
    const QString dataFile = write(u"data/.env"_s, "PG_DB=from_data\n");
    request.workingDirectory = m_directory->filePath(u"work"_s);
    const QString workFile = write(u"work/.env"_s, "PG_DB=from_work\n");

    const auto expect = [&request](const QString& database, const QString& origin) {
        const auto choice = chooseConnection(request);
        VERIFY_RESULT(choice);
        QCOMPARE(choice->kind, ConnectionChoice::Kind::Described);
        QCOMPARE(choice->settings.keywords.value(u"dbname"_s), database);
        QCOMPARE(choice->displayName(), database);
        QVERIFY2(choice->origin().contains(origin), qPrintable(choice->origin()));
    };
    expect(u"from_string"_s, u"connection string"_s);
    request.conninfo.clear();
    expect(u"from_named"_s, request.environmentFile);
    request.environmentFile.clear();
    expect(u"from_data"_s, dataFile);
    QVERIFY(QFile::remove(dataFile));
    expect(u"from_work"_s, workFile);
    QVERIFY(QFile::remove(workFile));
    expect(u"from_environment"_s, u"PGDATABASE"_s);
    m_environment->unset("PGDATABASE");
    QCOMPARE(chooseConnection(request)->kind, ConnectionChoice::Kind::LocalServer);
}

void tst_ConnectionChoice::warnsOfAnUnusedPasswordFile_data()
{
    QTest::addColumn<QString>("conninfo");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<bool>("warns");
    const QString plain = u"host=db.example.org"_s;
    QTest::newRow("passfile=") << plain + u" passfile='{file}'"_s << QByteArray() << true << true;
    QTest::newRow("PGPASSFILE") << plain << QByteArray("PGPASSFILE") << true << true;
    QTest::newRow("in the home folder") << plain << QByteArray("HOME") << true << true;
    QTest::newRow("closed") << plain << QByteArray("PGPASSFILE") << false << false;
    QTest::newRow("not needed") << plain + u" password=x"_s << QByteArray("PGPASSFILE") << true
                                << false;
    QTest::newRow("none there") << plain + u" passfile=/nonexistent"_s << QByteArray() << true
                                << false;
}

void tst_ConnectionChoice::warnsOfAnUnusedPasswordFile()
{
    QFETCH(QString, conninfo);
    QFETCH(QByteArray, variable);
    QFETCH(bool, isOpen);
    QFETCH(bool, warns);
    const QString file = write(u".pgpass"_s, "*:*:*:*:c4nary\n");
    if (isOpen)
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadGroup));
    const QString value = variable == "HOME" ? m_directory->path() : file;
    m_environment->set("HOME", "/nonexistent");
    if (!variable.isEmpty())
        m_environment->set(variable, QFile::encodeName(value));
    ConnectionRequest request;
    request.conninfo = conninfo.replace(u"{file}"_s, file);
    const auto choice = chooseConnection(request);
    VERIFY_RESULT(choice);
    QCOMPARE(choice->warnings.size(), warns ? 1 : 0);
    if (warns) {
        QCOMPARE(choice->warnings.constFirst().where, file);
        QVERIFY(choice->warnings.constFirst().remedy.contains(u"chmod 600"_s));
    }
}

void tst_ConnectionChoice::warnsOfSomebodyElsesFile()
{
    if (geteuid() != 0)
        QSKIP("only root can give a file away");
    const QString file = write(u".env"_s, "PG_DB=theirs\n");
    ConnectionRequest request;
    request.dataFolder = m_directory->path();
    QCOMPARE(chooseConnection(request)->warnings.size(), 0);
    constexpr uid_t kSomebody = 12345;
    QCOMPARE(::chown(QFile::encodeName(file).constData(), kSomebody, kSomebody), 0);
    const auto choice = chooseConnection(request);
    VERIFY_RESULT(choice);
    QCOMPARE(choice->warnings.size(), 1);
    QCOMPARE(choice->warnings.constFirst().code, u"foreign-file"_s);
    QCOMPARE(choice->warnings.constFirst().where, file);
}

void tst_ConnectionChoice::fileOfSomebodyElseIsPassedBy_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("another program's") << QByteArray("API_KEY=abc\nDEBUG=1\n");
    QTest::newRow("ours without values") << QByteArray("PG_HOST=\nPG_DB=\n");
}

void tst_ConnectionChoice::fileOfSomebodyElseIsPassedBy()
{
    QFETCH(QByteArray, content);
    write(u".env"_s, content);
    ConnectionRequest request;
    request.dataFolder = m_directory->path();
    const auto choice = chooseConnection(request);
    VERIFY_RESULT(choice);
    QCOMPARE(choice->kind, ConnectionChoice::Kind::LocalServer);
    // Nor a folder of that name.
    QVERIFY(QFile::remove(m_directory->filePath(u".env"_s)));
    QVERIFY(QDir().mkdir(m_directory->filePath(u".env"_s)));
    QCOMPARE(chooseConnection(request)->kind, ConnectionChoice::Kind::LocalServer);
}

void tst_ConnectionChoice::badFileIsAnError_data()
{
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("named") << true;
    QTest::newRow("found in the data folder") << false;
}

void tst_ConnectionChoice::badFileIsAnError()
{
    QFETCH(bool, isNamed);
    const QString path = write(u".env"_s, "PG_PORT=http\nPG_DB=a\n");
    ConnectionRequest request;
    if (isNamed)
        request.environmentFile = path;
    else
        request.dataFolder = m_directory->path();
    VERIFY_ERROR(chooseConnection(request), u"environment-file"_s);
}

void tst_ConnectionChoice::namedFileHasToSaySomething()
{
    ConnectionRequest request;
    request.environmentFile = write(u"other.env"_s, "API_KEY=abc\n");
    const auto choice = chooseConnection(request);
    VERIFY_ERROR(choice, u"environment-file"_s);
    QVERIFY(choice.error().remedy.contains(u"PG_DB"_s));
    request.environmentFile = m_directory->filePath(u"missing.env"_s);
    VERIFY_ERROR(chooseConnection(request), u"environment-file"_s);
    request.environmentFile.clear();
    request.conninfo = u"nonsense"_s;
    VERIFY_ERROR(chooseConnection(request), u"connection-string"_s);
}

void tst_ConnectionChoice::exposedPasswordIsAWarning()
{
    const QString path = write(u".env"_s, "PG_DB=a\nPG_PASSWORD=c4nary\n");
    ConnectionRequest request;
    request.dataFolder = m_directory->path();
    QVERIFY(chooseConnection(request)->warnings.isEmpty());
    QVERIFY(QFile::setPermissions(
        path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
    const auto choice = chooseConnection(request);
    VERIFY_RESULT(choice);
    QCOMPARE(choice->warnings.size(), 1);
    QCOMPARE(choice->warnings.first().kind, UserMessage::Kind::Warning);
    QVERIFY(choice->warnings.first().remedy.contains(u"chmod 600"_s));
    QVERIFY(!choice->warnings.first().toText().contains(u"c4nary"_s));
}

void tst_ConnectionChoice::environmentOfLibpq_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("keyword");
    QTest::addColumn<bool>("decides");
    QTest::newRow("PGHOST") << QByteArray("PGHOST") << u"host"_s << true;
    QTest::newRow("PGHOSTADDR") << QByteArray("PGHOSTADDR") << u"hostaddr"_s << true;
    QTest::newRow("PGDATABASE") << QByteArray("PGDATABASE") << u"dbname"_s << true;
    QTest::newRow("PGSERVICE") << QByteArray("PGSERVICE") << u"service"_s << true;
    QTest::newRow("PGUSER") << QByteArray("PGUSER") << u"user"_s << false;
    QTest::newRow("PGPORT") << QByteArray("PGPORT") << u"port"_s << false;
    QTest::newRow("PGPASSWORD") << QByteArray("PGPASSWORD") << QString() << false;
}

void tst_ConnectionChoice::environmentOfLibpq()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, keyword);
    QFETCH(bool, decides);
    m_environment->set(name, "5433");
    auto choice = chooseConnection({});
    VERIFY_RESULT(choice);
    QCOMPARE(choice->kind == ConnectionChoice::Kind::Described, decides);
    m_environment->set("PGHOST", "db");
    choice = chooseConnection({});
    VERIFY_RESULT(choice);
    QCOMPARE(choice->kind, ConnectionChoice::Kind::Described);
    // libpq finds the password itself.
    QVERIFY(!choice->settings.keywords.contains(u"password"_s));
    QCOMPARE(choice->origin().contains(QString::fromLatin1(name)), !keyword.isEmpty());
}

void tst_ConnectionChoice::serviceStaysAlone()
{
    m_environment->set("PGSERVICE", "plant");
    m_environment->set("PGHOST", "db");
    const auto choice = chooseConnection({});
    VERIFY_RESULT(choice);
    const QMap<QString, QString> expected{{u"service"_s, u"plant"_s}};
    QCOMPARE(choice->settings.keywords, expected);
}

QTEST_GUILESS_MAIN(tst_ConnectionChoice)
#include "tst_ConnectionChoice.moc"
