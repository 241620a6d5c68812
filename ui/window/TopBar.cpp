// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/TopBar.h"

#include "dialogs/DialogService.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "window/AccentButton.h"
#include "window/FolderField.h"
#include "window/PlantBox.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

using appearance::kGroup;
using appearance::kRelated;

namespace {

constexpr int kNameWidth = 168; // pixels of a database's name
// The items below the databases.
const QString kOther = u"other"_s;
const QString kRemove = u"remove"_s;

} // namespace

TopBar::TopBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_folder(new FolderField(this))
    , m_browse(new QPushButton(tr("Bro&wse…"), this))
    , m_plant(new PlantBox(workbench, this))
    , m_database(new QComboBox(this))
    , m_load(new AccentButton(this))
{
    auto* folderLabel = new QLabel(tr("Data &folder"), this);
    folderLabel->setBuddy(m_folder);
    auto* plantLabel = new QLabel(tr("Plan&t"), this);
    plantLabel->setBuddy(m_plant);
    auto* databaseLabel = new QLabel(tr("&Database"), this);
    databaseLabel->setBuddy(m_database);
    m_folder->setObjectName(u"folderField"_s);
    m_folder->setAccessibleName(tr("Data folder"));
    m_browse->setObjectName(u"browseButton"_s);
    m_browse->setIcon(appearance::icon(u"folder"_s));
    m_plant->setObjectName(u"plantBox"_s);
    m_database->setObjectName(u"databaseBox"_s);
    m_database->setAccessibleName(tr("Database"));
    m_database->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_database->setMinimumContentsLength(26);
    m_database->view()->setTextElideMode(Qt::ElideMiddle);
    m_load->setObjectName(u"loadButton"_s);
    constexpr int kLoadWidth = 104; // the same for Load and Cancel, so that nothing moves
    m_load->setMinimumWidth(kLoadWidth);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGroup, kRelated + 4, kGroup, kRelated + 4);
    row->setSpacing(kRelated);
    row->addWidget(folderLabel);
    row->addWidget(m_folder, 1);
    row->addWidget(m_browse);
    row->addSpacing(kGroup - kRelated);
    row->addWidget(plantLabel);
    row->addWidget(m_plant);
    row->addSpacing(kGroup - kRelated);
    row->addWidget(databaseLabel);
    row->addWidget(m_database);
    row->addSpacing(kGroup - kRelated);
    row->addWidget(m_load);

    connect(m_folder, &FolderField::folderChosen, this, &TopBar::folderChosen);
    connect(m_browse, &QPushButton::clicked, this, &TopBar::browse);
    connect(m_folder, &QComboBox::editTextChanged, this, &TopBar::showLoadState);
    connect(m_load, &QPushButton::clicked, this, [this] {
        // Load what the field shows.
        if (!m_workbench.loads.isBusy())
            m_folder->acceptTyped();
        Q_EMIT loadClicked();
    });
    connect(m_database, &QComboBox::activated, this, &TopBar::chooseDatabase);
    connect(&workbench.loads, &LoadController::folderChanged, this, &TopBar::showFolder);
    connect(&workbench.loads, &LoadController::sourcesChanged, this, &TopBar::showLoadState);
    connect(&workbench.loads, &LoadController::formatsApplied, this, &TopBar::showLoadState);
    connect(&workbench.database, &DatabaseController::entriesChanged, this, &TopBar::showLoadState);
    connect(&workbench.loads, &LoadController::stateChanged, this, &TopBar::showLoadState);
    connect(&workbench.database, &DatabaseController::entriesChanged, this, &TopBar::showDatabases);
    connect(&workbench.database, &DatabaseController::stateChanged, this, &TopBar::showDatabases);
    showFolder();
    showDatabases();
    showLoadState();
}

void TopBar::browse()
{
    m_workbench.dialogs.chooseFolder(
        this, tr("Choose the data folder"), m_workbench.loads.folder(),
        [this](const QString& folder) { Q_EMIT folderChosen(folder); });
}

bool TopBar::cancelTyping()
{
    if (!m_folder->hasTyped())
        return false;
    m_folder->setFolder(m_folder->folder());
    return true;
}

void TopBar::chooseDatabase(int index)
{
    if (index < m_workbench.database.entries().size()) {
        m_workbench.database.select(index);
        return;
    }
    const bool isOther = index == m_database->findData(kOther);
    showDatabases(); // neither item is a database, so the current one stays selected
    if (isOther)
        Q_EMIT otherDatabaseRequested();
    else
        confirmRemove();
}

void TopBar::confirmRemove()
{
    DatabaseController& database = m_workbench.database;
    const QString name = database.currentChoice().displayName();
    QString text = tr("Faultline removes “%1” from the list and switches to another database. The "
                      "database itself and its data stay unchanged.")
                       .arg(name);
    if (database.keepsPassword())
        text += u' ' + tr("Its password is also removed from the keyring.");
    const Question question{tr("Remove this connection?"), text, tr("Remove"), tr("Keep")};
    m_workbench.dialogs.confirm(this, question, [&database, name](bool yes) {
        // A different one may have been chosen meanwhile.
        if (yes && database.currentChoice().displayName() == name)
            database.removeCurrent();
    });
}

void TopBar::showFolder()
{
    m_folder->setRecentFolders(m_workbench.preferences.recentFolders());
    m_folder->setFolder(m_workbench.loads.folder());
}

void TopBar::showDatabases()
{
    const DatabaseController& database = m_workbench.database;
    m_database->clear();
    for (int i = 0; i < database.entries().size(); ++i) {
        const ConnectionChoice& choice = database.entries().at(i).choice;
        const bool isCurrent = i == database.currentIndex();
        const QString name = choice.displayName();
        // The state matters more, so elide the name.
        const QString shown = fontMetrics().elidedText(name, Qt::ElideRight, kNameWidth);
        m_database->addItem(isCurrent ? tr("%1 (%2)").arg(shown, database.stateText()) : shown);
        QString tip = tr("%1, from %2").arg(name, choice.origin());
        if (isCurrent && database.state() == DatabaseState::NotStarted)
            tip += u'\n' + tr("It starts automatically when you click Load.");
        m_database->setItemData(i, tip, Qt::ToolTipRole);
    }
    m_database->insertSeparator(m_database->count());
    m_database->addItem(tr("Connect to another…"), kOther);
    if (database.canRemove())
        m_database->addItem(tr("Remove this connection…"), kRemove);
    m_database->setCurrentIndex(database.currentIndex());
    m_database->setToolTip(m_database->currentData(Qt::ToolTipRole).toString());
}

void TopBar::showLoadState()
{
    const LoadController& loads = m_workbench.loads;
    const bool isBusy = loads.isBusy();
    const bool isActive = isBusy || loads.isWaiting();
    // Enabled while the folder is being scanned: the load then starts after the scan.
    const bool canLoad = loads.canStart() || loads.isGettingReady() || m_folder->hasTyped();
    const bool isCancelling = loads.state() == LoadController::State::Cancelling;
    m_folder->setEnabled(!isBusy);
    m_browse->setEnabled(!isBusy);
    m_plant->setEnabled(!isBusy);
    m_database->setEnabled(!isBusy);
    m_load->setAccented(!isActive);
    m_load->setText(isCancelling ? tr("Cancelling…") : isActive ? tr("Cance&l") : tr("&Load"));
    m_load->setIcon(
        isActive ? appearance::icon(u"cancel"_s)
                 : appearance::icon(
                     u"load"_s, canLoad ? appearance::Tone::Accent : appearance::Tone::Neutral));
    m_load->setToolTip(
        isActive ? tr("Stop after the current chunk; loaded readings are kept (Esc)")
                 : tr("Load the data folder into the database"));
    m_load->setEnabled(isActive ? !isCancelling : canLoad);
}

} // namespace faultline
