// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/Preferences.h"

#include <QCoreApplication>
#include <QVariantMap>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kFolder = u"folders/current"_s;
const QString kRecentFolders = u"folders/recent"_s;
const QString kChosenDatabase = u"database/chosen"_s;
const QString kDismissed = u"loads/not-to-resume"_s;
const QString kConnections = u"database/connections"_s;
const QString kSavedPasswords = u"database/inKeyring"_s; // names, never secrets
const QString kGuardsFormulas = u"exports/guardFormulas"_s;
const QString kDescribesCsvFiles = u"exports/describeCsvFiles"_s;
const QString kDocumentTitle = u"exports/documentTitle"_s;
const QString kDocumentLogo = u"exports/documentLogo"_s;
const QString kDocumentAppendix = u"exports/documentAppendix"_s;

QVariantMap withoutPasswords(const ConnectionSettings& settings)
{
    QVariantMap map;
    for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it) {
        if (!it.key().contains(u"password"_s))
            map.insert(it.key(), it.value());
    }
    return map;
}

ConnectionSettings fromMap(const QVariantMap& map)
{
    ConnectionSettings settings;
    settings.origin = QCoreApplication::translate("Preferences", "a connection you entered");
    for (auto it = map.cbegin(); it != map.cend(); ++it)
        settings.keywords.insert(it.key(), it.value().toString());
    return settings;
}

} // namespace

Preferences::Preferences() = default;

Preferences::Preferences(const QString& iniFile)
    : m_settings(iniFile, QSettings::IniFormat)
{}

QString Preferences::folder() const
{
    return m_settings.value(kFolder).toString();
}

QStringList Preferences::recentFolders() const
{
    return m_settings.value(kRecentFolders).toStringList();
}

void Preferences::rememberFolder(const QString& folder)
{
    QStringList recent = recentFolders();
    recent.removeAll(folder);
    recent.prepend(folder);
    m_settings.setValue(kRecentFolders, recent.mid(0, kMaxRecent));
    m_settings.setValue(kFolder, folder);
}

QList<ConnectionSettings> Preferences::connections() const
{
    QList<ConnectionSettings> connections;
    const QVariantList stored = m_settings.value(kConnections).toList();
    for (const QVariant& entry : stored)
        connections << fromMap(entry.toMap());
    return connections;
}

QList<ConnectionSettings> Preferences::rememberConnection(const ConnectionSettings& settings)
{
    const QVariantMap map = withoutPasswords(settings);
    QVariantList stored = m_settings.value(kConnections).toList();
    stored.removeAll(QVariant(map));
    stored.prepend(map);
    m_settings.setValue(kConnections, stored.mid(0, kMaxRecent));
    QList<ConnectionSettings> forgotten;
    for (const QVariant& entry : stored.mid(kMaxRecent))
        forgotten << fromMap(entry.toMap());
    return forgotten;
}

void Preferences::forgetConnection(const ConnectionSettings& settings)
{
    QVariantList stored = m_settings.value(kConnections).toList();
    stored.removeAll(QVariant(withoutPasswords(settings)));
    m_settings.setValue(kConnections, stored);
}

bool Preferences::keepsPassword(const QString& key) const
{
    return m_settings.value(kSavedPasswords).toStringList().contains(key);
}

void Preferences::rememberKeepsPassword(const QString& key, bool keeps)
{
    QStringList keys = m_settings.value(kSavedPasswords).toStringList();
    keys.removeAll(key);
    if (keeps)
        keys << key;
    m_settings.setValue(kSavedPasswords, keys);
}

QString Preferences::chosenDatabase() const
{
    return m_settings.value(kChosenDatabase).toString();
}

void Preferences::rememberChosenDatabase(const QString& key)
{
    m_settings.setValue(kChosenDatabase, key);
}

bool Preferences::isResumeDismissed(const QString& key) const
{
    return m_settings.value(kDismissed).toStringList().contains(key);
}

void Preferences::dismissResume(const QString& key)
{
    QStringList dismissed = m_settings.value(kDismissed).toStringList();
    dismissed.removeAll(key);
    dismissed.prepend(key);
    m_settings.setValue(kDismissed, dismissed.mid(0, kMaxRecent));
}

bool Preferences::guardsFormulas() const
{
    return m_settings.value(kGuardsFormulas, true).toBool();
}

void Preferences::rememberGuardsFormulas(bool guards)
{
    m_settings.setValue(kGuardsFormulas, guards);
}

bool Preferences::describesCsvFiles() const
{
    return m_settings.value(kDescribesCsvFiles, false).toBool();
}

void Preferences::rememberDescribesCsvFiles(bool describes)
{
    m_settings.setValue(kDescribesCsvFiles, describes);
}

QString Preferences::documentTitle() const
{
    return m_settings.value(kDocumentTitle).toString();
}

QString Preferences::documentLogo() const
{
    return m_settings.value(kDocumentLogo).toString();
}

bool Preferences::documentHasAppendix() const
{
    return m_settings.value(kDocumentAppendix, false).toBool();
}

void Preferences::rememberDocument(const QString& title, const QString& logo, bool hasAppendix)
{
    m_settings.setValue(kDocumentTitle, title);
    m_settings.setValue(kDocumentLogo, logo);
    m_settings.setValue(kDocumentAppendix, hasAppendix);
}

QByteArray Preferences::state(const QString& name) const
{
    return m_settings.value(u"states/"_s + name).toByteArray();
}

void Preferences::rememberState(const QString& name, const QByteArray& state)
{
    m_settings.setValue(u"states/"_s + name, state);
}

} // namespace faultline
