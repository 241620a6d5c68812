// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces system calls in a program that links it or is started with it in LD_PRELOAD, and makes
// one of them fail like a disk or a network share:
//
//     FAULTLINE_FAILING_IO="fsync 28 /folder/report.csv*"
//
// is the call (write, fsync or close), the errno, and a pattern for the files. Without it, or in
// any other form, every call goes to the system.

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fnmatch.h>
#include <unistd.h>

namespace {

// The errno for the call; 0 if it must not fail.
int failureOf(const char* call, int descriptor)
{
    const char* wanted = std::getenv("FAULTLINE_FAILING_IO");
    char name[16] = {};
    int reason = 0;
    int patternAt = 0;
    if (wanted == nullptr || std::sscanf(wanted, "%15s %d %n", name, &reason, &patternAt) != 2
        || std::strcmp(name, call) != 0)
        return 0;
    char link[32] = {};
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    char path[PATH_MAX] = {};
    const int before = errno;
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    errno = before;
    return length > 0 && ::fnmatch(wanted + patternAt, path, 0) == 0 ? reason : 0;
}

template<typename Function>
Function* systemCall(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

int failed(int reason)
{
    errno = reason;
    return -1;
}

} // namespace

extern "C" ssize_t write(int descriptor, const void* bytes, size_t size)
{
    static auto* const call = systemCall<ssize_t(int, const void*, size_t)>("write");
    const int reason = failureOf("write", descriptor);
    return reason == 0 ? call(descriptor, bytes, size) : failed(reason);
}

extern "C" int fsync(int descriptor)
{
    static auto* const call = systemCall<int(int)>("fsync");
    const int reason = failureOf("fsync", descriptor);
    return reason == 0 ? call(descriptor) : failed(reason);
}

extern "C" int fdatasync(int descriptor)
{
    static auto* const call = systemCall<int(int)>("fdatasync");
    const int reason = failureOf("fsync", descriptor);
    return reason == 0 ? call(descriptor) : failed(reason);
}

extern "C" int close(int descriptor)
{
    static auto* const call = systemCall<int(int)>("close");
    const int reason = failureOf("close", descriptor);
    const int closed = call(descriptor);
    return reason == 0 ? closed : failed(reason);
}
