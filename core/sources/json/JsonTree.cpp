// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/json/JsonTree.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonTree)
};

class TreeBuilder : public JsonSink
{
public:
    bool value(Kind kind, const QByteArray& text, qint64 /*begin*/) override
    {
        add(kind == Kind::Text ? JsonNode::Kind::Text : JsonNode::Kind::Value).text = text;
        return true;
    }
    bool key(const QByteArray& text) override
    {
        m_key = text;
        return true;
    }
    bool beginObject() override { return open(JsonNode::Kind::Object); }
    bool endObject() override { return close(); }
    bool beginArray() override { return open(JsonNode::Kind::Array); }
    bool endArray() override { return close(); }
    void fault(RejectReason /*reason*/) override {}

    std::vector<JsonNode> take() { return std::move(m_values); }

private:
    JsonNode& add(JsonNode::Kind kind)
    {
        if (m_tooDeep > 0)
            return m_leftOut;
        // Only the last item of a container is open, so no open one moves.
        auto& items = m_open.empty() ? m_values : m_open.back()->items;
        JsonNode node;
        node.kind = kind;
        node.key = std::exchange(m_key, {});
        items.push_back(std::move(node));
        return items.back();
    }
    bool open(JsonNode::Kind kind)
    {
        if (m_tooDeep > 0 || m_open.size() >= kMaxTreeDepth) {
            ++m_tooDeep;
            return true;
        }
        m_open.push_back(&add(kind));
        return true;
    }
    bool close()
    {
        if (m_tooDeep > 0)
            --m_tooDeep;
        else
            m_open.pop_back();
        return true;
    }

    std::vector<JsonNode> m_values;
    std::vector<JsonNode*> m_open;
    std::size_t m_tooDeep = 0; ///< Open levels that are left out.
    JsonNode m_leftOut;
    QByteArray m_key;
};

} // namespace

const JsonNode* JsonNode::item(std::string_view wanted) const
{
    const auto found = std::find_if(items.begin(), items.end(), [wanted](const JsonNode& node) {
        return node.key == QByteArrayView(wanted.data(), static_cast<qsizetype>(wanted.size()));
    });
    return found == items.end() ? nullptr : &*found;
}

JsonTree readJsonTree(std::string_view text)
{
    JsonFileStream stream(text);
    TreeBuilder builder;
    JsonReader reader(stream, false);
    for (stream.skipWhitespace(); !stream.atEnd(); stream.skipWhitespace()) {
        if (reader.read(builder) == JsonReader::Outcome::Complete)
            continue;
        QString problem;
        if (!stream.atEnd()) {
            problem = Text::tr("It isn't valid JSON in line %1, byte %2: %3 %4")
                          .arg(
                              QString::number(stream.line()), QString::number(stream.position()),
                              reader.problem(), reader.remedy());
        }
        return {builder.take(), problem};
    }
    return {builder.take(), {}};
}

} // namespace faultline
