#include "ran/mac/modem.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "ran/phy/waveform/estimate.hpp"

namespace pellucid::mac {
namespace {

constexpr double search_ms = 25;  // holds an SS block of each cell that sends one every 20 ms
constexpr double kept_ms = 5;     // of a window without a cell: a block may lie across its end
constexpr double tc_s = 1 / (480e3 * 4096);
constexpr unsigned sib1_patience_frames = 32;  // then the cell is searched for again
constexpr unsigned prach_lead_slots = 4;

}  // namespace

const char* name(Modem::State state) {
  constexpr const char* names[] = {
      "searching", "reading SIB1", "camped", "waiting for the random-access response", "waiting for contention resolution",
      "connected", "failed"};
  return names[std::size_t(state)];
}

struct Modem::Work {
  Work(ModemConfig c, ReadSib1 reader, std::function<std::uint32_t()> draw)
      : config(std::move(c)),
        read_sib1(std::move(reader)),
        random(std::move(draw)),
        demodulator(config.downlink),
        grid(config.downlink.resource_blocks),
        pdsch(config.downlink.resource_blocks),
        block(phy::max_tbs_bits / 8),
        slot_samples(config.downlink.slot_samples()) {
    phy::CellReaderSettings settings;
    settings.search = {.spacing = config.downlink.spacing,
                       .fft_size = config.downlink.fft_size,
                       .block_offset_hz = config.ssb_centre_hz - config.downlink.centre_hz,
                       .centre_hz = config.downlink.centre_hz};
    settings.placement = config.ssb_case;
    settings.centre_hz = config.ssb_centre_hz;
    settings.paired = config.paired;
    cells.emplace(settings);
  }

  void receive(radio::SampleTime time, phy::SampleView samples, std::vector<Burst>& bursts);
  bool search();
  void take_cell(const phy::CellFound& found);
  void process(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts);
  void look_for_sib1(phy::SlotPoint slot);
  void send_preamble(phy::SlotPoint now, std::int64_t now_start, std::vector<Burst>& bursts);
  void look_for_response(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts);
  void look_for_msg4(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts);
  void take_msg4(phy::SlotPoint slot, std::int64_t start, const phy::Dci10& dci, unsigned cce, std::vector<Burst>& bursts);
  void send_msg3(phy::SlotPoint at, std::int64_t start, std::uint8_t rv, std::vector<Burst>& bursts);
  void send_grid(const phy::Grid& up, phy::SlotPoint at, std::int64_t start, std::vector<Burst>& bursts);
  void add_burst(std::int64_t start, phy::Samples samples, std::vector<Burst>& bursts);
  void try_again();
  std::optional<phy::PdcchFound> find(const phy::SearchSpace& space, phy::SlotPoint slot, Rnti rnti);
  std::optional<ByteView> decode(const phy::PdschAllocation& allocation, phy::HarqBuffer& harq, phy::LinkFigures* link = nullptr);

  ModemConfig config;
  ReadSib1 read_sib1;
  std::function<std::uint32_t()> random;
  std::optional<phy::CellReader> cells;
  phy::OfdmDemodulator demodulator;
  phy::Grid grid;
  phy::PdcchReceiver pdcch;
  phy::PdschReceiver pdsch;
  std::vector<std::uint8_t> block;
  std::size_t slot_samples;

  State state = State::searching;
  ModemFigures figures;
  phy::Samples buffer;            // received, not yet looked at
  std::int64_t buffer_start = 0;  // time of its first sample
  std::int64_t next_start = 0;    // time at which slot `next` begins
  phy::SlotPoint next;
  double cfo_hz = 0;
  phy::Samples slot_buffer;

  InitialAccess access;  // provisional until SIB1 is read
  bool planned = false;
  phy::FallbackDciConfig dci;
  phy::SlotPoint sib1_deadline;
  phy::HarqBuffer harq{40000};
  Bytes sib1;
  phy::Grid sib1_grid;
  phy::Samples sib1_symbols, pbch_symbols;

  std::optional<phy::Prach> prach;
  std::optional<phy::OfdmModulator> modulator;
  std::optional<phy::PuschTransmitter> pusch;
  phy::PucchTransmitter pucch;
  phy::Grid sent;
  phy::PrachOccasion occasion;
  unsigned preamble = 0;
  phy::SlotPoint window_start, window_end;  // of the response; then window_end is that of contention resolution
  std::int64_t advance = 0;                 // samples by which the uplink goes ahead of the downlink
  RarGrant grant;
  Rnti rnti;
  std::uint32_t msg4_ndi = 2;  // none yet
  Bytes answer;
};

Modem::Modem(ModemConfig config, ReadSib1 read_sib1, std::function<std::uint32_t()> random)
    : work_(std::make_unique<Work>(std::move(config), std::move(read_sib1), std::move(random))) {}
Modem::~Modem() = default;
void Modem::receive(radio::SampleTime time, phy::SampleView samples, std::vector<Burst>& bursts) { work_->receive(time, samples, bursts); }
Modem::State Modem::state() const { return work_->state; }
const ModemFigures& Modem::figures() const { return work_->figures; }
const InitialAccess* Modem::access() const { return work_->planned ? &work_->access : nullptr; }
ByteView Modem::sib1() const { return work_->sib1; }
Rnti Modem::c_rnti() const { return work_->rnti; }
ByteView Modem::answer() const { return work_->answer; }
const phy::Grid& Modem::sib1_grid() const { return work_->sib1_grid; }
phy::SampleView Modem::sib1_symbols() const { return work_->sib1_symbols; }
phy::SampleView Modem::pbch_symbols() const { return work_->pbch_symbols; }

void Modem::Work::receive(radio::SampleTime time, phy::SampleView samples, std::vector<Burst>& bursts) {
  if (!buffer.empty() && time.value() != buffer_start + std::int64_t(buffer.size())) buffer.clear(), state = State::searching;  // a jump
  if (buffer.empty()) buffer_start = time.value();
  buffer.insert(buffer.end(), samples.begin(), samples.end());
  if (state == State::searching && !search()) return;
  while (state != State::searching && next_start + std::int64_t(slot_samples) <= buffer_start + std::int64_t(buffer.size())) {
    std::int64_t start = next_start, from = start - buffer_start;
    if (from >= 0) {
      slot_buffer.assign(buffer.begin() + from, buffer.begin() + from + std::ptrdiff_t(slot_samples));
      phy::correct_cfo(slot_buffer, cfo_hz, config.downlink.sample_rate_hz());
      demodulator.demodulate(slot_buffer, next, grid);
      ++figures.slots;
      process(next, start, bursts);
    }
    next_start += std::int64_t(slot_samples);
    ++next;
  }
  // What is behind goes, but for a little: corrections of timing may look back.
  std::int64_t done = next_start - buffer_start - std::int64_t(slot_samples) / 14;
  if (state != State::searching && done > 0) {
    buffer.erase(buffer.begin(), buffer.begin() + std::min<std::int64_t>(done, std::int64_t(buffer.size())));
    buffer_start += done;
  }
}

bool Modem::Work::search() {
  auto rate_ms = config.downlink.sample_rate_hz() / 1e3;
  if (double(buffer.size()) < search_ms * rate_ms) return false;
  phy::CellFound found;
  if (cells->read(buffer, std::span(&found, 1)) == 1) {
    take_cell(found);
    return true;
  }
  ++figures.searches;
  auto drop = std::ptrdiff_t(buffer.size()) - std::ptrdiff_t(kept_ms * rate_ms);
  buffer.erase(buffer.begin(), buffer.begin() + drop);
  buffer_start += drop;
  return false;
}

/// What the MIB says of CORESET 0, on a grid that is this phone's own until SIB1 tells where the carrier's begins.
void Modem::Work::take_cell(const phy::CellFound& found) {
  figures.cell = found;
  cfo_hz = double(found.signal.cfo_hz);
  auto spacing = config.downlink.spacing;
  planned = false;
  access = {};
  access.pci = std::uint16_t(found.signal.pci);
  access.downlink = config.downlink;
  access.ssb_case = config.ssb_case;
  access.type_a_position = found.mib.dmrs_type_a_position;
  access.coreset0_index = found.mib.coreset_zero;
  access.search_space0 = found.mib.search_space_zero;
  double lowest =
      (config.ssb_centre_hz - config.downlink.centre_hz) / phy::spacing_hz(spacing) + 6. * config.downlink.resource_blocks - 120;
  access.ssb.first_subcarrier = unsigned(std::max(0L, std::lround(lowest)));
  access.ssb.k_ssb = found.mib.k_ssb;
  auto coreset = phy::coreset_zero(access.coreset0_index, spacing, spacing, false, access.ssb.first_subcarrier / 12, access.pci);
  auto type0 = coreset.ok() ? phy::type0_occasion(access.search_space0, found.broadcast.ssb_index, spacing, coreset->duration)
                            : Fail(phy::Fault{"no CORESET 0"});
  if (!coreset.ok() || !type0.ok() || phy::refusal(*coreset, config.downlink.resource_blocks)) {
    state = State::failed;  // a cell that we cannot read; said by figures.cell.mib
    return;
  }
  access.coreset0 = *coreset;
  access.type0 = *type0;
  access.initial_downlink = access.initial_uplink = {access.coreset0.first_block, std::uint16_t(access.coreset0.blocks())};
  dci = common_dci(access);
  // From the frame's start to the first slot that lies wholly in the buffer.
  std::int64_t frame_start = buffer_start + found.frame_start;
  next = phy::SlotPoint(spacing, found.broadcast.payload.sfn, 0);
  std::int64_t behind = buffer_start - frame_start;
  std::int64_t slots = behind > 0 ? (behind + std::int64_t(slot_samples) - 1) / std::int64_t(slot_samples) : 0;
  next_start = frame_start + slots * std::int64_t(slot_samples);
  next = next + slots;
  state = State::reading_sib1;
  sib1_deadline = next + sib1_patience_frames * phy::slots_a_frame(spacing);
}

void Modem::Work::process(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts) {
  switch (state) {
    case State::reading_sib1: return look_for_sib1(slot);
    case State::camped:
      if (!config.request.empty()) send_preamble(slot, start, bursts);
      return;
    case State::waiting_response: return look_for_response(slot, start, bursts);
    case State::waiting_msg4: return look_for_msg4(slot, start, bursts);
    default: return;
  }
}

std::optional<phy::PdcchFound> Modem::Work::find(const phy::SearchSpace& space, phy::SlotPoint slot, Rnti wanted) {
  phy::PdcchCandidate candidates[phy::max_candidates];
  std::size_t count = phy::pdcch_candidates(access.coreset0, space, slot.slot(), 0, candidates);
  std::uint8_t size = dci.size;
  std::uint16_t number = wanted.value();
  phy::PdcchFound found;
  auto got = pdcch.search(grid, common_pdcch(access, slot), {std::span(candidates, count), {&size, 1}, {&number, 1}}, {&found, 1});
  if (!got.ok() || *got == 0) return {};
  return found;
}

std::optional<ByteView> Modem::Work::decode(const phy::PdschAllocation& allocation, phy::HarqBuffer& buffer_of_block,
                                            phy::LinkFigures* link) {
  auto room = std::span(block).first(allocation.tbs_bits / 8);
  auto got = pdsch.receive(allocation, grid, config.downlink, buffer_of_block, room);
  if (!got.ok() || !got->decision.ok) return {};
  if (link) *link = got->link;
  // The FFT window stands in the middle of the prefix; a drift is followed before it leaves it.
  auto shift = std::lround(double(got->link.timing_s) * config.downlink.sample_rate_hz());
  if (std::abs(shift) < long(config.downlink.prefix(1)) / 2) next_start += shift;
  return ByteView(room);
}

void Modem::Work::look_for_sib1(phy::SlotPoint slot) {
  if (sib1_deadline.before(slot)) {
    state = State::searching;
    return;
  }
  if (!is_type0_slot(access, slot)) return;
  auto found = find(phy::type0_search_space(access.type0.first_symbol), slot, si_rnti);
  if (!found) return;
  auto fields = phy::unpack<phy::Dci10Si>(found->payload.view(), dci);
  if (!fields.ok()) return;
  auto allocation =
      common_pdsch(access, CommonKind::system_information, si_rnti, slot,
                   {fields->frequency_assignment, fields->time_assignment, fields->mcs, fields->redundancy_version, fields->vrb_to_prb});
  if (!allocation.ok()) return;
  harq.clear();
  auto octets = decode(*allocation, harq, &figures.sib1_link);
  if (!octets) return;
  sib1.assign(octets->begin(), octets->end());
  sib1_grid = grid;
  sib1_symbols.assign(pdsch.symbols().begin(), pdsch.symbols().end());
  auto plan = read_sib1(access, sib1);
  if (!plan) return;
  access = *plan;
  planned = true;
  dci = common_dci(access);
  state = State::camped;
  if (config.request.empty()) return;
  auto made = phy::Prach::make(access.prach, access.uplink);
  if (!made.ok()) {
    state = State::failed;
    return;
  }
  prach.emplace(std::move(*made));
  modulator.emplace(access.uplink, config.amplitude);
  pusch.emplace(access.uplink.resource_blocks);
  sent = phy::Grid(access.uplink.resource_blocks);
}

void Modem::Work::add_burst(std::int64_t start, phy::Samples samples, std::vector<Burst>& bursts) {
  double rate = access.uplink.sample_rate_hz();
  if (config.correct_uplink && cfo_hz != 0) {
    double up = cfo_hz * (access.downlink.centre_hz > 0 ? access.uplink.centre_hz / access.downlink.centre_hz : 1);
    phy::correct_cfo(samples, -up, rate);
  }
  bursts.push_back({radio::SampleTime(start), std::move(samples)});
}

void Modem::Work::send_preamble(phy::SlotPoint now, std::int64_t now_start, std::vector<Burst>& bursts) {
  phy::PrachOccasion occasions[16];
  auto slot = now + prach_lead_slots;
  std::size_t count = prach->occasions(slot, occasions);
  if (count == 0) return;
  occasion = occasions[random() % count];
  preamble = random() % access.prach.preambles;
  phy::Samples samples(prach->samples(occasion));
  double fill = std::sqrt(12. * access.uplink.resource_blocks / access.uplink.fft_size);  // as strong as a full slot
  prach->generate(preamble, occasion, float(double(config.amplitude) * fill), samples);
  std::int64_t start = now_start + prach_lead_slots * std::int64_t(slot_samples) + std::int64_t(occasion.first_sample);
  std::size_t end = occasion.first_sample + samples.size();
  add_burst(start, std::move(samples), bursts);
  ++figures.preambles;
  auto last = slot + std::int64_t((end - 1) / slot_samples);
  window_start = last + rar_window_start;
  window_end = window_start + (access.rar_window_slots - 1);
  state = State::waiting_response;
}

void Modem::Work::try_again() { state = figures.preambles < most_preambles_sent ? State::camped : State::failed; }

void Modem::Work::look_for_response(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts) {
  if (slot.before(window_start)) return;
  if (window_end.before(slot)) return try_again();
  Rnti ra(std::uint16_t(phy::ra_rnti(occasion)));
  auto found = find(access.common_space, slot, ra);
  if (!found) return;
  auto fields = phy::unpack<phy::Dci10Ra>(found->payload.view(), dci);
  if (!fields.ok()) return;
  auto allocation =
      common_pdsch(access, CommonKind::random_access, ra, slot,
                   {fields->frequency_assignment, fields->time_assignment, fields->mcs, 0, fields->vrb_to_prb, fields->tb_scaling});
  if (!allocation.ok()) return;
  harq.clear();
  auto octets = decode(*allocation, harq);
  if (!octets) return;
  auto rar = read_rar(*octets);
  if (!rar.ok()) return;
  for (auto& response : rar->responses) {
    if (response.preamble != preamble) continue;
    auto delay = msg3_delay(access, response.grant);
    if (!delay.ok()) return;
    ++figures.responses;
    figures.timing_advance = response.timing_advance;
    grant = response.grant;
    rnti = response.temporary_c_rnti;
    double seconds = response.timing_advance * 1024. / (1u << phy::mu(access.uplink.spacing)) * tc_s;
    advance = std::lround(seconds * access.uplink.sample_rate_hz());
    msg4_ndi = 2;
    harq.clear();
    return send_msg3(slot + *delay, start + *delay * std::int64_t(slot_samples), 0, bursts);
  }
}

void Modem::Work::send_grid(const phy::Grid& up, phy::SlotPoint at, std::int64_t start, std::vector<Burst>& bursts) {
  phy::Samples samples(access.uplink.slot_samples());
  modulator->modulate(up, at, samples);
  add_burst(start - advance, std::move(samples), bursts);
}

void Modem::Work::send_msg3(phy::SlotPoint at, std::int64_t start, std::uint8_t rv, std::vector<Burst>& bursts) {
  auto config_of_pusch = msg3_pusch(access, rnti, grant, rv);
  if (!config_of_pusch.ok()) return try_again();
  constexpr std::uint8_t empty_bsr[] = {0};
  std::size_t room = config_of_pusch->tbs_bits / 8;
  std::vector<SubPdu> parts{{lcid::ul_ccch_48, config.request}};
  if (room >= sub_pdu_octets(Direction::uplink, lcid::ul_ccch_48, 6) + 2) parts.push_back({lcid::short_bsr, empty_bsr});
  auto pdu = write_pdu(Direction::uplink, parts, room);
  if (!pdu) return try_again();
  sent.clear();
  if (!pusch->transmit(*config_of_pusch, at.slot(), *pdu, {}, sent).ok()) return try_again();
  send_grid(sent, at, start, bursts);
  ++figures.msg3;
  state = State::waiting_msg4;
  window_end = at + std::int64_t(access.contention_timer_ms * phy::slots_a_subframe(access.uplink.spacing));
}

void Modem::Work::look_for_msg4(phy::SlotPoint slot, std::int64_t start, std::vector<Burst>& bursts) {
  if (window_end.before(slot)) return try_again();
  auto found = find(access.common_space, slot, rnti);
  if (!found) return;
  if (auto again = phy::unpack<phy::Dci00>(found->payload.view(), dci); again.ok()) {
    auto time = access.pusch_time(again->time_assignment);
    if (!time.ok()) return;
    grant.frequency_allocation = std::uint16_t(again->frequency_assignment);
    grant.time_allocation = std::uint8_t(again->time_assignment);
    grant.mcs = std::uint8_t(again->mcs);
    return send_msg3(slot + time->slot_offset, start + time->slot_offset * std::int64_t(slot_samples),
                     std::uint8_t(again->redundancy_version), bursts);
  }
  auto fields = phy::unpack<phy::Dci10>(found->payload.view(), dci);
  if (fields.ok()) take_msg4(slot, start, *fields, found->candidate.cce, bursts);
}

void Modem::Work::take_msg4(phy::SlotPoint slot, std::int64_t start, const phy::Dci10& fields, unsigned cce, std::vector<Burst>& bursts) {
  auto allocation =
      common_pdsch(access, CommonKind::connection, rnti, slot,
                   {fields.frequency_assignment, fields.time_assignment, fields.mcs, fields.redundancy_version, fields.vrb_to_prb});
  if (!allocation.ok()) return;
  if (fields.new_data != msg4_ndi) harq.clear(), msg4_ndi = fields.new_data;
  auto octets = decode(*allocation, harq);
  if (!octets) {
    ++figures.msg4_bad;  // no acknowledgement before contention is resolved (TS 38.321 §5.3.2.2): the cell sends again
    return;
  }
  auto parts = read_pdu(Direction::downlink, *octets);
  const SubPdu *identity = nullptr, *ccch = nullptr;
  if (parts.ok())
    for (auto& part : *parts) {
      if (part.lcid == lcid::contention_resolution) identity = &part;
      if (part.lcid == lcid::ccch) ccch = &part;
    }
  if (!identity || !std::ranges::equal(identity->payload, config.request)) {
    ++figures.contentions_lost;
    return try_again();
  }
  if (ccch) answer = to_bytes(ccch->payload);
  auto resource = common_pucch(access, cce, fields.pucch_resource);
  if (!resource.ok()) return;
  unsigned delay = common_harq_delay(fields.harq_timing);
  auto at = slot + delay;
  constexpr std::uint8_t ack[] = {1};
  sent.clear();
  if (!pucch.transmit(*resource, common_pucch_identity(access, rnti), at.slot(), {.bits = ack}, sent).ok()) return;
  send_grid(sent, at, start + delay * std::int64_t(slot_samples), bursts);
  state = State::connected;
}

Result<radio::SampleTime, radio::Error> run_slot(Modem& modem, radio::Radio& radio, phy::SampleSpan slot, std::uint64_t& late) {
  auto time = radio.receive(slot);
  if (!time.ok()) return time;
  std::vector<Modem::Burst> bursts;
  modem.receive(*time, slot, bursts);
  for (auto& burst : bursts)
    if (!radio.transmit(burst.time, phy::SampleView(burst.samples)).ok()) ++late;
  return time;
}

}  // namespace pellucid::mac
