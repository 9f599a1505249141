#include "ran/phy/channel/uci_on_pusch.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <optional>

#include "base/check.hpp"

namespace pellucid::phy {

namespace {

// TS 38.213 tables 9.3-1 and 9.3-2, in thousandths.
constexpr std::array<std::uint32_t, 21> uci_ack_offsets = {1000,  2000,  2500,  3125,  4000,   5000, 6250, 8000, 10000, 12625, 15875,
                                                           20000, 31000, 50000, 80000, 126000, 600,  400,  200,  100,   50};
constexpr std::array<std::uint32_t, 19> uci_csi_offsets = {1125, 1250, 1375, 1625, 1750, 2000,  2250,  2500,  2875, 3125,
                                                           3500, 4000, 5000, 6250, 8000, 10000, 12625, 15875, 20000};
constexpr std::array<std::uint32_t, 4> uci_scalings = {500, 650, 800, 1000};

std::uint64_t uci_ceil_div(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }
std::uint32_t uci_less(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : 0; }

// Resource elements a hop; without hopping the second is 0. All Q_m bits of an element go together, so counts are in elements.
using UciHops = std::array<std::uint32_t, 2>;
std::uint32_t uci_sum(const UciHops& hops) { return hops[0] + hops[1]; }

// While the layout is made, an element can also be reserved for HARQ-ACK, with UL-SCH or CSI part 2 underneath.
constexpr auto uci_reserved = ElementOwner(16);
constexpr auto uci_reserved_csi_part2 = ElementOwner(17);

// One of the multiplexing's steps: elements owned by from[i] become to[i].
struct UciStep {
  std::array<ElementOwner, 2> from;
  std::array<ElementOwner, 2> to;
};
constexpr UciStep uci_single(ElementOwner to) { return {{ElementOwner::ul_sch, ElementOwner::ul_sch}, {to, to}}; }

class UciLayouter {
 public:
  UciLayouter(const PuschShape& shape, const UciOnPusch& uci, std::span<ElementOwner> owners) : shape_(shape), uci_(uci), owners_(owners) {}

  Result<UciLayout, Fault> run() {
    if (auto fault = invalid()) return Fail(*fault);
    std::fill(owners_.begin(), owners_.end(), ElementOwner::ul_sch);
    if (!uci_.any()) return finish();
    find_symbols();
    count_elements();
    if ((uci_.harq_ack_bits && !uci_sum(ack_)) || (uci_.csi_part1_bits && !uci_sum(csi1_)) || (uci_.csi_part2_bits && !uci_sum(csi2_)))
      return Fail(Fault{"UCI gets no resource element on this PUSCH (TS 38.212 §6.3.2.4)"});
    if (!steps()) return Fail(Fault{"UCI does not fit into the PUSCH's symbols (TS 38.212 §6.2.7)"});
    return finish();
  }

 private:
  bool punctures() const { return uci_.harq_ack_bits <= 2; }
  bool is_dmrs(unsigned l) const { return shape_.dmrs_symbols >> l & 1; }
  unsigned hop_end(unsigned hop) const { return hop == 0 && shape_.first_hop_symbols ? shape_.first_hop_symbols : shape_.symbol_count; }

  std::optional<Fault> invalid() const {
    unsigned qm = shape_.modulation_order;
    if (qm != 1 && (qm % 2 || qm < 2 || qm > 8)) return Fault{"modulation order is 1, 2, 4, 6 or 8 (TS 38.211 §6.3.1.2)"};
    if (shape_.symbol_count == 0 || shape_.symbol_count > symbols_a_slot) return Fault{"a PUSCH has 1 to 14 symbols (TS 38.214 §6.1.2.1)"};
    if (shape_.first_hop_symbols >= shape_.symbol_count) return Fault{"the second hop has no symbol (TS 38.214 §6.3)"};
    std::size_t elements = 0;
    for (unsigned l = 0; l < shape_.symbol_count; ++l) {
      elements += shape_.data_elements[l];
      if (!is_dmrs(l) && shape_.data_elements[l] != shape_.subcarriers) return Fault{"a data symbol is not whole"};
    }
    if (elements != owners_.size()) return Fault{"owners are not as many as data elements"};
    if (uci_.harq_ack_offset >= uci_ack_offsets.size() || uci_.csi_part1_offset >= uci_csi_offsets.size() ||
        uci_.csi_part2_offset >= uci_csi_offsets.size())
      return Fault{"reserved beta offset index (TS 38.213 tables 9.3-1, 9.3-2)"};
    if (unsigned(uci_.scaling) >= uci_scalings.size()) return Fault{"scaling is f0p5, f0p65, f0p8 or f1"};
    if (std::max({uci_.harq_ack_bits, uci_.csi_part1_bits, uci_.csi_part2_bits}) > 1706)
      return Fault{"at most 1706 UCI bits (TS 38.213 §9.2.1)"};
    if (uci_.csi_part2_bits && !uci_.csi_part1_bits) return Fault{"CSI part 2 without part 1 (TS 38.214 §5.2.3)"};
    if (!shape_.code_block_bits && (!uci_.csi_part1_bits || !shape_.code_rate_2048))
      return Fault{"a PUSCH without UL-SCH carries CSI at a code rate (TS 38.212 §6.3.2.4.1.2)"};
    return {};
  }

  // l^(i): the symbol after the hop's first DM-RS symbols; l_CSI^(i): its first symbol without DM-RS. hop_end() if there is none.
  void find_symbols() {
    for (unsigned hop = 0, begin = 0; hop < (shape_.first_hop_symbols ? 2 : 1); begin = hop_end(hop++)) {
      unsigned l = begin;
      while (l < hop_end(hop) && is_dmrs(l)) ++l;
      csi_start_[hop] = l;
      l = begin;
      while (l < hop_end(hop) && !is_dmrs(l)) ++l;
      while (l < hop_end(hop) && is_dmrs(l)) ++l;
      ack_start_[hop] = l;
    }
  }

  std::uint32_t room(unsigned from, unsigned to) const {
    std::uint32_t sum = 0;
    for (unsigned l = from; l < to; ++l) sum += is_dmrs(l) ? 0 : shape_.subcarriers;
    return sum;
  }
  std::uint32_t scaled(std::uint32_t elements) const {
    return std::uint32_t(uci_ceil_div(std::uint64_t(elements) * uci_scalings[unsigned(uci_.scaling)], 1000));
  }
  // The first term of every minimum in §6.3.2.4.1: what the bits need at their offset.
  std::uint32_t wanted(std::uint32_t bits, std::uint32_t offset) const {
    std::uint64_t need = std::uint64_t(bits + uci_crc_bits(bits)) * offset;
    std::uint64_t elements = shape_.code_block_bits ? uci_ceil_div(need * room(0, shape_.symbol_count), 1000ull * shape_.code_block_bits)
                                                    : uci_ceil_div(need * 2048, 1000ull * shape_.code_rate_2048 * shape_.modulation_order);
    return std::uint32_t(std::min<std::uint64_t>(elements, 1u << 24));
  }
  std::uint32_t ack_elements(std::uint32_t bits) const {
    return bits == 0 ? 0 : std::min(wanted(bits, uci_ack_offsets[uci_.harq_ack_offset]), scaled(room(ack_start_[0], shape_.symbol_count)));
  }

  void count_elements() {
    std::uint32_t all = room(0, shape_.symbol_count);
    std::uint32_t ack = ack_elements(uci_.harq_ack_bits);
    std::uint32_t reserved = punctures() ? ack_elements(2) : 0;
    std::uint32_t before_csi1 = punctures() ? reserved : ack;
    std::uint32_t before_csi2 = punctures() ? 0 : ack;
    std::uint32_t csi1 = 0;
    std::uint32_t csi2 = 0;
    if (shape_.code_block_bits) {
      if (uci_.csi_part1_bits)
        csi1 = std::min(wanted(uci_.csi_part1_bits, uci_csi_offsets[uci_.csi_part1_offset]), uci_less(scaled(all), before_csi1));
      if (uci_.csi_part2_bits)
        csi2 = std::min(wanted(uci_.csi_part2_bits, uci_csi_offsets[uci_.csi_part2_offset]), uci_less(scaled(all), before_csi2 + csi1));
    } else if (uci_.csi_part2_bits) {
      csi1 = std::min(wanted(uci_.csi_part1_bits, uci_csi_offsets[uci_.csi_part1_offset]), uci_less(all, before_csi1));
      csi2 = uci_less(all, before_csi2 + csi1);
    } else {
      csi1 = uci_less(all, before_csi1);
    }
    split(ack, reserved, csi1, csi2);
  }

  // G(1) and G(2) of each kind.
  void split(std::uint32_t ack, std::uint32_t reserved, std::uint32_t csi1, std::uint32_t csi2) {
    if (!shape_.first_hop_symbols) {
      ack_ = {ack, 0}, reserved_ = {reserved, 0}, csi1_ = {csi1, 0}, csi2_ = {csi2, 0};
      return;
    }
    auto half = [](std::uint32_t n) { return UciHops{n / 2, n - n / 2}; };
    auto rest = [](std::uint32_t n, std::uint32_t first) { return UciHops{std::min(n, first), uci_less(n, first)}; };
    ack_ = half(ack), reserved_ = half(reserved), csi1_ = half(csi1), csi2_ = half(csi2);
    if (shape_.code_block_bits) return;
    std::uint32_t first_hop = room(0, hop_end(0));
    ack_ = rest(ack, std::min(ack / 2, room(ack_start_[0], hop_end(0))));
    std::uint32_t left = uci_less(first_hop, punctures() ? reserved_[0] : ack_[0]);
    csi1_ = rest(csi1, uci_.csi_part2_bits ? std::min(csi1 / 2, left) : left);
    csi2_ = rest(csi2, uci_less(first_hop, csi1_[0] + (punctures() ? 0 : ack_[0])));
  }

  // §6.2.7 steps 1 to 5.
  bool steps() {
    bool fits =
        punctures() ? take(ack_start_, reserved_, uci_single(uci_reserved)) : take(ack_start_, ack_, uci_single(ElementOwner::harq_ack));
    fits = fits && take(csi_start_, csi1_, uci_single(ElementOwner::csi_part1));
    fits = fits && take(csi_start_, csi2_, {{ElementOwner::ul_sch, uci_reserved}, {ElementOwner::csi_part2, uci_reserved_csi_part2}});
    if (fits && punctures())
      fits = take(ack_start_, ack_,
                  {{uci_reserved, uci_reserved_csi_part2}, {ElementOwner::harq_ack_over_ul_sch, ElementOwner::harq_ack_over_csi_part2}});
    return fits;
  }

  // Gives elements to one kind: whole symbols first, then evenly spaced ones of the last symbol.
  bool take(const std::array<unsigned, 2>& start, const UciHops& count, const UciStep& step) {
    for (unsigned hop = 0; hop < 2; ++hop) {
      std::uint32_t left = count[hop];
      for (unsigned l = start[hop]; left > 0; ++l) {
        if (l >= hop_end(hop)) return false;
        if (is_dmrs(l)) continue;
        auto row = owners_.subspan(std::accumulate(shape_.data_elements.begin(), shape_.data_elements.begin() + l, std::size_t{}),
                                   shape_.data_elements[l]);
        auto offered = std::uint32_t(std::count_if(row.begin(), row.end(), [&](auto o) { return o == step.from[0] || o == step.from[1]; }));
        if (offered == 0) continue;
        std::uint32_t taken = std::min(left, offered);
        spread(row, offered / taken, taken, step);
        left -= taken;
      }
    }
    return true;
  }
  static void spread(std::span<ElementOwner> row, std::uint32_t distance, std::uint32_t count, const UciStep& step) {
    std::uint32_t index = 0;
    for (auto& owner : row) {
      bool second = owner == step.from[1];
      if (owner != step.from[0] && !second) continue;
      if (index++ % distance) continue;
      owner = step.to[second];
      if (--count == 0) return;
    }
  }

  UciLayout finish() const {
    UciLayout layout;
    auto empty = shape_.code_block_bits ? ElementOwner::ul_sch : ElementOwner::unused;
    for (auto& owner : owners_) {
      if (owner == uci_reserved || owner == ElementOwner::ul_sch) owner = empty;
      if (owner == uci_reserved_csi_part2) owner = ElementOwner::csi_part2;
      bool over_data = owner == ElementOwner::harq_ack_over_ul_sch;
      bool over_csi = owner == ElementOwner::harq_ack_over_csi_part2;
      layout.ul_sch += owner == ElementOwner::ul_sch || (over_data && shape_.code_block_bits);
      layout.harq_ack += owner == ElementOwner::harq_ack || over_data || over_csi;
      layout.csi_part1 += owner == ElementOwner::csi_part1;
      layout.csi_part2 += owner == ElementOwner::csi_part2 || over_csi;
    }
    // Nothing lies under HARQ-ACK without UL-SCH.
    if (!shape_.code_block_bits) std::replace(owners_.begin(), owners_.end(), ElementOwner::harq_ack_over_ul_sch, ElementOwner::harq_ack);
    for (auto* bits : {&layout.ul_sch, &layout.harq_ack, &layout.csi_part1, &layout.csi_part2}) *bits *= shape_.modulation_order;
    return layout;
  }

  const PuschShape& shape_;
  const UciOnPusch& uci_;
  std::span<ElementOwner> owners_;
  std::array<unsigned, 2> ack_start_ = {};
  std::array<unsigned, 2> csi_start_ = {};
  UciHops ack_ = {}, reserved_ = {}, csi1_ = {}, csi2_ = {};
};

}  // namespace

Result<UciLayout, Fault> lay_out_uci(const PuschShape& shape, const UciOnPusch& uci, std::span<ElementOwner> owners) {
  return UciLayouter(shape, uci, owners).run();
}

void multiplex_uci(std::span<const ElementOwner> owners, unsigned modulation_order, const MultiplexInput& in, BitSpan out) {
  check(out.size() == owners.size() * modulation_order, "multiplexed bits are not as many as the elements carry");
  MultiplexInput left = in;
  auto put = [&](BitView& from, std::size_t element, bool written) {
    check(from.size() >= modulation_order, "coded bits are fewer than the layout says");
    if (written) std::copy_n(from.begin(), modulation_order, out.begin() + std::ptrdiff_t(element * modulation_order));
    from = from.subspan(modulation_order);
  };
  for (std::size_t i = 0; i < owners.size(); ++i) {
    switch (owners[i]) {
      case ElementOwner::ul_sch: put(left.ul_sch, i, true); break;
      case ElementOwner::harq_ack: put(left.harq_ack, i, true); break;
      case ElementOwner::csi_part1: put(left.csi_part1, i, true); break;
      case ElementOwner::csi_part2: put(left.csi_part2, i, true); break;
      case ElementOwner::harq_ack_over_ul_sch:
        put(left.ul_sch, i, false);
        put(left.harq_ack, i, true);
        break;
      case ElementOwner::harq_ack_over_csi_part2:
        put(left.csi_part2, i, false);
        put(left.harq_ack, i, true);
        break;
      case ElementOwner::unused: std::fill_n(out.begin() + std::ptrdiff_t(i * modulation_order), modulation_order, std::uint8_t{0}); break;
    }
  }
}

void demultiplex_uci(std::span<const ElementOwner> owners, unsigned modulation_order, LlrView in, const DemultiplexOutput& out) {
  check(in.size() == owners.size() * modulation_order, "soft bits are not as many as the elements carry");
  DemultiplexOutput left = out;
  auto get = [&](LlrSpan& to, std::size_t element, bool known) {
    check(to.size() >= modulation_order, "room for fewer soft bits than the layout says");
    if (known)
      std::copy_n(in.begin() + std::ptrdiff_t(element * modulation_order), modulation_order, to.begin());
    else
      std::fill_n(to.begin(), modulation_order, Llr{0});
    to = to.subspan(modulation_order);
  };
  for (std::size_t i = 0; i < owners.size(); ++i) {
    switch (owners[i]) {
      case ElementOwner::ul_sch: get(left.ul_sch, i, true); break;
      case ElementOwner::harq_ack: get(left.harq_ack, i, true); break;
      case ElementOwner::csi_part1: get(left.csi_part1, i, true); break;
      case ElementOwner::csi_part2: get(left.csi_part2, i, true); break;
      case ElementOwner::harq_ack_over_ul_sch:
        get(left.ul_sch, i, false);
        get(left.harq_ack, i, true);
        break;
      case ElementOwner::harq_ack_over_csi_part2:
        get(left.csi_part2, i, false);
        get(left.harq_ack, i, true);
        break;
      case ElementOwner::unused: break;
    }
  }
}

}  // namespace pellucid::phy
