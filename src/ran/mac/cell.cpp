#include "ran/mac/cell.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace pellucid::mac {
namespace {

constexpr std::uint16_t msg3_tbs_min = 72;  // 48 bits of CCCH and a short BSR with their subheaders
constexpr unsigned msg3_harq_bits = 1000;   // more than any Msg3 that we grant
constexpr std::uint8_t rv_order[] = {0, 2, 3, 1};
constexpr std::uint16_t first_c_rnti = 0x4601, last_c_rnti = 0xFFEF;
constexpr unsigned harq_timing_field = 3;                 // HARQ-ACK four slots after the PDSCH
constexpr unsigned sib1_top_mcs = 9, common_top_mcs = 9;  // QPSK: no phone has told us its channel yet

/// A PDSCH of `octets` in the blocks `range` of CORESET 0 with the lowest QPSK row and then the fewest blocks that hold it.
std::optional<CommonPdsch> fit(const InitialAccess& access, CommonKind kind, phy::SlotPoint slot, phy::RbRange range, std::size_t octets,
                               unsigned top_mcs) {
  auto holds = [&](std::uint16_t blocks, unsigned mcs) -> std::optional<CommonPdsch> {
    auto riv = phy::riv(std::uint16_t(access.coreset0.blocks()), {range.start, blocks});
    if (!riv.ok()) return {};
    CommonPdsch pdsch{.frequency_assignment = *riv, .mcs = mcs};
    auto allocation = common_pdsch(access, kind, si_rnti, slot, pdsch);
    if (!allocation.ok() || allocation->tbs_bits < 8 * octets) return {};
    return pdsch;
  };
  for (unsigned mcs = 0; mcs <= top_mcs; ++mcs) {
    auto whole = holds(range.length, mcs);
    if (!whole) continue;
    std::uint16_t low = 1, high = range.length;  // the fewest lies in [low, high]
    while (low < high) {
      auto middle = std::uint16_t((low + high) / 2);
      holds(middle, mcs) ? high = middle : low = std::uint16_t(middle + 1);
    }
    return holds(low, mcs);
  }
  return {};
}

}  // namespace

/// One phone between its preamble and its connection.
struct Cell::Attempt {
  enum Stage { free, respond, wait_msg3, grant_again, answer, wait_ack };
  int stage = free;
  Rnti rnti;
  std::uint8_t preamble = 0;
  unsigned timing_advance = 0;
  Rnti ra;
  phy::SlotPoint last_slot;  // by then the response is sent, or it is too late
  phy::SlotPoint due;        // of the PUSCH or PUCCH
  RarGrant grant;
  phy::PuschConfig pusch;
  phy::HarqBuffer harq{msg3_harq_bits};
  phy::PucchResource pucch;
  unsigned sendings = 0;
  Bytes block;  // Msg4
  CommonPdsch pdsch;
};

Cell::Cell(const InitialAccess& access, Broadcast broadcast, CellEvents& events)
    : access_(access), broadcast_(std::move(broadcast)), events_(events), dci_(common_dci(access)) {
  for (auto& attempt : attempts_) attempt = std::make_unique<Attempt>();
  phy::PdcchCandidate candidates[phy::max_candidates];
  std::size_t count = phy::pdcch_candidates(access.coreset0, access.common_space, 0, 0, candidates);
  check(count > 0, "a planned common search space has candidates");
  candidate_ = candidates[0];  // the highest level: nobody has told us that less would do
}

Cell::~Cell() = default;

Result<std::unique_ptr<Cell>, Why> Cell::make(const InitialAccess& access, Broadcast broadcast, CellEvents& events) {
  std::unique_ptr<Cell> cell(new Cell(access, std::move(broadcast), events));
  if (!cell->place_sib1())
    return Fail(Why{"SIB1 finds room in the carrier", std::to_string(cell->broadcast_.sib1.size()) + " octets",
                    "what CORESET 0's blocks hold with QPSK", "cell.bandwidth_mhz", "use a wider carrier"});
  return cell;
}

/// Beside the SS block if there is room, so that a phone finds it in the first slot it looks at; else in the slot after.
bool Cell::place_sib1() {
  std::uint16_t first = access_.coreset0.first_block, end = std::uint16_t(first + access_.coreset0.blocks());
  auto ssb_first = std::uint16_t(access_.ssb.first_subcarrier / 12),
       ssb_end = std::uint16_t((access_.ssb.first_subcarrier + phy::ssb_subcarriers + 11) / 12);
  phy::SlotPoint slot(access_.downlink.spacing, 0, access_.type0.slot);
  bool beside = ssb_symbol(access_, slot).has_value();
  std::vector<phy::RbRange> sides{{0, std::uint16_t(end - first)}};
  if (beside) {
    sides.clear();
    if (ssb_first > first) sides.push_back({0, std::uint16_t(std::min(ssb_first, end) - first)});
    if (ssb_end < end) sides.push_back({std::uint16_t(std::max(ssb_end, first) - first), std::uint16_t(end - std::max(ssb_end, first))});
    std::ranges::sort(sides, std::greater{}, &phy::RbRange::length);
  }
  for (auto& side : sides)
    if (auto found = fit(access_, CommonKind::system_information, slot, side, broadcast_.sib1.size(), sib1_top_mcs)) {
      sib1_ = *found;
      sib1_slot_ = access_.type0.slot;
      return true;
    }
  if (!beside || !access_.duplex.downlink(slot + 1)) return false;
  auto found = fit(access_, CommonKind::system_information, slot, {0, std::uint16_t(end - first)}, broadcast_.sib1.size(), sib1_top_mcs);
  if (found) sib1_ = *found, sib1_slot_ = access_.type0.slot + 1;
  return found.has_value();
}

void Cell::downlink(phy::SlotPoint slot, DownlinkSlot& out) {
  out.clear(slot);
  if (!access_.duplex.downlink(slot)) return;
  send_broadcast(slot, out);
  // One common message a slot: there is one candidate on CORESET 0. SS blocks have their slot for themselves, SIB1 apart.
  if (!out.empty()) return;
  send_response(slot, out) || send_msg4(slot, out) || send_msg3_grant(slot, out);
}

void Cell::send_broadcast(phy::SlotPoint slot, DownlinkSlot& out) {
  auto symbol = ssb_symbol(access_, slot);
  if (symbol) {
    auto payload = phy::bch_payload(broadcast_.mib, std::uint16_t(slot.frame()), slot.half_frame() == 1);
    check(payload.ok(), "the MIB of a planned cell");
    SsbPdu pdu{{}, std::uint16_t(access_.ssb.first_subcarrier), *symbol};
    pdu.block.pci = access_.pci;
    pdu.block.l_max = std::uint8_t(phy::ssb_first_symbols(access_.ssb_case, access_.downlink.centre_hz, access_.duplex.is_fdd()).size());
    pdu.block.payload = *payload;
    out.ssb.push_back(pdu);
  }
  if (slot.slot() != sib1_slot_ || (slot.frame() % 2 == 1) != access_.type0.odd_frame) return;
  auto allocation = common_pdsch(access_, CommonKind::system_information, si_rnti, slot, sib1_);
  phy::Dci10Si dci{.frequency_assignment = sib1_.frequency_assignment,
                   .time_assignment = sib1_.time_assignment,
                   .mcs = sib1_.mcs,
                   .redundancy_version = sib1_.rv};
  auto packed = phy::pack(dci, dci_);
  check(allocation.ok() && packed.ok(), "SIB1 was placed");
  Bytes block = broadcast_.sib1;
  block.resize(allocation->tbs_bits / 8);  // padded with zeros (TS 38.331 §8.5)
  send_pdsch(slot, out, si_rnti, *allocation, std::move(block), *packed);
}

bool Cell::send_pdsch(phy::SlotPoint slot, DownlinkSlot& out, Rnti rnti, const phy::PdschAllocation& allocation, Bytes block,
                      const phy::DciPayload& dci) {
  PdcchPdu pdcch{common_pdcch(access_, slot), {candidate_, rnti.value(), 1}, dci};
  out.pdcch.push_back(pdcch);
  out.pdsch.push_back({allocation, std::move(block)});
  return true;
}

bool Cell::send_response(phy::SlotPoint slot, DownlinkSlot& out) {
  // Attempts that no response can reach any more are given up: the phone tries again.
  for (auto& attempt : attempts_)
    if (attempt->stage == Attempt::respond && attempt->last_slot.before(slot)) ++counters_.refused, attempt->stage = Attempt::free;
  auto first = std::ranges::find_if(attempts_, [](auto& a) { return a->stage == Attempt::respond; });
  if (first == attempts_.end()) return false;
  // One response PDU answers all preambles of one occasion.
  RarPdu rar;
  std::vector<Attempt*> answered;
  for (auto& attempt : attempts_) {
    if (attempt->stage != Attempt::respond || attempt->ra != (*first)->ra) continue;
    auto grant = grant_msg3(slot, unsigned(answered.size()));
    if (!grant) break;
    attempt->grant = *grant;
    rar.responses.push_back({attempt->preamble, std::uint16_t(attempt->timing_advance), *grant, attempt->rnti});
    answered.push_back(attempt.get());
  }
  if (answered.empty()) return false;
  auto pdsch =
      fit(access_, CommonKind::random_access, slot, {0, std::uint16_t(access_.coreset0.blocks())}, 8 * answered.size(), common_top_mcs);
  if (!pdsch) return false;
  Rnti ra = (*first)->ra;
  auto allocation = common_pdsch(access_, CommonKind::random_access, ra, slot, *pdsch);
  auto dci = phy::pack(phy::Dci10Ra{.frequency_assignment = pdsch->frequency_assignment, .mcs = pdsch->mcs}, dci_);
  check(allocation.ok() && dci.ok(), "a response that fits");
  auto block = write_rar(rar, allocation->tbs_bits / 8);
  check(block.has_value(), "a response has the size it was planned with");
  for (auto* attempt : answered) {
    auto config = msg3_pusch(access_, attempt->rnti, attempt->grant, 0);
    auto delay = msg3_delay(access_, attempt->grant);
    check(config.ok() && delay.ok(), "our own grant");
    attempt->pusch = *config;
    attempt->due = slot + *delay;
    attempt->sendings = 1;
    attempt->harq.clear();
    attempt->stage = Attempt::wait_msg3;
    ++counters_.responses;
  }
  return send_pdsch(slot, out, ra, *allocation, std::move(*block), *dci);
}

/// A grant for Msg3 number `extra` of a response in that slot, above the PRACH's blocks, so that neither PUCCH at the edges nor preambles
/// are in its way. Nothing if no time-domain row ends in a free uplink slot.
std::optional<RarGrant> Cell::grant_msg3(phy::SlotPoint slot, unsigned extra) const {
  unsigned above = access_.prach.frequency_start +
                   phy::prach_blocks(phy::prach_configuration(access_.prach.configuration_index, access_.prach.paired)->format,
                                     access_.prach.spacing, access_.uplink.spacing);
  for (unsigned row = 0; row < access_.pusch_times.size(); ++row)
    for (std::uint16_t blocks = 1; blocks <= 6; ++blocks) {
      RarGrant grant{.time_allocation = std::uint8_t(row), .mcs = 0, .tpc = 3};
      auto range = phy::riv(access_.initial_uplink.size, {std::uint16_t(above + extra * blocks), blocks});
      if (!range.ok()) break;
      grant.frequency_allocation = std::uint16_t(*range);
      auto pusch = msg3_pusch(access_, Rnti(first_c_rnti), grant, 0);
      if (!pusch.ok() || pusch->tbs_bits < msg3_tbs_min) continue;
      auto at = slot + *msg3_delay(access_, grant);
      bool taken = std::ranges::any_of(attempts_, [&](auto& a) { return a->stage == Attempt::wait_msg3 && a->due == at; });
      if (taken || !access_.duplex.uplink(at)) break;
      return grant;
    }
  return {};
}

/// Msg3 once more: DCI 0_0 with the temporary C-RNTI and the blocks of the first grant.
bool Cell::send_msg3_grant(phy::SlotPoint slot, DownlinkSlot& out) {
  for (auto& attempt : attempts_) {
    if (attempt->stage != Attempt::grant_again) continue;
    auto time = access_.pusch_time(attempt->grant.time_allocation);
    auto at = slot + time->slot_offset;
    bool taken = std::ranges::any_of(attempts_, [&](auto& a) { return a->stage == Attempt::wait_msg3 && a->due == at; });
    if (taken || !access_.duplex.uplink(at)) continue;
    std::uint8_t rv = rv_order[attempt->sendings % 4];
    auto dci = phy::pack(phy::Dci00{.frequency_assignment = attempt->grant.frequency_allocation,
                                    .time_assignment = attempt->grant.time_allocation,
                                    .mcs = attempt->grant.mcs,
                                    .redundancy_version = rv,
                                    .tpc = 1},
                         dci_);
    check(dci.ok(), "our own grant");
    attempt->pusch.rv = rv;
    attempt->due = at;
    ++attempt->sendings;
    attempt->stage = Attempt::wait_msg3;
    out.pdcch.push_back({common_pdcch(access_, slot), {candidate_, attempt->rnti.value(), 1}, *dci});
    return true;
  }
  return false;
}

bool Cell::send_msg4(phy::SlotPoint slot, DownlinkSlot& out) {
  for (auto& attempt : attempts_) {
    if (attempt->stage != Attempt::answer) continue;
    unsigned timing = harq_timing_field;
    for (; timing < 8 && !access_.duplex.uplink(slot + common_harq_delay(timing)); ++timing) continue;
    if (timing == 8) continue;
    auto at = slot + common_harq_delay(timing);
    if (attempt->sendings == 0) {
      auto pdsch =
          fit(access_, CommonKind::connection, slot, {0, std::uint16_t(access_.coreset0.blocks())}, attempt->block.size(), common_top_mcs);
      if (!pdsch) {
        end(*attempt, false);
        continue;
      }
      attempt->pdsch = *pdsch;
    }
    attempt->pdsch.rv = rv_order[attempt->sendings % 4];
    // The resource indicator keeps phones that answer in one slot apart.
    auto others = std::ranges::count_if(attempts_, [&](auto& a) { return a->stage == Attempt::wait_ack && a->due == at; });
    if (others >= 8) continue;
    auto resource = common_pucch(access_, candidate_.cce, unsigned(others));
    auto allocation = common_pdsch(access_, CommonKind::connection, attempt->rnti, slot, attempt->pdsch);
    auto dci = phy::pack(phy::Dci10{.frequency_assignment = attempt->pdsch.frequency_assignment,
                                    .mcs = attempt->pdsch.mcs,
                                    .new_data = 1,
                                    .redundancy_version = attempt->pdsch.rv,
                                    .tpc = 1,
                                    .pucch_resource = std::uint32_t(others),
                                    .harq_timing = timing},
                         dci_);
    check(resource.ok() && allocation.ok() && dci.ok(), "a common PDSCH that fits");
    auto block = attempt->block;
    if (block.size() < allocation->tbs_bits / 8) {
      block.push_back(lcid::padding);
      block.resize(allocation->tbs_bits / 8);
    }
    attempt->pucch = *resource;
    attempt->due = at;
    ++attempt->sendings;
    attempt->stage = Attempt::wait_ack;
    return send_pdsch(slot, out, attempt->rnti, *allocation, std::move(block), *dci);
  }
  return false;
}

void Cell::uplink(phy::SlotPoint slot, UplinkSlot& out) {
  out.clear(slot);
  for (auto& attempt : attempts_) {
    if (attempt->due != slot) continue;
    if (attempt->stage == Attempt::wait_msg3) out.pusch.push_back({attempt->pusch, &attempt->harq});
    if (attempt->stage == Attempt::wait_ack)
      out.pucch.push_back({attempt->pucch, common_pucch_identity(access_, attempt->rnti), attempt->rnti, 1});
  }
}

void Cell::indicate(const UplinkResult& result) {
  for (auto& indication : result.prach) preamble(indication, result.slot);
  for (auto& indication : result.pusch)
    if (auto* attempt = find(indication.rnti, Attempt::wait_msg3)) msg3(*attempt, indication);
  for (auto& indication : result.pucch)
    if (auto* attempt = find(indication.rnti, Attempt::wait_ack)) msg4_acknowledged(*attempt, indication);
}

void Cell::preamble(const PrachIndication& indication, phy::SlotPoint now) {
  ++counters_.preambles;
  auto room = std::ranges::find_if(attempts_, [](auto& a) { return a->stage == Attempt::free; });
  if (room == attempts_.end()) {
    ++counters_.refused;
    return;
  }
  auto& attempt = **room;
  attempt.stage = Attempt::respond;
  attempt.rnti = next_rnti();
  attempt.preamble = std::uint8_t(indication.detection.preamble);
  attempt.timing_advance = indication.detection.timing_advance;
  attempt.ra = Rnti(std::uint16_t(phy::ra_rnti(indication.occasion)));
  attempt.last_slot = now + (access_.rar_window_slots - 1 + rar_window_start);
  attempt.sendings = 0;
}

void Cell::msg3(Attempt& attempt, const PuschIndication& indication) {
  if (!indication.ok) {
    ++counters_.msg3_bad;
    if (attempt.sendings >= most_msg3_sendings) return end(attempt, false);
    attempt.stage = Attempt::grant_again;
    return;
  }
  ++counters_.msg3;
  auto parts = read_pdu(Direction::uplink, indication.block);
  const SubPdu* ccch = nullptr;
  if (parts.ok())
    for (auto& part : *parts)
      if (part.lcid == lcid::ul_ccch_48 || part.lcid == lcid::ccch) ccch = &part;
  Bytes answer;
  if (ccch) answer = events_.answer(attempt.rnti, ccch->payload);
  if (answer.empty()) {
    ++counters_.unreadable;
    attempt.stage = Attempt::free;
    return;
  }
  std::vector<SubPdu> down{{lcid::contention_resolution, ccch->payload.first(std::tuple_size_v<ContentionResolutionIdentity>)},
                           {lcid::ccch, answer}};
  std::size_t octets =
      sub_pdu_octets(Direction::downlink, lcid::contention_resolution, 6) + sub_pdu_octets(Direction::downlink, lcid::ccch, answer.size());
  auto block = write_pdu(Direction::downlink, down, octets);
  check(block.has_value(), "the size of Msg4 was counted");
  attempt.block = std::move(*block);
  attempt.sendings = 0;
  attempt.stage = Attempt::answer;
}

void Cell::msg4_acknowledged(Attempt& attempt, const PucchIndication& indication) {
  if (indication.present && indication.bits[0] == 1) return end(attempt, true);
  if (attempt.sendings >= most_msg4_sendings) return end(attempt, false);
  attempt.stage = Attempt::answer;
}

void Cell::end(Attempt& attempt, bool connected) {
  attempt.stage = Attempt::free;
  if (connected) {
    ++counters_.connected;
    events_.connected(attempt.rnti);
  } else {
    ++counters_.lost;
    events_.lost(attempt.rnti);
  }
}

Cell::Attempt* Cell::find(Rnti rnti, int stage) {
  auto found = std::ranges::find_if(attempts_, [&](auto& a) { return a->stage == stage && a->rnti == rnti; });
  return found == attempts_.end() ? nullptr : found->get();
}

Rnti Cell::next_rnti() {
  last_rnti_ = last_rnti_ >= last_c_rnti ? first_c_rnti : std::uint16_t(last_rnti_ + 1);
  return Rnti(last_rnti_);
}

std::size_t Cell::attempts() const {
  return std::size_t(std::ranges::count_if(attempts_, [](auto& a) { return a->stage != Attempt::free; }));
}

}  // namespace pellucid::mac
