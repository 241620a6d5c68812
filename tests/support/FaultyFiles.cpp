// SPDX-License-Identifier: GPL-3.0-or-later
// To be preloaded (LD_PRELOAD): makes calls on one path fail like a broken disk or a lost network
// share. Environment:
//   FAULTY_PATH   the end of the path
//   FAULTY_CALL   open, read, readdir, stat or gate
//   FAULTY_ERRNO  the error, as a number
//   FAULTY_AFTER  readdir: the number of entries returned first
//   FAULTY_GATE   gate: opening waits while a file with this name exists
//   FAULTY_LOG    gate: gets a line for each opened file below the folder of FAULTY_PATH
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <string>
#include <string_view>

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

std::string_view setting(const char* name)
{
    const char* const value = std::getenv(name);
    return value ? value : "";
}

int number(const char* name)
{
    return std::atoi(std::string(setting(name)).c_str());
}

bool isMeant(std::string_view call, std::string_view path)
{
    const std::string_view end = setting("FAULTY_PATH");
    return setting("FAULTY_CALL") == call && !end.empty() && path.ends_with(end);
}

template<typename Function>
Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

using Open = int(const char*, int, ...);
using OpenAt = int(int, const char*, int, ...);

void note(const char* path)
{
    const std::string log(setting("FAULTY_LOG"));
    if (log.empty() || !std::string_view(path).ends_with(".log"))
        return;
    const int descriptor =
        next<Open>("open")(log.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const std::string line = std::string(path) + '\n';
    [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
    ::close(descriptor);
}

// Whether the call must fail; first waits at the gate, if any.
bool fails(const char* path)
{
    if (isMeant("gate", path)) {
        const std::string gate(setting("FAULTY_GATE"));
        while (::access(gate.c_str(), F_OK) == 0)
            ::usleep(1000);
    }
    if (setting("FAULTY_CALL") == "gate")
        note(path);
    if (!isMeant("open", path))
        return false;
    errno = number("FAULTY_ERRNO");
    return true;
}

std::string pathOf(int descriptor)
{
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    char path[4096];
    const auto length = ::readlink(link.c_str(), path, sizeof path);
    return {path, length > 0 ? static_cast<std::size_t>(length) : 0};
}

mode_t modeOf(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return fails(path) ? -1 : next<Open>("open")(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return fails(path) ? -1 : next<Open>("open64")(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return fails(path) ? -1 : next<OpenAt>("openat")(folder, path, flags, mode);
}

DIR* opendir(const char* path)
{
    return fails(path) ? nullptr : next<DIR*(const char*)>("opendir")(path);
}

int stat(const char* path, struct stat* status)
{
    if (isMeant("stat", path)) {
        errno = number("FAULTY_ERRNO");
        return -1;
    }
    return next<int(const char*, struct stat*)>("stat")(path, status);
}

int statx(int folder, const char* path, int flags, unsigned mask, struct statx* status)
{
    if (isMeant("stat", path)) {
        errno = number("FAULTY_ERRNO");
        return -1;
    }
    using Function = int(int, const char*, int, unsigned, struct statx*);
    return next<Function>("statx")(folder, path, flags, mask, status);
}

ssize_t read(int descriptor, void* buffer, size_t bytes)
{
    if (setting("FAULTY_CALL") == "read" && isMeant("read", pathOf(descriptor))) {
        errno = number("FAULTY_ERRNO");
        return -1;
    }
    return next<ssize_t(int, void*, size_t)>("read")(descriptor, buffer, bytes);
}

dirent* readdir(DIR* folder)
{
    static int given = 0;
    if (isMeant("readdir", pathOf(::dirfd(folder))) && given++ >= number("FAULTY_AFTER")) {
        errno = number("FAULTY_ERRNO");
        return nullptr;
    }
    return next<dirent*(DIR*)>("readdir")(folder);
}

dirent64* readdir64(DIR* folder)
{
    return reinterpret_cast<dirent64*>(readdir(folder));
}

} // extern "C"
