// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/Litter.h"

#include <algorithm>
#include <array>
#include <string>

using namespace std::string_view_literals;

namespace faultline {

namespace {

// In lower case, as all names here: Windows and macOS don't distinguish case.
constexpr std::array kFiles{
    ".ds_store"sv,  ".localized"sv,  "icon\r"sv,         ".apdisk"sv, // macOS
    "thumbs.db"sv,  "ehthumbs.db"sv, "desktop.ini"sv,                 // Windows
    ".directory"sv,                                                   // KDE
    ".gitignore"sv, ".gitkeep"sv,    ".gitattributes"sv, ".gitmodules"sv,
};

constexpr std::array kFolders{
    "__macosx"sv,
    ".trash"sv,
    ".trashes"sv,
    ".spotlight-v100"sv,
    ".fseventsd"sv,
    ".temporaryitems"sv,
    ".documentrevisions-v100"sv,
    "$recycle.bin"sv,
    "recycler"sv,
    "system volume information"sv,
    "lost+found"sv,
    "@eadir"sv, // Synology
    "#recycle"sv,
    ".git"sv,
    ".svn"sv,
    ".hg"sv,
};

bool isSwapFile(std::string_view name)
{
    // Vim's: .plant.log.swp, then .swo, …
    constexpr std::size_t kEnding = 4;
    return name.starts_with('.') && name.size() > kEnding
           && name.substr(name.size() - kEnding, 3) == ".sw"sv && name.back() >= 'a'
           && name.back() <= 'z';
}

} // namespace

bool isLitter(std::string_view name, bool isFolder)
{
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    const auto startsWith = [&lower](std::string_view start) { return lower.starts_with(start); };
    // What a killed Faultline has left (.faultline-XXXXXX), and what a file server keeps for
    // programs that still use a deleted file.
    if (startsWith(".faultline-"sv) || startsWith(".nfs"sv) || startsWith(".fuse_hidden"sv))
        return true;
    if (isFolder) {
        return startsWith(".trash-"sv)
               || std::find(kFolders.begin(), kFolders.end(), lower) != kFolders.end();
    }
    return startsWith("._"sv)                                   // macOS, on other file systems
           || (startsWith(".~lock."sv) && lower.ends_with('#')) // LibreOffice
           || startsWith("~$"sv)                                // Microsoft Office
           || startsWith(".#"sv)                                // Emacs
           || isSwapFile(lower) || std::find(kFiles.begin(), kFiles.end(), lower) != kFiles.end();
}

} // namespace faultline
