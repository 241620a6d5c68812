// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/FileSample.h"

#include "base/Utf8.h"
#include "sources/input/InputFile.h"

#include <string_view>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kSampleBytes = 64 * 1024;
constexpr auto kUtf8Mark = "\xEF\xBB\xBF"sv;

// The last character may be cut off.
bool isUtf8(std::string_view text)
{
    constexpr std::size_t kMaxCharacterBytes = 4;
    return text.size() - validTextPrefix(text) < kMaxCharacterBytes;
}

} // namespace

QString fileNameOf(const SourceFile& file)
{
    const QString& path = file.input.isMember() ? file.input.member : file.input.path;
    return path.mid(path.lastIndexOf(u'/') + 1);
}

Result<FileSample> readSample(const SourceFile& file, SampleText as)
{
    InputName name = file.input;
    if (as == SampleText::AnyEncoding)
        name.encoding = TextEncoding::Utf8;
    const auto input = InputFile::open(name);
    if (!input)
        return input.error();
    FileSample sample;
    sample.text.resize(kSampleBytes);
    const auto count = input->read(0, sample.text);
    if (!count)
        return count.error();
    sample.text.resize(static_cast<std::size_t>(*count));
    sample.isWhole = sample.text.size() < kSampleBytes;
    if (sample.text.starts_with(kUtf8Mark)) {
        sample.markBytes = static_cast<qint64>(kUtf8Mark.size());
        sample.text.erase(0, kUtf8Mark.size());
    }
    if (as == SampleText::AnyEncoding && !isUtf8(sample.text)
        && sample.text.find('\0') == std::string::npos)
        sample.text = toUtf8(sample.text, TextEncoding::Iso8859_1);
    return sample;
}

} // namespace faultline
