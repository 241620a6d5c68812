// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/json/JsonReader.h"
#include "sources/json/ThrowingAllocator.h"

#include <QByteArray>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace faultline {

/// The objects and arrays within a cell, written again as the JSON text of the cell. The calls are
/// those of a JsonSink, from the beginning of the outermost one to its end.
class NestedJson
{
public:
    bool isOpen() const { return m_levels > 0; }
    /// `isKept`: otherwise only its end is found.
    void begin(bool isObject, bool isKept)
    {
        if (m_levels++ == 0) {
            m_text.Clear();
            m_writer.Reset(m_text);
        }
        if (isKept)
            isObject ? m_writer.StartObject() : m_writer.StartArray();
    }
    /// Returns whether that was the outermost one.
    bool end(bool isObject, bool isKept)
    {
        if (isKept)
            isObject ? m_writer.EndObject() : m_writer.EndArray();
        return --m_levels == 0;
    }
    void key(const QByteArray& text) { m_writer.Key(text.constData(), sizeOf(text)); }
    void value(JsonSink::Kind kind, const QByteArray& text)
    {
        switch (kind) {
        case JsonSink::Kind::Null:
            m_writer.Null();
            return;
        case JsonSink::Kind::Word:
            m_writer.Bool(text == "true");
            return;
        case JsonSink::Kind::Number:
            m_writer.RawValue(text.constData(), sizeOf(text), rapidjson::kNumberType);
            return;
        case JsonSink::Kind::Text:
            break;
        }
        m_writer.String(text.constData(), sizeOf(text));
    }
    QByteArray text() const
    {
        return {m_text.GetString(), static_cast<qsizetype>(m_text.GetSize())};
    }
    void reset() { m_levels = 0; }

private:
    static rapidjson::SizeType sizeOf(const QByteArray& text)
    {
        return static_cast<rapidjson::SizeType>(text.size());
    }

    using Buffer = rapidjson::GenericStringBuffer<rapidjson::UTF8<>, ThrowingAllocator>;
    Buffer m_text;
    rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> m_writer{
        m_text};
    int m_levels = 0;
};

} // namespace faultline
