// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/output/ExportTarget.h"

#include "sources/folder/RoleDetection.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExportTarget)
};

UserMessage refused(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The export would overwrite a source file"))
        .because(why)
        .at(filePath)
        .withRemedy(Text::tr("Choose another name or folder. The file is unchanged."))
        .withCode(u"source-file"_s);
}

// Under the given name, and under the name that its symbolic links lead to.
Result<bool> isInLedger(SqlSession& session, const QFileInfo& target)
{
    const QString given = QDir::cleanPath(target.absoluteFilePath());
    const QString real = target.canonicalFilePath();
    const QString separator = kMemberSeparator.toString();
    auto found = session.execute(
        u"SELECT EXISTS (SELECT FROM faultline.source_file WHERE path IN (:given, :real)"
        " OR starts_with(path, :given_archive) OR starts_with(path, :real_archive))"_s,
        {{u"given"_s, given},
         {u"real"_s, real},
         {u"given_archive"_s, given + separator},
         {u"real_archive"_s, real + separator}});
    if (!found)
        return found.error();
    return found->next() && found->value(0).toBool();
}

bool beginsWith(const InputFile& file, const QByteArray& head)
{
    std::vector<char> start(static_cast<std::size_t>(head.size()));
    const auto count = file.read(0, start);
    return count && *count == head.size()
           && std::string_view(start.data(), start.size())
                  == std::string_view(head.constData(), start.size());
}

} // namespace

Result<void> checkExportTarget(SqlSession& session, const QString& filePath, const QByteArray& head)
{
    const QFileInfo target(filePath);
    if (!target.isFile())
        return {};
    const auto known = isInLedger(session, target);
    if (!known)
        return known.error();
    if (*known)
        return refused(filePath, Text::tr("It was loaded, and is needed to show its lines."));
    // A file that can't be read or isn't a source needs no protection here.
    const auto input = InputFile::open(filePath);
    if (!input || (!head.isEmpty() && beginsWith(*input, head)))
        return {};
    const auto detected = detectRole(*input);
    if (!detected)
        return {};
    return refused(
        filePath,
        Text::tr("It could be loaded as a source file: %1.").arg(sourceRoleText(detected->role)));
}

} // namespace faultline
