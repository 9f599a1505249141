#pragma once
// Whole files on the real disk.
#include "runtime/world.hpp"

namespace pellucid {

/// Files above this are not configuration, keys or state of ours.
inline constexpr std::size_t max_file_octets = 1u << 30;

Io<Bytes> read_whole_file(const std::string& path);
/// Beside (`<path>.new-<16 hex digits>`), synced, renamed, folder synced. `tag` makes the name beside unique.
Io<Nothing> replace_file(const std::string& path, ByteView content, unsigned mode, std::uint64_t tag);

}  // namespace pellucid
