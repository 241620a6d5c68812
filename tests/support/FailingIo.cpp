// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces system calls in a program that links it or is started with it in LD_PRELOAD, and makes
// one of them fail like a disk or a network share:
//
//     FAULTLINE_FAILING_IO="fsync 28 /folder/report.csv*"
//
// names the call, the errno, and the files by a pattern. Calls are open (of files and folders),
// stat, read, readdir, write, fsync and close; "readdir:10" fails after ten entries.
//
//     FAULTLINE_FAILING_IO="gate /tmp/closed *.log"
//
// lets who opens such a file wait for as long as there is /tmp/closed, and adds a line to
// /tmp/closed.opened for each that was opened. Without the variable, or with another form of it,
// every call is the system's.

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

template<typename Function>
Function* systemCall(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

using Open = int(const char*, int, ...);
using Close = int(int);

// What follows the name of this call in the variable; nullptr when another call is meant.
const char* orderFor(const char* call)
{
    const char* const order = std::getenv("FAULTLINE_FAILING_IO");
    const std::size_t length = std::strlen(call);
    if (order == nullptr || std::strncmp(order, call, length) != 0)
        return nullptr;
    return order[length] == ' ' || order[length] == ':' ? order + length : nullptr;
}

// The errno for the call; 0 if it must not fail.
int failureOf(const char* call, const char* path)
{
    const char* order = orderFor(call);
    int reason = 0;
    int patternAt = 0;
    if (order == nullptr)
        return 0;
    order += std::strcspn(order, " ");
    if (std::sscanf(order, "%d %n", &reason, &patternAt) != 1)
        return 0;
    return ::fnmatch(order + patternAt, path, 0) == 0 ? reason : 0;
}

int failureOf(const char* call, int descriptor)
{
    if (orderFor(call) == nullptr)
        return 0;
    char link[32] = {};
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    char path[PATH_MAX] = {};
    const int before = errno;
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    errno = before;
    return length > 0 ? failureOf(call, path) : 0;
}

// -1 with this errno.
int failed(int reason)
{
    errno = reason;
    return -1;
}

void passGate(const char* path)
{
    const char* const order = orderFor("gate");
    char gate[PATH_MAX] = {};
    int patternAt = 0;
    if (order == nullptr || std::sscanf(order, "%4000s %n", gate, &patternAt) != 1
        || ::fnmatch(order + patternAt, path, 0) != 0)
        return;
    while (::access(gate, F_OK) == 0)
        ::usleep(1000);
    const int log = systemCall<Open>("open")(
        std::strcat(gate, ".opened"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    ::dprintf(log, "%s\n", path);
    systemCall<Close>("close")(log);
}

int failureOfOpening(const char* path)
{
    passGate(path);
    return failureOf("open", path);
}

// Whether a mode follows.
bool creates(int flags)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0;
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = creates(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    static auto* const call = systemCall<Open>("open");
    const int reason = failureOfOpening(path);
    return reason == 0 ? call(path, flags, mode) : failed(reason);
}

int open64(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = creates(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    static auto* const call = systemCall<Open>("open64");
    const int reason = failureOfOpening(path);
    return reason == 0 ? call(path, flags, mode) : failed(reason);
}

int openat(int folder, const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = creates(flags) ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    static auto* const call = systemCall<int(int, const char*, int, ...)>("openat");
    const int reason = failureOfOpening(path);
    return reason == 0 ? call(folder, path, flags, mode) : failed(reason);
}

DIR* opendir(const char* path)
{
    static auto* const call = systemCall<DIR*(const char*)>("opendir");
    const int reason = failureOfOpening(path);
    if (reason == 0)
        return call(path);
    errno = reason;
    return nullptr;
}

int stat(const char* path, struct stat* status)
{
    static auto* const call = systemCall<int(const char*, struct stat*)>("stat");
    const int reason = failureOf("stat", path);
    return reason == 0 ? call(path, status) : failed(reason);
}

int statx(int folder, const char* path, int flags, unsigned mask, struct statx* status)
{
    using Statx = int(int, const char*, int, unsigned, struct statx*);
    static auto* const call = systemCall<Statx>("statx");
    const int reason = failureOf("stat", path);
    return reason == 0 ? call(folder, path, flags, mask, status) : failed(reason);
}

ssize_t read(int descriptor, void* buffer, size_t bytes)
{
    static auto* const call = systemCall<ssize_t(int, void*, size_t)>("read");
    const int reason = failureOf("read", descriptor);
    return reason == 0 ? call(descriptor, buffer, bytes) : failed(reason);
}

dirent* readdir(DIR* folder)
{
    static auto* const call = systemCall<dirent*(DIR*)>("readdir");
    static std::atomic<int> given = 0;
    const int reason = failureOf("readdir", ::dirfd(folder));
    int most = 0;
    if (reason != 0)
        std::sscanf(orderFor("readdir"), ":%d", &most);
    if (reason == 0 || given++ < most)
        return call(folder);
    errno = reason;
    return nullptr;
}

dirent64* readdir64(DIR* folder)
{
    return reinterpret_cast<dirent64*>(readdir(folder));
}

ssize_t write(int descriptor, const void* bytes, size_t size)
{
    static auto* const call = systemCall<ssize_t(int, const void*, size_t)>("write");
    const int reason = failureOf("write", descriptor);
    return reason == 0 ? call(descriptor, bytes, size) : failed(reason);
}

int fsync(int descriptor)
{
    static auto* const call = systemCall<int(int)>("fsync");
    const int reason = failureOf("fsync", descriptor);
    return reason == 0 ? call(descriptor) : failed(reason);
}

int fdatasync(int descriptor)
{
    static auto* const call = systemCall<int(int)>("fdatasync");
    const int reason = failureOf("fsync", descriptor);
    return reason == 0 ? call(descriptor) : failed(reason);
}

int close(int descriptor)
{
    static auto* const call = systemCall<Close>("close");
    const int reason = failureOf("close", descriptor);
    const int closed = call(descriptor);
    return reason == 0 ? closed : failed(reason);
}

} // extern "C"
