#pragma once
// Shapes that the messages of TS 38.331 are made of. Every structure of this room describes itself once: `fields` (SEQUENCE)
// or `options` (CHOICE) decodes, encodes, prints and invents it (wire/rrc/at.hpp; only .cpp files need that).
//
// An OPTIONAL component is a std::optional, an OPTIONAL list a plain vector that is empty when absent, an OPTIONAL
// ENUMERATED of one word a bool. A component with a DEFAULT is a std::optional too: absent means the default. BIT STRINGs
// of up to 64 bits are numbers, first bit the most significant. Names are the ASN.1's in the spelling of this project.
// Ranges and sizes stand in the rows of `fields`; units and meanings are those of the standard's field descriptions.
//
// What releases after 15 add is described where a cell needs it (SIB1); elsewhere it is held as it came and re-emitted:
// extension additions in `unknown`, later messages of a nonCriticalExtension chain in `later`.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "codec/per.hpp"

namespace pellucid::rrc {

class At;
using codec::Additions;
using codec::extensible;
using codec::Range;
using codec::Size;

/// The words of an ENUMERATED in the order of their values, "..." where the extension marker stands.
class Words {
 public:
  constexpr explicit Words(const char* text) : text_(text) {
    for (std::size_t at = 0; at < text_.size();) {
      auto end = std::min(text_.find(' ', at), text_.size());
      if (text_.substr(at, end - at) == "...")
        root_ = known_, extension_ = codec::extensible;
      else
        ++known_;
      at = end + 1;
    }
    if (!extension_) root_ = known_;
  }
  constexpr std::uint16_t known() const { return known_; }
  constexpr std::uint16_t root() const { return root_; }
  constexpr codec::Extensible extension() const { return extension_; }
  /// The word of that value; its number if it belongs to a later version.
  std::string word(std::size_t value) const;

 private:
  std::string_view text_;
  std::uint16_t known_ = 0, root_ = 0;
  codec::Extensible extension_ = codec::closed;
};

/// NULL, or a SEQUENCE {} .
struct Null {
  bool operator==(const Null&) const = default;
};

/// The bits to the end of the encoding, padding included: what a later version of the standard put there.
struct Later {
  codec::BitString bits{};
  bool operator==(const Later&) const = default;
};

/// An alternative of an extensible CHOICE that this version does not know, as the octets of its open type.
struct UnknownAlternative {
  std::uint64_t number = 0;  // counted from the extension marker on
  Bytes content{};
  bool operator==(const UnknownAlternative&) const = default;
};

/// SetupRelease { T }: release, unless there is something to set up.
template <class T>
struct SetupRelease {
  std::optional<T> setup{};
  bool operator==(const SetupRelease&) const = default;
};

}  // namespace pellucid::rrc
