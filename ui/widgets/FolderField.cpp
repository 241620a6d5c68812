// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/FolderField.h"

#include "widgets/ElidedLineEdit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QFileSystemModel>
#include <QMimeData>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QString toPath(QString text)
{
    text = text.trimmed();
    if (text.startsWith(u"file:"_s))
        text = QUrl(text).toLocalFile();
    if (text == u"~"_s || text.startsWith(u"~/"_s))
        text.replace(0, 1, QDir::homePath());
    if (text.isEmpty())
        return {};
    return QDir::cleanPath(QDir(QDir::fromNativeSeparators(text)).absolutePath());
}

} // namespace

FolderField::FolderField(QWidget* parent)
    : QComboBox(parent)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setLineEdit(new ElidedLineEdit(this));
    lineEdit()->setPlaceholderText(tr("Choose or drop a folder"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    // Otherwise the longest recent path would set the least width of the window.
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(24);
    view()->setTextElideMode(Qt::ElideMiddle);
    setAcceptDrops(true);
    lineEdit()->setAcceptDrops(false); // the drop is for the field, not for the text in it

    auto* folders = new QFileSystemModel(this);
    folders->setFilter(QDir::Dirs | QDir::NoDotAndDotDot);
    folders->setRootPath(QDir::rootPath());
    auto* completer = new QCompleter(folders, this);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    setCompleter(completer);

    connect(this, &QComboBox::activated, this, [this](int index) { accept(itemText(index)); });
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] {
        if (toPath(currentText()) != m_folder)
            accept(currentText());
    });
}

void FolderField::setFolder(const QString& folder)
{
    m_folder = folder.isEmpty() ? QString() : QDir::cleanPath(folder);
    setEditText(QDir::toNativeSeparators(m_folder));
    setToolTip(QDir::toNativeSeparators(m_folder));
}

void FolderField::setRecentFolders(const QStringList& folders)
{
    const QString text = currentText();
    clear();
    for (const QString& folder : folders) {
        addItem(QDir::toNativeSeparators(folder));
        setItemData(count() - 1, QDir::toNativeSeparators(folder), Qt::ToolTipRole);
    }
    setEditText(text);
}

void FolderField::accept(const QString& text)
{
    const QString folder = toPath(text);
    if (folder.isEmpty()) {
        setFolder(m_folder);
        return;
    }
    setFolder(folder);
    Q_EMIT folderChosen(folder);
}

QString FolderField::folderOf(const QMimeData* data)
{
    if (!data->hasUrls() || data->urls().size() != 1)
        return {};
    const QUrl url = data->urls().constFirst();
    if (!url.isLocalFile())
        return {};
    const QFileInfo file(url.toLocalFile());
    return file.isDir() ? file.absoluteFilePath() : file.absolutePath();
}

void FolderField::dragEnterEvent(QDragEnterEvent* event)
{
    if (!folderOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void FolderField::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    accept(folderOf(event->mimeData()));
}

} // namespace faultline
