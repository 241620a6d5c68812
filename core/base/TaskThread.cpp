// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/TaskThread.h"

#include <QCoreApplication>

#include <atomic>
#include <list>
#include <mutex>
#include <thread>

namespace faultline {

namespace {

class Threads
{
public:
    ~Threads() { waitForAll(); }

    void start(std::function<void()> work)
    {
        const std::scoped_lock lock(m_mutex);
        m_running.remove_if([](const Running& running) { return running.isDone->load(); });
        // Added first, so that nothing can fail after it starts.
        Running& added = m_running.emplace_back();
        try {
            added.isDone = std::make_shared<std::atomic<bool>>(false);
            added.thread = std::jthread([work = std::move(work), isDone = added.isDone] {
                work();
                isDone->store(true);
            });
        } catch (...) {
            m_running.pop_back();
            throw;
        }
    }

    void waitForAll()
    {
        std::list<Running> running;
        {
            const std::scoped_lock lock(m_mutex);
            running.swap(m_running);
        }
        running.clear();
    }

private:
    struct Running
    {
        std::shared_ptr<std::atomic<bool>> isDone;
        std::jthread thread; ///< Joined on destruction.
    };

    std::mutex m_mutex;
    std::list<Running> m_running;
};

Threads& threads()
{
    static Threads all;
    // Runs while everything that the threads use still exists.
    static const bool isRegistered = [] {
        qAddPostRoutine(&waitForThreads);
        return true;
    }();
    Q_UNUSED(isRegistered)
    return all;
}

} // namespace

Result<void> startThread(std::function<void()> work)
{
    return guarded([&work]() -> Result<void> {
        threads().start(std::move(work));
        return {};
    });
}

void waitForThreads()
{
    threads().waitForAll();
}

} // namespace faultline
