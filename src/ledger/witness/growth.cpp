#include "ledger/witness/growth.hpp"

#include "ledger/format/base64.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {

std::string GrowthRequest::text() const {
  std::string out = "old " + std::to_string(old_size) + "\n";
  for (auto& hash : proof) out += base64(hash) + "\n";
  return out + "\n" + head;
}

Result<GrowthRequest, std::string> parse_growth_request(std::string_view body) {
  if (body.size() > GrowthRequest::max_octets) return Fail(std::string("the request is too long"));
  GrowthRequest out;
  auto line = take_line(body);
  auto old_size = line && line->starts_with("old ") ? parse_decimal(line->substr(4)) : std::nullopt;
  if (!old_size) return Fail(std::string("the first line is not \"old\" and a plain decimal"));
  out.old_size = *old_size;
  for (;;) {
    line = take_line(body);
    if (!line) return Fail(std::string("no empty line after the proof"));
    if (line->empty()) break;
    auto hash = from_base64<32>(*line);
    if (!hash) return Fail(std::string("a proof line is not 32 octets of base64"));
    if (out.proof.size() == GrowthRequest::max_proof_lines) return Fail(std::string("more than 63 proof lines"));
    out.proof.push_back(*hash);
  }
  out.head = body;
  return out;
}

std::optional<WitnessReply> refuse_growth(const std::optional<Checkpoint>& last, const GrowthRequest& request, const Checkpoint& next) {
  const Checkpoint nothing{next.origin, 0, empty_root(), {}};
  const Checkpoint& before = last ? *last : nothing;
  if (request.old_size > next.size) return WitnessReply{400, "the old size is larger than the checkpoint's\n"};
  if (request.old_size != before.size) return WitnessReply{409, std::to_string(before.size) + "\n", std::string(size_media_type)};
  if (next.size == 0 && next.root != empty_root()) return WitnessReply{422, "the root of an empty tree is another one\n"};
  if (!verify_consistency(before.size, before.root, next.size, next.root, request.proof))
    return WitnessReply{422, "the tree did not grow out of the one of size " + std::to_string(before.size) + " that was seen here\n"};
  return {};
}

}  // namespace pellucid::ledger
