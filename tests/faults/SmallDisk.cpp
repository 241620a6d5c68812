// SPDX-License-Identifier: GPL-3.0-or-later
#include "SmallDisk.h"

#include "database/connection/ProcessIdentity.h"

#include <QFile>
#include <QStorageInfo>

#include <cerrno>

#include <sched.h>
#include <sys/mount.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

UserMessage failure(const QString& what)
{
    return UserMessage::error(what).because(qt_error_string(errno)).withCode(u"test-support"_s);
}

// Mounts of this thread are private from here on.
bool leaveSharedMounts()
{
    static const bool hasLeft = ::unshare(CLONE_NEWNS) == 0
                                && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return hasLeft;
}

} // namespace

Result<std::unique_ptr<SmallDisk>> SmallDisk::mount(qint64 bytes)
{
    const auto owner = ProcessIdentity::forServer();
    if (!owner)
        return owner.error();
    std::unique_ptr<SmallDisk> disk(new SmallDisk);
    if (!leaveSharedMounts())
        return failure(u"Mounting is not allowed here"_s);
    const QByteArray options = u"size=%1,uid=%2,gid=%3,mode=0700"_s.arg(bytes)
                                   .arg(owner->userId())
                                   .arg(owner->groupId())
                                   .toLatin1();
    const QByteArray mountPoint = QFile::encodeName(disk->path());
    if (::mount("faultline-test", mountPoint.constData(), "tmpfs", MS_NOSUID, options.constData())
        != 0)
        return failure(u"No disk in memory could be mounted"_s);
    disk->m_isMounted = true;
    return disk;
}

SmallDisk::~SmallDisk()
{
    if (m_isMounted)
        ::umount2(QFile::encodeName(path()).constData(), MNT_DETACH);
}

bool SmallDisk::fillUpTo(qint64 freeBytes)
{
    QStorageInfo disk(path());
    QFile filler(path() + u"/.filler"_s);
    const qint64 bytes = disk.bytesFree() - freeBytes;
    return bytes <= 0
           || (filler.open(QIODevice::WriteOnly) && filler.write(QByteArray(bytes, 'x')) == bytes);
}

bool SmallDisk::makeRoom()
{
    return QFile::remove(path() + u"/.filler"_s);
}

} // namespace faultline
