#include "oversight/inventory/value_text.hpp"

#include "base/tree.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_examined_octets = 65'536;  // of a text that is far too long anyway

}  // namespace

std::string bounded_text(std::string_view text, std::size_t limit) {
  std::string out;
  auto rest = text.substr(0, max_examined_octets);
  while (!rest.empty()) {
    auto length = utf8_length(rest);
    bool control = std::uint8_t(rest.front()) < 0x20 || rest.front() == 0x7F;
    if (length == 0)
      out += "\xEF\xBF\xBD";
    else if (control || rest.front() == ' ')
      out += out.empty() ? "" : " ";
    else
      out += rest.substr(0, length);
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  while (out.ends_with(' ')) out.pop_back();
  if (out.size() <= limit) return out;
  auto remark = "... (cut, it had " + std::to_string(text.size()) + " octets)";
  std::size_t keep = limit > remark.size() ? limit - remark.size() : 0;
  while (keep > 0 && (std::uint8_t(out[keep]) & 0xC0) == 0x80) --keep;
  return out.substr(0, keep) + remark;
}

}  // namespace pellucid::oversight
