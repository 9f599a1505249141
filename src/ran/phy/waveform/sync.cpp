#include "ran/phy/waveform/sync.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/check.hpp"
#include "ran/phy/waveform/dft.hpp"
#include "ran/phy/waveform/kernels.hpp"
#include "ran/phy/waveform/sequences.hpp"

namespace pellucid::phy {
namespace {

constexpr std::size_t narrow_symbol = 256;                      // samples of a symbol in the narrow stream that is searched
constexpr std::size_t narrow_prefix = narrow_symbol * 9 / 128;  // all symbols of an SS block have the normal prefix
constexpr std::size_t pieces = 4;                               // symbols a block of the filter
constexpr std::size_t search_size = 2048;                       // of the transforms that correlate
constexpr std::size_t search_hop = search_size - narrow_symbol;
constexpr std::size_t most_peaks = 32;
constexpr std::size_t same_peak = narrow_symbol / 2;  // correlations nearer than this belong to one block
constexpr std::ptrdiff_t sync_half = 63;              // PSS and SSS: subcarriers -64 .. 62 about subcarrier 120
constexpr double turn_ = 2 * std::numbers::pi;

struct Peak {
  float metric = 0;  // squared normalised correlation
  std::size_t at = 0;
  unsigned n_id_2 = 0;
  double cfo_hz = 0;
};

/// PSS of one symbol in time, without prefix, of energy 1.
Samples pss_replica(unsigned n_id_2) {
  Samples bins(narrow_symbol);
  auto d = pss(n_id_2);
  for (std::size_t n = 0; n < sync_length; ++n) {
    auto k = std::ptrdiff_t(n) - sync_half - 1;  // subcarrier 56 + n of the block
    bins[std::size_t((k + std::ptrdiff_t(narrow_symbol)) % std::ptrdiff_t(narrow_symbol))] =
        d[n] / std::sqrt(float(sync_length * narrow_symbol));
  }
  Dft(narrow_symbol, Transform::inverse)(bins, bins);
  return bins;
}

void rotate(SampleView in, double turns_a_sample, SampleSpan out) {
  for (std::size_t i = 0; i < in.size(); ++i) out[i] = in[i] * Sample(std::polar(1.0, turn_ * std::fmod(turns_a_sample * double(i), 1.0)));
}

float energy_of(SampleView samples) {
  float sum = 0;
  for (auto sample : samples) sum += std::norm(sample);
  return sum;
}

using SyncElements = std::array<Sample, sync_length>;

/// Least-squares channel of PSS or SSS, averaged over neighbours.
SyncElements smoothed(const SyncElements& ls) {
  constexpr std::ptrdiff_t reach = 4;
  SyncElements out;
  for (std::ptrdiff_t k = 0; k < std::ptrdiff_t(sync_length); ++k) {
    auto first = std::max<std::ptrdiff_t>(0, k - reach), last = std::min<std::ptrdiff_t>(sync_length - 1, k + reach);
    Sample sum = 0;
    for (auto i = first; i <= last; ++i) sum += ls[std::size_t(i)];
    out[std::size_t(k)] = sum / float(last - first + 1);
  }
  return out;
}

/// Energy of the elements of both symbols, each summed coherently after `delay` (samples of the narrow stream) is taken out.
double alignment(const SyncElements& a, const SyncElements& b, double delay) {
  std::complex<double> sum_a = 0, sum_b = 0, turn = 1, step = std::polar(1.0, turn_ * delay / double(narrow_symbol));
  for (std::size_t k = 0; k < sync_length; ++k, turn *= step)
    sum_a += std::complex<double>(a[k]) * turn, sum_b += std::complex<double>(b[k]) * turn;
  return std::norm(sum_a) + std::norm(sum_b);
}

/// The delay that aligns them best: that of the strongest path, near 0 because the correlation's peak was there.
double strongest_delay(const SyncElements& a, const SyncElements& b) {
  double best = 0, most = -1;
  for (double step : {0.2, 0.02}) {
    double middle = best;
    for (int i = -10; i <= 10; ++i) {
      double here = alignment(a, b, middle + i * step);
      if (here > most) most = here, best = middle + i * step;
    }
  }
  return best;
}

void take_delay_out(SyncElements& elements, double delay) {
  for (std::size_t k = 0; k < sync_length; ++k)
    elements[k] *= Sample(std::polar(1.0, turn_ * delay / double(narrow_symbol) * (double(k) - 64)));
}

}  // namespace

struct CellSearch::Work {
  explicit Work(const SearchSettings& s);

  void narrow_down(SampleView samples);
  void find_peaks();
  void keep(const Peak& peak);
  SyncElements elements(std::size_t at, double cfo_hz);
  double offset_within(const Peak& peak);
  bool name_cell(const SyncElements& received, const SyncElements& channel, unsigned n_id_2, CellCandidate& found) const;
  bool confirm(const Peak& peak, CellCandidate& found);

  SearchSettings settings;
  double narrow_rate_hz;
  double residual_hz = 0;  // of the block's offset, after whole bins were shifted
  std::ptrdiff_t shift_bins = 0;
  Dft wide, narrow, forward, inverse, symbol;
  std::vector<float> mask;  // of the filter, by bin of the narrow transform
  std::array<Samples, 3> replicas;
  struct Hypothesis {
    unsigned n_id_2;
    double cfo_hz;
    Samples spectrum;  // conjugate, scaled for the pair of transforms
  };
  std::vector<Hypothesis> hypotheses;
  Samples stream, wide_block, narrow_block, spectrum, correlation;
  std::vector<double> energy;  // sums from the stream's start
  std::array<Peak, most_peaks> peaks;
  std::size_t peak_count = 0;
};

CellSearch::Work::Work(const SearchSettings& s)
    : settings(s),
      narrow_rate_hz(double(narrow_symbol) * spacing_hz(s.spacing)),
      wide(pieces * s.fft_size, Transform::forward),
      narrow(pieces * narrow_symbol, Transform::inverse),
      forward(search_size, Transform::forward),
      inverse(search_size, Transform::inverse),
      symbol(narrow_symbol, Transform::forward),
      mask(pieces * narrow_symbol),
      wide_block(pieces * s.fft_size),
      narrow_block(pieces * narrow_symbol),
      spectrum(search_size),
      correlation(search_size) {
  double bin_hz = double(spacing_hz(s.spacing)) / pieces;
  shift_bins = std::ptrdiff_t(std::lround(s.block_offset_hz / bin_hz));
  residual_hz = s.block_offset_hz - double(shift_bins) * bin_hz;
  // Pass what PSS and SSS occupy with the largest offset, then fall off over 24 subcarriers: what lies beside must not count as their
  // energy.
  double pass = 64.5 + s.max_cfo_hz / spacing_hz(s.spacing), fall = 24;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    double k = std::abs(i < mask.size() / 2 ? double(i) : double(i) - double(mask.size())) / pieces;
    double part = std::clamp((k - pass) / fall, 0.0, 1.0);
    mask[i] = float((0.5 + 0.5 * std::cos(std::numbers::pi * part)) / double(pieces * s.fft_size));
  }
  double step = spacing_hz(s.spacing) / 2.0;
  int beside = int(std::ceil(std::max(0.0, s.max_cfo_hz - step / 2) / step));
  for (unsigned n_id_2 = 0; n_id_2 < 3; ++n_id_2) {
    replicas[n_id_2] = pss_replica(n_id_2);
    for (int i = -beside; i <= beside; ++i) {
      Samples turned(search_size);
      rotate(replicas[n_id_2], i * step / narrow_rate_hz, SampleSpan(turned).first(narrow_symbol));
      forward(turned, turned);
      for (auto& value : turned) value = std::conj(value) / float(search_size);
      hypotheses.push_back({n_id_2, i * step, std::move(turned)});
    }
  }
}

/// Filters to the block's band, moves it to the centre and brings the rate down to 256 samples a symbol: overlapping transforms of four
/// symbols.
void CellSearch::Work::narrow_down(SampleView samples) {
  std::size_t n = settings.fft_size, in_hop = n * (pieces - 1), out_hop = narrow_symbol * (pieces - 1);
  std::size_t edge = n / 2;  // thrown away on both sides of a block
  std::size_t blocks = samples.size() / in_hop + 1, big = pieces * n, small = pieces * narrow_symbol;
  stream.resize(blocks * out_hop);
  for (std::size_t block = 0; block < blocks; ++block) {
    auto first = std::ptrdiff_t(block * in_hop) - std::ptrdiff_t(edge);
    for (std::size_t i = 0; i < big; ++i) {
      auto at = first + std::ptrdiff_t(i);
      wide_block[i] = at >= 0 && at < std::ptrdiff_t(samples.size()) ? samples[std::size_t(at)] : Sample{};
    }
    wide(wide_block, wide_block);
    for (std::size_t i = 0; i < small; ++i) {
      auto k = (i < small / 2 ? std::ptrdiff_t(i) : std::ptrdiff_t(i) - std::ptrdiff_t(small)) + shift_bins;
      auto length = std::ptrdiff_t(big);
      narrow_block[i] = mask[i] * wide_block[std::size_t((k % length + length) % length)];
    }
    narrow(narrow_block, narrow_block);
    // Shifting by bins restarts the phase in every block: turn it to the phase at the block's first sample.
    double turns = std::fmod(-double(shift_bins) / double(big) * double(first), 1.0);
    kernel::scale(narrow_block.data() + narrow_symbol / 2, Sample(std::polar(1.0, turn_ * turns)), out_hop,
                  stream.data() + block * out_hop);
  }
  stream.resize(samples.size() * narrow_symbol / n);
  energy.resize(stream.size() + 1);
  energy[0] = 0;
  for (std::size_t i = 0; i < stream.size(); ++i) energy[i + 1] = energy[i] + double(std::norm(stream[i]));
}

void CellSearch::Work::keep(const Peak& peak) {
  auto known = std::span(peaks).first(peak_count);
  for (auto& other : known) {
    auto apart = other.at > peak.at ? other.at - peak.at : peak.at - other.at;
    if (other.n_id_2 != peak.n_id_2 || apart >= same_peak) continue;
    if (peak.metric > other.metric) other = peak;
    return;
  }
  if (peak_count < most_peaks) {
    peaks[peak_count++] = peak;
    return;
  }
  auto weakest = std::ranges::min_element(peaks, {}, &Peak::metric);
  if (peak.metric > weakest->metric) *weakest = peak;
}

void CellSearch::Work::find_peaks() {
  peak_count = 0;
  float least = settings.threshold * settings.threshold;
  double floor = energy.back() / double(std::max<std::size_t>(stream.size(), 1)) * 1e-6;  // digital silence correlates with everything
  for (std::size_t at = 0; at + narrow_symbol <= stream.size(); at += search_hop) {
    auto count = std::min(search_size, stream.size() - at);
    std::copy_n(stream.begin() + std::ptrdiff_t(at), count, spectrum.begin());
    std::fill(spectrum.begin() + std::ptrdiff_t(count), spectrum.end(), Sample{});
    forward(spectrum, spectrum);
    auto positions = std::min(search_hop, stream.size() - at - narrow_symbol + 1);
    for (const auto& hypothesis : hypotheses) {
      kernel::multiply(spectrum.data(), hypothesis.spectrum.data(), search_size, correlation.data());
      inverse(correlation, correlation);
      for (std::size_t i = 0; i < positions; ++i) {
        double window = energy[at + i + narrow_symbol] - energy[at + i];
        auto squared = std::norm(correlation[i]);
        if (window > floor * narrow_symbol && squared > least * window)
          keep({float(squared / window), at + i, hypothesis.n_id_2, hypothesis.cfo_hz});
      }
    }
  }
}

/// 127 elements of the symbol whose body begins at `at`, with the frequency offset taken out; unitary.
SyncElements CellSearch::Work::elements(std::size_t at, double cfo_hz) {
  std::array<Sample, narrow_symbol> body;
  // Half a prefix early, so that the filter's and the channel's tails stay out of the next symbol.
  constexpr std::size_t early = narrow_prefix / 2;
  rotate(SampleView(stream).subspan(at - early, narrow_symbol), -cfo_hz / narrow_rate_hz, body);
  symbol(body, body);
  SyncElements out;
  for (std::size_t n = 0; n < sync_length; ++n) {
    auto k = std::ptrdiff_t(n) - sync_half - 1;
    Sample back(std::polar(1.0 / std::sqrt(double(narrow_symbol)), turn_ * double(k) * double(early) / double(narrow_symbol)));
    out[n] = body[std::size_t((k + std::ptrdiff_t(narrow_symbol)) % std::ptrdiff_t(narrow_symbol))] * back;
  }
  return out;
}

/// Frequency offset beyond the hypothesis, from the two halves of PSS.
double CellSearch::Work::offset_within(const Peak& peak) {
  std::array<Sample, narrow_symbol> turned;
  rotate(SampleView(stream).subspan(peak.at, narrow_symbol), -peak.cfo_hz / narrow_rate_hz, turned);
  const auto* replica = replicas[peak.n_id_2].data();
  constexpr std::size_t half = narrow_symbol / 2;
  Sample first = kernel::dot_conjugate(turned.data(), replica, half),
         second = kernel::dot_conjugate(turned.data() + half, replica + half, half);
  return std::arg(second * std::conj(first)) / turn_ * narrow_rate_hz / double(half);
}

/// The SSS of one of 336 identities that is most alike, coherently against the channel that PSS saw.
bool CellSearch::Work::name_cell(const SyncElements& received, const SyncElements& channel, unsigned n_id_2, CellCandidate& found) const {
  float total = energy_of(received) * energy_of(channel);
  if (!(total > 0) || !std::isfinite(total)) return false;
  SyncElements matched;
  kernel::multiply_conjugate(received.data(), channel.data(), sync_length, matched.data());
  float most = 0;
  for (unsigned pci = n_id_2; pci < physical_cells; pci += 3) {
    auto candidate = sss(pci);
    Sample sum = 0;
    for (std::size_t k = 0; k < sync_length; ++k) sum += matched[k] * candidate[k];
    if (std::norm(sum) > most) most = std::norm(sum), found.pci = pci;
  }
  found.sss_correlation = std::min(1.0f, std::sqrt(most / total));
  return found.sss_correlation >= settings.threshold;
}

bool CellSearch::Work::confirm(const Peak& peak, CellCandidate& found) {
  constexpr std::size_t to_sss = 2 * (narrow_symbol + narrow_prefix);
  if (peak.at < narrow_prefix || peak.at + 3 * (narrow_symbol + narrow_prefix) + narrow_symbol > stream.size()) return false;
  double cfo = peak.cfo_hz + offset_within(peak);
  auto first = elements(peak.at, cfo), second = elements(peak.at + to_sss, cfo);
  auto d = pss(peak.n_id_2);
  for (std::size_t k = 0; k < sync_length; ++k) first[k] *= d[k];
  double delay = strongest_delay(first, first);
  SyncElements h = first;
  take_delay_out(h, delay);
  take_delay_out(second, delay);
  if (!name_cell(second, smoothed(h), peak.n_id_2, found)) return false;
  auto name = sss(found.pci);
  for (std::size_t k = 0; k < sync_length; ++k) second[k] *= name[k];
  // Once more, with both.
  double more = strongest_delay(h, second);
  delay += more;
  take_delay_out(h, more);
  take_delay_out(second, more);

  // The rest of the offset: how far the channel turned from PSS to SSS, beyond what restarting each symbol's subcarriers does (they start
  // at phase 0 on the air, so in a stream that was moved down by the centre's frequency and by whole bins each symbol's start turns back by
  // both).
  double dt = double(to_sss) / narrow_rate_hz, moved_hz = settings.centre_hz + settings.block_offset_hz - residual_hz;
  auto turned = std::complex<double>(kernel::dot_conjugate(second.data(), h.data(), sync_length));
  double turns = std::arg(turned) / turn_ + std::fmod(moved_hz * dt, 1.0), expected = (cfo - residual_hz) * dt;
  turns += std::round(expected - turns);
  found.cfo_hz = float(turns / dt);
  found.pss_correlation = std::min(1.0f, std::sqrt(peak.metric));
  double noise = 0, power = 0;
  for (std::size_t k = 0; k < sync_length; ++k) power += (std::norm(h[k]) + std::norm(second[k])) / (2 * sync_length);
  for (std::size_t k = 1; k + 1 < sync_length; ++k)
    noise += std::norm(second[k - 1] - 2.0f * second[k] + second[k + 1]) / (6 * (sync_length - 2));
  double ratio = double(settings.fft_size) / narrow_symbol;
  // The narrow stream kept the wide one's sample scale: unitary transforms of fewer samples are weaker by the ratio.
  found.power = float(power * ratio);
  found.snr_db = float(std::clamp(10 * std::log10(std::max(power - noise, 1e-30) / std::max(noise, 1e-30)), -100.0, 100.0));
  double start = (double(peak.at) + delay) * ratio - double(settings.fft_size * 9 / 128);
  if (start < 0) return false;
  found.start = std::size_t(std::lround(start));
  return true;
}

CellSearch::CellSearch(const SearchSettings& settings) {
  check(settings.fft_size >= narrow_symbol && settings.fft_size % 128 == 0, "a rate that holds an SS block");
  work_ = std::make_unique<Work>(settings);
}
CellSearch::~CellSearch() = default;
CellSearch::CellSearch(CellSearch&&) noexcept = default;
CellSearch& CellSearch::operator=(CellSearch&&) noexcept = default;
const SearchSettings& CellSearch::settings() const { return work_->settings; }

std::size_t CellSearch::search(SampleView samples, std::span<CellCandidate> found) {
  auto& w = *work_;
  std::size_t count = 0, symbol = w.settings.fft_size + w.settings.fft_size * 9 / 128;
  if (found.empty() || samples.size() < ssb_symbols * symbol) return 0;
  w.narrow_down(samples);
  if (!std::isfinite(w.energy.back()) || !(w.energy.back() > 0)) return 0;
  w.find_peaks();
  std::ranges::sort(std::span(w.peaks).first(w.peak_count), std::greater(), &Peak::metric);
  for (std::size_t i = 0; i < w.peak_count && count < found.size(); ++i) {
    CellCandidate candidate;
    if (!w.confirm(w.peaks[i], candidate)) continue;
    if (candidate.start + ssb_symbols * symbol > samples.size()) continue;
    found[count++] = candidate;
  }
  std::ranges::sort(found.first(count), std::greater(), &CellCandidate::power);
  return count;
}

bool demodulate_block(SampleView samples, const SearchSettings& settings, const CellCandidate& candidate, SampleSpan elements) {
  check(elements.size() == ssb_symbols * ssb_subcarriers, "an SS block");
  std::size_t n = settings.fft_size, prefix = n * 9 / 128, early = prefix / 2;
  if (candidate.start > samples.size() || samples.size() - candidate.start < ssb_symbols * (n + prefix)) return false;
  Dft transform(n, Transform::forward);
  Samples body(n);
  double rate = double(n) * spacing_hz(settings.spacing);
  for (std::size_t l = 0; l < ssb_symbols; ++l) {
    std::size_t symbol = l * (n + prefix) + prefix;  // of the body, from the block's start
    rotate(samples.subspan(candidate.start + symbol - early, n), -(double(candidate.cfo_hz) + settings.block_offset_hz) / rate, body);
    transform(body, body);
    // The rotation began anew at the window; take out what the offset did until there, what the early window did, and the phase term.
    double turns = std::fmod(-double(candidate.cfo_hz) * double(symbol - early) / rate, 1.0) +
                   std::fmod(settings.block_offset_hz * double(early) / rate, 1.0) +
                   std::fmod(settings.centre_hz * double(symbol) / rate, 1.0);
    for (std::size_t i = 0; i < ssb_subcarriers; ++i) {
      auto k = std::ptrdiff_t(i) - std::ptrdiff_t(ssb_subcarriers / 2);
      double back = std::fmod(double(k) * double(early) / double(n), 1.0) + turns;
      elements[l * ssb_subcarriers + i] =
          body[std::size_t((k + std::ptrdiff_t(n)) % std::ptrdiff_t(n))] * Sample(std::polar(1.0 / std::sqrt(double(n)), turn_ * back));
    }
  }
  return true;
}

}  // namespace pellucid::phy
