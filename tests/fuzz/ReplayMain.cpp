// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a target over files, without a fuzzer: for the corpus, in every build.
//   fuzz_X FILE_OR_FOLDER...
#include "FuzzTarget.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList filesOf(const QString& path)
{
    if (QFileInfo(path).isFile())
        return {path};
    QStringList files;
    QDirIterator iterator(path, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext())
        files << iterator.next();
    files.sort();
    return files;
}

} // namespace

int main(int argc, char* argv[])
{
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const QString& path : filesOf(QFile::decodeName(argv[i]))) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly)) {
                std::fprintf(stderr, "can't read %s\n", qPrintable(path));
                return 1;
            }
            const QByteArray content = file.readAll();
            // Printed first: if the target aborts, this is the input.
            std::printf("%s\n", qPrintable(path));
            std::fflush(stdout);
            LLVMFuzzerTestOneInput(
                reinterpret_cast<const std::uint8_t*>(content.constData()),
                static_cast<std::size_t>(content.size()));
            ++count;
        }
    }
    if (count == 0) {
        std::fprintf(stderr, "usage: %s FILE_OR_FOLDER...\n", argv[0]);
        return 2;
    }
    std::printf("%d inputs\n", count);
    return 0;
}
