#pragma once
// The one rule of witnesses and signing services: a tree is vouched for only if it grew out of the last one that was. And the request
// that both read (C2SP tlog-witness, "add-checkpoint"): the old size, a consistency proof, an empty line, the new tree.
#include <optional>
#include <string>
#include <string_view>

#include "ledger/format/checkpoint.hpp"

namespace pellucid::ledger {

struct GrowthRequest {
  static constexpr std::size_t max_proof_lines = 63;
  static constexpr std::size_t max_octets = max_note_octets + 4096;

  std::uint64_t old_size = 0;
  Proof proof;
  std::string head;  // what follows the empty line: a signed checkpoint (witness), or a checkpoint's text (signing service)

  std::string text() const;
};
Result<GrowthRequest, std::string> parse_growth_request(std::string_view body);

/// How a request is answered: an HTTP status, and a body of that media type.
struct WitnessReply {
  int status = 200;
  std::string body;
  std::string type = "text/plain; charset=utf-8";
};
inline constexpr std::string_view size_media_type = "text/x.tlog.size";

/// Nothing if `next` grew out of `last` as the request proves (`last`: none was vouched for yet). Else the answer: 400 (old size larger
/// than the new one), 409 with the size of `last`, 422 (root of the empty tree, or the proof).
std::optional<WitnessReply> refuse_growth(const std::optional<Checkpoint>& last, const GrowthRequest& request, const Checkpoint& next);

}  // namespace pellucid::ledger
