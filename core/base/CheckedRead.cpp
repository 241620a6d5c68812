// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CheckedRead.h"

#include <QCoreApplication>

#include <filesystem>
#include <system_error>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(CheckedRead)
};

UserMessage unread(const QString& what, const QString& why, const QString& path)
{
    return UserMessage::error(what)
        .because(why)
        .at(path)
        .withRemedy(Text::tr("Check its disk or network and try again."))
        .withCode(u"file"_s);
}

} // namespace

Result<QByteArray> readFully(QFile& file)
{
    QByteArray content = file.readAll();
    if (file.error() == QFileDevice::NoError)
        return content;
    return unread(Text::tr("A file can't be read completely"), file.errorString(), file.fileName());
}

Result<QStringList> entryNames(const QString& folder)
{
    namespace fs = std::filesystem;
    QStringList names;
    std::error_code error;
    fs::directory_iterator iterator(QFile::encodeName(folder).toStdString(), error);
    if (error == std::errc::no_such_file_or_directory)
        return names;
    for (; !error && iterator != fs::directory_iterator(); iterator.increment(error))
        names << QString::fromStdString(iterator->path().filename().string());
    if (!error)
        return names;
    return unread(
        Text::tr("A folder can't be read completely"), qt_error_string(error.value()), folder);
}

} // namespace faultline
