#include <elf.h>

#include <cstring>

#include "crypto/sha256.hpp"
#include "oversight/host/host.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_program_headers = 256;
constexpr std::size_t max_build_id_octets = 64;

template <class T>
std::optional<T> at(ByteView octets, std::uint64_t offset) {
  if (offset > octets.size() || octets.size() - offset < sizeof(T)) return {};
  T out;
  std::memcpy(&out, octets.data() + offset, sizeof out);
  return out;
}

constexpr std::uint64_t padded(std::uint64_t size) { return (size + 3) & ~std::uint64_t(3); }

/// One segment of notes: each a header, a name and a description, both padded to four octets.
std::string build_id_in(ByteView notes) {
  for (std::uint64_t offset = 0; auto note = at<Elf64_Nhdr>(notes, offset);) {
    auto name = offset + sizeof *note, description = name + padded(note->n_namesz), end = description + padded(note->n_descsz);
    if (description > notes.size() || notes.size() - description < note->n_descsz) return {};
    bool gnu = note->n_namesz == 4 && std::memcmp(notes.data() + name, "GNU", 4) == 0;
    if (gnu && note->n_type == NT_GNU_BUILD_ID && note->n_descsz <= max_build_id_octets)
      return hex(notes.subspan(description, note->n_descsz));
    offset = end;
  }
  return {};
}

}  // namespace

std::string build_id(ByteView elf) {
  auto header = at<Elf64_Ehdr>(elf, 0);
  if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64 ||
      header->e_ident[EI_DATA] != ELFDATA2LSB)
    return {};
  for (std::size_t i = 0; i < header->e_phnum && i < max_program_headers; ++i) {
    auto segment = at<Elf64_Phdr>(elf, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) return {};
    if (segment->p_type != PT_NOTE || segment->p_offset > elf.size() || elf.size() - segment->p_offset < segment->p_filesz) continue;
    if (auto id = build_id_in(elf.subspan(segment->p_offset, segment->p_filesz)); !id.empty()) return id;
  }
  return {};
}

Result<OwnSoftware, std::string> own_software(const Machine& machine) {
  constexpr auto self = "/proc/self/exe";
  auto path = machine.link(self);
  auto content = machine.read(self, Host::max_binary_octets);
  if (!path || !content) return Fail(std::string("/proc/self/exe cannot be read; is /proc mounted?"));
  if (content->size() == Host::max_binary_octets) return Fail(*path + " is too large to digest");
  return OwnSoftware{*path, crypto::sha256({*content}), build_id(*content)};
}

}  // namespace pellucid::oversight
