// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/FolderField.h"

#include "window/ElidedLineEdit.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QFileSystemModel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <QWindow>

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
    // Otherwise the longest recent path would set the window's minimum width.
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(24);
    view()->setTextElideMode(Qt::ElideMiddle);
    setAcceptDrops(true);
    lineEdit()->setAcceptDrops(false); // a drop sets the folder; it doesn't insert text

    auto* folders = new QFileSystemModel(this);
    folders->setFilter(QDir::Dirs | QDir::NoDotAndDotDot);
    folders->setRootPath(QDir::rootPath());
    auto* completer = new QCompleter(folders, this);
    completer->setCompletionMode(QCompleter::PopupCompletion);
    setCompleter(completer);
    m_completions = completer->popup();
    m_completions->installEventFilter(this);

    connect(this, &QComboBox::activated, this, [this](int index) {
        if (!m_isLosingFocus)
            accept(itemText(index));
    });
    connect(lineEdit(), &QLineEdit::returnPressed, this, &FolderField::acceptTyped);
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

bool FolderField::hasTyped() const
{
    const QString typed = toPath(currentText());
    return !typed.isEmpty() && typed != m_folder;
}

void FolderField::acceptTyped()
{
    accept(currentText());
}

void FolderField::accept(const QString& text)
{
    const QString folder = toPath(text);
    const bool isNew = !folder.isEmpty() && folder != m_folder;
    setFolder(isNew ? folder : m_folder);
    if (isNew)
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

// On losing focus, an editable combo box also emits activated() for the item that matches its text.
void FolderField::focusOutEvent(QFocusEvent* event)
{
    m_isLosingFocus = true;
    QComboBox::focusOutEvent(event);
    m_isLosingFocus = false;
}

// By default, a press outside the completion list only closes the list, so a click on Load would be
// lost. Here the press also reaches the widget below it.
bool FolderField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_completions || event->type() != QEvent::MouseButtonPress)
        return QComboBox::eventFilter(watched, event);
    const auto* press = static_cast<const QMouseEvent*>(event);
    const QPointF position = press->globalPosition();
    if (m_completions->rect().contains(m_completions->mapFromGlobal(position.toPoint())))
        return false;
    m_completions->hide();
    QMouseEvent again(
        press->type(), window()->mapFromGlobal(position), position, press->button(),
        press->buttons(), press->modifiers());
    QCoreApplication::sendEvent(window()->windowHandle(), &again);
    return true;
}

void FolderField::dragEnterEvent(QDragEnterEvent* event)
{
    if (!folderOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void FolderField::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    setFolder(folderOf(event->mimeData()));
    Q_EMIT folderChosen(m_folder);
}

} // namespace faultline
