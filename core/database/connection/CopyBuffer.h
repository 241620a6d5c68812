// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QtEndian>
#include <QtGlobal>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>

namespace faultline {

/// Object identifiers of the array element types (pg_type.dat).
enum class ElementType : qint32 {
    Int8 = 20,
    Int2 = 21,
    Int4 = 23,
    Float8 = 701,
    TimestampTz = 1184,
};

/// A stream of rows for COPY … (FORMAT binary). Its memory is reused for the next stream. Each add…
/// function writes one field in the binary form that its type's receive function expects. Not
/// thread-safe. Format: https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".
class CopyBuffer
{
public:
    CopyBuffer() { clear(); }

    /// Empties the stream but keeps its memory.
    void clear();
    /// Allocates space for `bytes` bytes. Memory that isn't written to costs nothing.
    void reserve(std::size_t bytes);
    void beginRow(qint16 fieldCount)
    {
        put(fieldCount);
        ++m_rows;
    }

    /// A full row of numbers, with one capacity check for all of them.
    template<typename... Fields>
    void addRow(Fields... fields)
    {
        char* to = grow(sizeof(qint16) + (fieldBytes<Fields>() + ...));
        qToBigEndian(static_cast<qint16>(sizeof...(Fields)), to);
        to += sizeof(qint16);
        (writeField(to, fields), ...);
        ++m_rows;
    }

    void addNull() { put(qint32{-1}); }
    void addInt16(qint16 value) { addNumber(value); }
    void addInt32(qint32 value) { addNumber(value); }
    void addInt64(qint64 value) { addNumber(value); }
    void addDouble(double value) { addNumber(value); }
    /// Text in UTF-8, or a bytea.
    void addBytes(std::string_view bytes)
    {
        put(static_cast<qint32>(bytes.size()));
        append(bytes);
    }

    /// A field of `bytes` bytes, which the caller writes to the returned address.
    char* addRoom(std::size_t bytes)
    {
        put(static_cast<qint32>(bytes));
        return grow(bytes);
    }
    /// A one-dimensional array without nulls: `valueOf` of each of `elements`. Format:
    /// array_recv() in src/backend/utils/adt/arrayfuncs.c.
    template<typename Number, typename Elements, typename ValueOf>
    void addArray(ElementType type, const Elements& elements, const ValueOf& valueOf)
    {
        constexpr std::size_t kHeaderBytes = 3 * sizeof(qint32);
        constexpr std::size_t kDimensionBytes = 2 * sizeof(qint32);
        const std::size_t count = elements.size();
        const std::size_t bytes = kHeaderBytes + (count > 0 ? kDimensionBytes : 0)
                                  + count * (sizeof(qint32) + sizeof(Number));
        put(static_cast<qint32>(bytes));
        put(static_cast<qint32>(count > 0 ? 1 : 0)); // dimensions
        put(qint32{0});                              // no nulls
        put(static_cast<qint32>(type));
        if (count == 0)
            return;
        put(static_cast<qint32>(count));
        put(qint32{1}); // lower bound
        char* to = grow(count * (sizeof(qint32) + sizeof(Number)));
        for (const auto& element : elements)
            writeField(to, static_cast<Number>(valueOf(element)));
    }

    /// Raw parts, for types with their own format, such as hstore.
    void put(qint16 value) { putNumber(value); }
    void put(qint32 value) { putNumber(value); }
    void append(std::string_view bytes)
    {
        char* to = grow(bytes.size());
        if (!bytes.empty())
            std::memcpy(to, bytes.data(), bytes.size());
    }

    qint64 rowCount() const { return m_rows; }
    std::size_t byteCount() const { return m_size; }
    /// The complete stream with its trailer; valid until the next change.
    std::string_view finish();

private:
    template<typename Number>
    void putNumber(Number value)
    {
        qToBigEndian(value, grow(sizeof(Number)));
    }
    template<typename Number>
    void addNumber(Number value)
    {
        char* to = grow(fieldBytes<Number>());
        writeField(to, value);
    }
    template<typename Field>
    static constexpr std::size_t fieldBytes()
    {
        return sizeof(qint32) + sizeof(Field);
    }
    // Writes the value's length and the value, and advances `to`.
    template<typename Field>
    static void writeField(char*& to, Field field)
    {
        qToBigEndian(static_cast<qint32>(sizeof(Field)), to);
        if constexpr (std::is_same_v<Field, double>)
            qToBigEndian(std::bit_cast<quint64>(field), to + sizeof(qint32));
        else
            qToBigEndian(field, to + sizeof(qint32));
        to += fieldBytes<Field>();
    }
    // Space for `bytes` more bytes, which the caller fills.
    char* grow(std::size_t bytes)
    {
        if (m_capacity - m_size < bytes)
            reserve(std::max(m_capacity * 2, m_size + bytes));
        char* const start = m_data.get() + m_size;
        m_size += bytes;
        return start;
    }

    std::unique_ptr<char[]> m_data;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
    qint64 m_rows = 0;
    bool m_finished = false;
};

} // namespace faultline
