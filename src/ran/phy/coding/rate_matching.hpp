// Inside the room only: rate matching of LDPC-coded blocks (TS 38.212 §5.4.2), as runs of places in the circular buffer, for both
// directions.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "ran/phy/coding/transport.hpp"

namespace pellucid::phy {

/// The circular buffer of one code block, of which the fillers are never sent.
struct CircularBuffer {
  unsigned length = 0;        // N_cb
  unsigned filler_begin = 0;  // fillers stand in [filler_begin, filler_end)
  unsigned filler_end = 0;
  unsigned start = 0;  // k_0

  CircularBuffer(const TransportFormat& format, const Segmentation& segmentation);

  /// Calls run(place, count) for consecutive pieces of the `coded` bits to send.
  template <class Run>
  void for_each_run(unsigned coded, Run run) const {
    unsigned at = start;
    while (coded > 0) {
      if (at >= filler_begin && at < filler_end) at = filler_end;
      if (at >= length) at = 0;
      const unsigned end = at < filler_begin ? std::min(filler_begin, length) : length;
      if (at < end && !(at >= filler_begin && at < filler_end)) {
        const unsigned count = std::min(coded, end - at);
        run(at, count);
        coded -= count;
        at += count;
      }
    }
  }
  /// One past the last place that `coded` bits reach.
  unsigned extent(unsigned coded) const;
};

/// §5.4.2.2: out[i + j Qm] = in[i E / Qm + j].
template <class Item, unsigned qm>
void interleave_by(const Item* in, unsigned columns, Item* out) {
  for (unsigned j = 0; j < columns; ++j)
    for (unsigned i = 0; i < qm; ++i) out[j * qm + i] = in[i * columns + j];
}
template <class Item, unsigned qm>
void deinterleave_by(const Item* in, unsigned columns, Item* out) {
  for (unsigned j = 0; j < columns; ++j)
    for (unsigned i = 0; i < qm; ++i) out[i * columns + j] = in[j * qm + i];
}
/// `E` items, a multiple of qm, which is 1, 2, 4, 6, 8 or 10.
template <class Item>
void interleave(const Item* in, unsigned E, unsigned qm, Item* out) {
  switch (qm) {
    case 1: return interleave_by<Item, 1>(in, E, out);
    case 2: return interleave_by<Item, 2>(in, E / 2, out);
    case 4: return interleave_by<Item, 4>(in, E / 4, out);
    case 6: return interleave_by<Item, 6>(in, E / 6, out);
    case 8: return interleave_by<Item, 8>(in, E / 8, out);
    default: return interleave_by<Item, 10>(in, E / 10, out);
  }
}
template <class Item>
void deinterleave(const Item* in, unsigned E, unsigned qm, Item* out) {
  switch (qm) {
    case 1: return deinterleave_by<Item, 1>(in, E, out);
    case 2: return deinterleave_by<Item, 2>(in, E / 2, out);
    case 4: return deinterleave_by<Item, 4>(in, E / 4, out);
    case 6: return deinterleave_by<Item, 6>(in, E / 6, out);
    case 8: return deinterleave_by<Item, 8>(in, E / 8, out);
    default: return deinterleave_by<Item, 10>(in, E / 10, out);
  }
}

}  // namespace pellucid::phy
