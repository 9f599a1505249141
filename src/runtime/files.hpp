#pragma once
// Whole files on the real disk, and the folders that they lie in.
#include "runtime/world.hpp"

namespace pellucid {

/// Files above this are not configuration, keys or state of ours.
inline constexpr std::size_t max_file_octets = 1u << 30;

Io<Bytes> read_whole_file(const std::string& path);
/// Beside (`<path>.new-<16 hex digits>`), synced, renamed, folder synced. `tag` makes the name beside unique.
Io<Nothing> replace_file(const std::string& path, ByteView content, unsigned mode, std::uint64_t tag);

/// The folder of `file`, made with mode 0700 if it is not there (its parents too).
Io<Nothing> make_folder_of(const std::string& file);
/// The file's content is on the disk.
Io<Nothing> sync_file(const std::string& file);
/// What was made, renamed or removed in the folder of `file` is on the disk.
Io<Nothing> sync_folder_of(const std::string& file);

}  // namespace pellucid
