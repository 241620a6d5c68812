// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace faultline {

/// A first-in first-out queue between threads that holds at most `capacity` items, so that a fast
/// producer waits for its consumers instead of filling memory.
/// Any thread may call any function.
template<typename T>
class BoundedQueue
{
public:
    explicit BoundedQueue(std::size_t capacity)
        : m_capacity(capacity)
    {}

    /// Waits for room. False when the queue is closed: the item was not added.
    bool push(T item)
    {
        std::unique_lock lock(m_mutex);
        m_hasRoom.wait(lock, [this] { return m_closed || m_items.size() < m_capacity; });
        if (m_closed)
            return false;
        m_items.push_back(std::move(item));
        lock.unlock();
        m_hasItem.notify_one();
        return true;
    }

    /// Waits for an item. Empty when the queue is closed and has no items left.
    std::optional<T> pop()
    {
        std::unique_lock lock(m_mutex);
        m_hasItem.wait(lock, [this] { return m_closed || !m_items.empty(); });
        if (m_items.empty())
            return std::nullopt;
        T item = std::move(m_items.front());
        m_items.pop_front();
        lock.unlock();
        m_hasRoom.notify_one();
        return item;
    }

    /// Takes no more items; those inside can still be popped.
    void close()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_closed = true;
        }
        m_hasRoom.notify_all();
        m_hasItem.notify_all();
    }

    /// Closes the queue and drops its items.
    void discard()
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_closed = true;
            m_items.clear();
        }
        m_hasRoom.notify_all();
        m_hasItem.notify_all();
    }

private:
    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::condition_variable m_hasRoom;
    std::condition_variable m_hasItem;
    std::deque<T> m_items;
    bool m_closed = false;
};

} // namespace faultline
