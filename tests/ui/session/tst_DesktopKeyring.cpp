// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/DesktopKeyring.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

const QString kPassword = u"c4n4ry'\"\\ ü"_s;
const QString kName = u"planner@db.example.org:5432/vessels"_s;

} // namespace

// A real keyring, which with-keyring.sh creates and removes. tst_PasswordStore tests the messages
// without a keyring.
class tst_DesktopKeyring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void isReached();
    void findsNothingAtFirst();
    void keepsAndFinds();
    void keepsTheLastOne();
    void removes();
    void removesWhatIsNotThere();

private:
    // Each call waits for its answer; a missing answer is an error without a code.
    Result<void> checkAvailable()
    {
        return wait<void>([this](const auto& end) { m_keyring.checkAvailable(this, end); });
    }
    Result<void> save(const QString& password)
    {
        return wait<void>([&](const auto& end) { m_keyring.save(this, kName, password, end); });
    }
    Result<void> remove()
    {
        return wait<void>([this](const auto& end) { m_keyring.remove(this, kName, end); });
    }
    Result<QString> find()
    {
        return wait<QString>([this](const auto& end) { m_keyring.find(this, kName, end); });
    }
    template<typename T, typename Ask>
    static Result<T> wait(const Ask& ask)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        ask([answer](const Result<T>& result) { *answer = result; });
        if (!QTest::qWaitFor([&answer] { return answer->has_value(); }))
            return UserMessage::error(u"The keyring doesn't answer"_s);
        return **answer;
    }

    DesktopKeyring m_keyring;
};

void tst_DesktopKeyring::initTestCase()
{
    QVERIFY2(
        qEnvironmentVariableIsSet("FAULTLINE_TEST_KEYRING"),
        "Not with somebody's own keyring: run this with tests/ui/with-keyring.sh, as ctest does");
}

void tst_DesktopKeyring::isReached()
{
    VERIFY_RESULT(checkAvailable());
}

void tst_DesktopKeyring::findsNothingAtFirst()
{
    const auto found = find();
    VERIFY_RESULT(found);
    QVERIFY(found->isEmpty());
}

void tst_DesktopKeyring::keepsAndFinds()
{
    VERIFY_RESULT(save(kPassword));
    const auto found = find();
    VERIFY_RESULT(found);
    QCOMPARE(*found, kPassword);
}

void tst_DesktopKeyring::keepsTheLastOne()
{
    VERIFY_RESULT(save(u"before"_s));
    VERIFY_RESULT(save(kPassword));
    const auto found = find();
    VERIFY_RESULT(found);
    QCOMPARE(*found, kPassword);
}

void tst_DesktopKeyring::removes()
{
    VERIFY_RESULT(save(kPassword));
    VERIFY_RESULT(remove());
    const auto found = find();
    VERIFY_RESULT(found);
    QVERIFY(found->isEmpty());
}

void tst_DesktopKeyring::removesWhatIsNotThere()
{
    VERIFY_RESULT(remove());
    VERIFY_RESULT(remove());
}

QTEST_GUILESS_MAIN(tst_DesktopKeyring)
#include "tst_DesktopKeyring.moc"
