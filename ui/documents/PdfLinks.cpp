// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/PdfLinks.h"

#include <QMap>
#include <QRegularExpression>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Numbers of objects in the document.
struct KnownObjects
{
    int size = 0; // one more than the highest
    int root = 0;
    int pages = 0;
    QByteArray info; // "1 0 R"
    qsizetype lastTable = 0;
    QList<int> pageNumbers;
    QList<int> annotations; // the array of each page
};

std::optional<QByteArray> captured(const QByteArray& text, const QString& pattern)
{
    const auto match = QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption)
                           .match(QString::fromLatin1(text));
    return match.hasMatch() ? std::optional(match.captured(1).toLatin1()) : std::nullopt;
}

// The cross-reference table says where objects are; their text can't be searched for, because
// streams hold any bytes.
class QtDocument
{
public:
    explicit QtDocument(const QByteArray& pdf)
        : m_pdf(pdf)
    {}

    std::optional<KnownObjects> read()
    {
        const qsizetype end = m_pdf.lastIndexOf("trailer");
        if (end < 0)
            return {};
        const QByteArray trailer = m_pdf.mid(end);
        const auto size = captured(trailer, u"/Size (\\d+)"_s);
        const auto root = captured(trailer, u"/Root (\\d+) 0 R"_s);
        const auto info = captured(trailer, u"/Info (\\d+ 0 R)"_s);
        const auto table = captured(trailer, u"startxref\\s+(\\d+)"_s);
        if (!size || !root || !info || !table)
            return {};
        KnownObjects known;
        known.size = size->toInt();
        known.root = root->toInt();
        known.info = *info;
        known.lastTable = table->toLongLong();
        if (!readTable(known.lastTable, known.size))
            return {};
        const auto pages = captured(object(known.root), u"/Pages (\\d+) 0 R"_s);
        if (!pages)
            return {};
        known.pages = pages->toInt();
        return addPages(known) ? std::optional(known) : std::nullopt;
    }

private:
    bool readTable(qsizetype position, int size)
    {
        constexpr qsizetype kEntry = 20;
        const auto head = captured(m_pdf.mid(position, 64), u"^(xref\\s+0 \\d+\\s*?\\n)"_s);
        if (!head)
            return false;
        for (int i = 0; i < size; ++i) {
            const QByteArray entry = m_pdf.mid(position + head->size() + i * kEntry, kEntry);
            if (entry.size() != kEntry)
                return false;
            m_positions << entry.first(10).toLongLong();
        }
        return true;
    }

    // Only of objects without a stream.
    QByteArray object(int number) const
    {
        if (number <= 0 || number >= m_positions.size())
            return {};
        const qsizetype start = m_positions.at(number);
        if (start >= m_pdf.size())
            return {};
        const qsizetype end = m_pdf.indexOf("endobj", start);
        const bool isIt =
            QByteArrayView(m_pdf).sliced(start).startsWith(QByteArray::number(number) + " 0 obj");
        return end < 0 || !isIt ? QByteArray() : m_pdf.mid(start, end - start);
    }

    bool addPages(KnownObjects& known) const
    {
        const auto kids = captured(object(known.pages), u"/Kids\\s*\\[([^\\]]*)\\]"_s);
        if (!kids)
            return false;
        auto numbers = QRegularExpression(u"(\\d+) 0 R"_s).globalMatch(QString::fromLatin1(*kids));
        while (numbers.hasNext()) {
            const int page = numbers.next().captured(1).toInt();
            const auto annotations = captured(object(page), u"/Annots (\\d+) 0 R"_s);
            if (!annotations)
                return false;
            known.pageNumbers << page;
            known.annotations << annotations->toInt();
        }
        return true;
    }

    const QByteArray& m_pdf;
    QList<qsizetype> m_positions;
};

QByteArray decimal(qreal number)
{
    return QByteArray::number(number, 'f', 2);
}

QByteArray reference(int object)
{
    return QByteArray::number(object) + " 0 R";
}

// In UTF-16 with its mark, in hexadecimal.
QByteArray pdfText(const QString& text)
{
    QByteArray hex = "<FEFF";
    for (const QChar character : text)
        hex += QByteArray::number(character.unicode(), 16).rightJustified(4, '0').toUpper();
    return hex + '>';
}

class Update
{
public:
    Update(const QByteArray& pdf, const KnownObjects& known)
        : m_pdf(pdf)
        , m_known(known)
        , m_next(known.size)
    {}

    QByteArray make(const QList<PdfBookmark>& bookmarks, const QList<PdfLink>& links)
    {
        if (!m_pdf.endsWith('\n'))
            m_pdf += '\n';
        addLinks(links);
        QByteArray catalog = "<<\n/Type /Catalog\n/Pages " + reference(m_known.pages)
                             + "\n/ViewerPreferences << /DisplayDocTitle true >>\n";
        if (!bookmarks.isEmpty()) {
            catalog +=
                "/Outlines " + reference(addBookmarks(bookmarks)) + "\n/PageMode /UseOutlines\n";
        }
        write(m_known.root, catalog + ">>");
        writeTable();
        return m_pdf;
    }

private:
    QByteArray destination(const PdfPlace& place) const
    {
        return "[" + reference(m_known.pageNumbers.at(place.page)) + " /XYZ null "
               + decimal(place.top) + " null]";
    }

    void addLinks(const QList<PdfLink>& links)
    {
        QMap<qsizetype, QByteArray> ofPage;
        for (const PdfLink& link : links) {
            ofPage[link.page] += "<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect ["
                                 + decimal(link.area.left()) + ' ' + decimal(link.area.top()) + ' '
                                 + decimal(link.area.right()) + ' ' + decimal(link.area.bottom())
                                 + "] /Dest " + destination(link.target) + " >>\n";
        }
        for (auto it = ofPage.cbegin(); it != ofPage.cend(); ++it)
            write(m_known.annotations.at(it.key()), "[\n" + it.value() + ']');
    }

    // Two levels. All are shown at first, so the root counts all of them.
    int addBookmarks(const QList<PdfBookmark>& bookmarks)
    {
        const int root = m_next++;
        const int first = m_next;
        m_next += static_cast<int>(bookmarks.size());
        const auto sibling = [&](qsizetype from, int step) -> int {
            for (qsizetype i = from + step; i >= 0 && i < bookmarks.size(); i += step) {
                if (bookmarks.at(i).level == bookmarks.at(from).level)
                    return first + static_cast<int>(i);
                if (bookmarks.at(i).level < bookmarks.at(from).level)
                    break;
            }
            return 0;
        };
        int parent = root;
        int lastOfRoot = first;
        for (qsizetype i = 0; i < bookmarks.size(); ++i) {
            const PdfBookmark& bookmark = bookmarks.at(i);
            const int self = first + static_cast<int>(i);
            if (bookmark.level == 0)
                lastOfRoot = self;
            QByteArray text = "<< /Title " + pdfText(bookmark.title) + " /Parent "
                              + reference(bookmark.level == 0 ? root : parent) + " /Dest "
                              + destination(bookmark.place);
            if (const int previous = sibling(i, -1); previous != 0)
                text += " /Prev " + reference(previous);
            if (const int next = sibling(i, 1); next != 0)
                text += " /Next " + reference(next);
            qsizetype children = 0;
            while (i + children + 1 < bookmarks.size()
                   && bookmarks.at(i + children + 1).level > bookmark.level)
                ++children;
            if (children > 0) {
                text += " /First " + reference(self + 1) + " /Last "
                        + reference(self + static_cast<int>(children)) + " /Count "
                        + QByteArray::number(children);
            }
            if (bookmark.level == 0)
                parent = self;
            write(self, text + " >>");
        }
        write(
            root, "<< /Type /Outlines /First " + reference(first) + " /Last "
                      + reference(lastOfRoot) + " /Count " + QByteArray::number(bookmarks.size())
                      + " >>");
        return root;
    }

    void write(int object, const QByteArray& content)
    {
        m_positions.insert(object, m_pdf.size());
        m_pdf += QByteArray::number(object) + " 0 obj\n" + content + "\nendobj\n";
    }

    void writeTable()
    {
        const qsizetype table = m_pdf.size();
        m_pdf += "xref\n";
        for (auto it = m_positions.cbegin(); it != m_positions.cend(); ++it) {
            m_pdf += QByteArray::number(it.key()) + " 1\n"
                     + QByteArray::number(it.value()).rightJustified(10, '0') + " 00000 n \n";
        }
        m_pdf += "trailer\n<<\n/Size " + QByteArray::number(m_next) + "\n/Info " + m_known.info
                 + "\n/Root " + reference(m_known.root) + "\n/Prev "
                 + QByteArray::number(m_known.lastTable) + "\n>>\nstartxref\n"
                 + QByteArray::number(table) + "\n%%EOF\n";
    }

    QByteArray m_pdf;
    const KnownObjects m_known;
    int m_next;
    QMap<int, qsizetype> m_positions;
};

} // namespace

QByteArray
withLinks(const QByteArray& pdf, const QList<PdfBookmark>& bookmarks, const QList<PdfLink>& links)
{
    const auto known = QtDocument(pdf).read();
    return known ? Update(pdf, *known).make(bookmarks, links) : pdf;
}

} // namespace faultline
