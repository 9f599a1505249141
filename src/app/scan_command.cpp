// `pellucid scan`: a receiver's eye. Finds cells, reads MIB and SIB1, tells signal figures, draws pictures.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/commands.hpp"
#include "picture/page.hpp"
#include "ran/mac/broadcast.hpp"
#include "ran/mac/modem.hpp"
#include "ran/phy/waveform/dft.hpp"
#include "ran/phy/waveform/estimate.hpp"
#include "ran/radio/open_radio.hpp"
#include "wire/rrc/messages.hpp"

namespace pellucid::app {
namespace {

constexpr double search_window_ms = 45;  // two SS blocks of a cell that sends one every 20 ms
constexpr std::size_t most_cells = 8;
constexpr double same_cell_ms = 0.02;  // two finds closer than that, and of one identity, are one cell

/// A cell that was found, and what the modem made of it.
struct Found {
  double ssb_centre_hz = 0;
  phy::CellFound cell;
  std::unique_ptr<mac::Modem> modem;
};

struct Scene {
  phy::Carrier carrier;
  phy::SsbCase ssb_case = phy::SsbCase::a;
  bool paired = true;
  phy::Samples samples;
};

int scan_fails(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
  return 1;
}

Result<Scene, std::string> listen(const ScanOptions& options) {
  Scene scene;
  auto centre = phy::arfcn_hz(options.arfcn);
  if (!centre) return Fail("--arfcn " + std::to_string(options.arfcn) + " is no NR-ARFCN");
  if (options.spacing_khz != 15 && options.spacing_khz != 30) return Fail(std::string("--spacing is 15 or 30"));
  auto spacing = options.spacing_khz == 30 ? phy::SubcarrierSpacing::khz30 : phy::SubcarrierSpacing::khz15;
  auto carrier = phy::carrier_of(spacing, options.bandwidth_mhz, *centre);
  if (!carrier.ok()) return Fail(carrier.error());
  scene.carrier = *carrier;
  if (options.rate_hz != 0) {
    double size = options.rate_hz / phy::spacing_hz(spacing);
    if (size != std::floor(size)) return Fail("--rate " + std::to_string(options.rate_hz) + " is no multiple of the subcarrier spacing");
    carrier = phy::carrier_with(spacing, scene.carrier.resource_blocks, *centre, unsigned(size));
    if (!carrier.ok()) return Fail("--rate: " + carrier.error());
    scene.carrier = *carrier;
  }
  scene.ssb_case = spacing == phy::SubcarrierSpacing::khz30 ? phy::SsbCase::c : phy::SsbCase::a;
  for (auto& band : phy::bands())
    if (*centre >= band.downlink_low_khz * 1e3 && *centre <= band.downlink_high_khz * 1e3) {
      scene.paired = band.duplex == phy::BandDuplex::fdd;
      break;
    }
  std::string spec = options.radio;
  bool is_radio = spec.starts_with("zmq:") || spec.starts_with("file:") || spec.starts_with("soapy:");
  if (!is_radio)
    spec = "file:rx=" + spec +
           (spec.find(".cf32") != std::string::npos ? ",format=float" : ",format=int16,scale=" + std::to_string(options.scale));
  if (spec.find("rate=") == std::string::npos) spec += ",rate=" + std::to_string(scene.carrier.sample_rate_hz());
  auto radio = radio::open_radio(spec);
  if (!radio.ok()) return Fail(radio.error().text);
  (void)(*radio)->tune_receive(*centre);
  std::size_t slot = scene.carrier.slot_samples(), wanted = std::size_t(options.seconds) * scene.carrier.sample_rate_hz() / slot;
  for (std::size_t i = 0; i < wanted; ++i) {
    scene.samples.resize(scene.samples.size() + slot);
    auto got = (*radio)->receive(phy::SampleSpan(scene.samples).last(slot));
    if (got.ok()) continue;
    scene.samples.resize(scene.samples.size() - slot);
    if (got.error().kind != radio::Error::Kind::ended) return Fail(got.error().text);
    break;
  }
  return scene;
}

/// Centres of SS blocks on the synchronisation raster that fit into the carrier (TS 38.104 §5.4.3.1).
std::vector<double> raster(const Scene& scene) {
  std::vector<double> out;
  double half = 6. * scene.carrier.resource_blocks * phy::spacing_hz(scene.carrier.spacing) - 120. * phy::spacing_hz(scene.carrier.spacing);
  double low = scene.carrier.centre_hz - half, high = scene.carrier.centre_hz + half;
  for (std::uint32_t gscn = 2; gscn <= 22255; ++gscn)
    if (auto hz = phy::gscn_hz(gscn); hz && *hz >= low && *hz <= high) out.push_back(*hz);
  return out;
}

std::vector<Found> search(const Scene& scene, const ScanOptions& options) {
  std::vector<double> places;
  if (options.ssb_arfcn != 0)
    places.push_back(phy::arfcn_hz(options.ssb_arfcn).value_or(0));
  else
    places = raster(scene);
  auto window = phy::SampleView(scene.samples)
                    .first(std::min(scene.samples.size(), std::size_t(search_window_ms * scene.carrier.sample_rate_hz() / 1000)));
  std::vector<Found> out;
  for (double place : places) {
    phy::CellReaderSettings settings;
    settings.search = {.spacing = scene.carrier.spacing,
                       .fft_size = scene.carrier.fft_size,
                       .block_offset_hz = place - scene.carrier.centre_hz,
                       .centre_hz = scene.carrier.centre_hz};
    settings.placement = scene.ssb_case;
    settings.centre_hz = place;
    settings.paired = scene.paired;
    phy::CellFound found[most_cells];
    std::size_t count = phy::CellReader(settings).read(window, found);
    for (std::size_t i = 0; i < count; ++i) {
      auto same = std::ranges::find_if(out, [&](const Found& other) {
        double apart = std::abs(double(other.cell.signal.start) - double(found[i].signal.start)) / scene.carrier.sample_rate_hz() * 1e3;
        double period = std::fmod(apart + same_cell_ms, 5.);
        return other.cell.signal.pci == found[i].signal.pci && period < 2 * same_cell_ms;
      });
      // The same block is seen from neighbouring raster places as a frequency offset: the nearest place is right.
      if (same == out.end())
        out.push_back({place, found[i], nullptr});
      else if (std::abs(found[i].signal.cfo_hz) < std::abs(same->cell.signal.cfo_hz))
        same->cell = found[i], same->ssb_centre_hz = place;
    }
  }
  return out;
}

void read_broadcast(const Scene& scene, Found& found) {
  mac::ModemConfig config;
  config.downlink = scene.carrier;
  config.ssb_centre_hz = found.ssb_centre_hz;
  config.ssb_case = scene.ssb_case;
  config.paired = scene.paired;
  found.modem = std::make_unique<mac::Modem>(config, mac::read_sib1, [] { return 0u; });
  std::vector<mac::Modem::Burst> nothing;
  std::size_t slot = scene.carrier.slot_samples();
  for (std::size_t at = 0; at + slot <= scene.samples.size() && found.modem->sib1().empty(); at += slot)
    found.modem->receive(radio::SampleTime(std::int64_t(at)), phy::SampleView(scene.samples).subspan(at, slot), nothing);
}

double decibel(double power) { return 10 * std::log10(std::max(power, 1e-20)); }

Tree tree_of(const Scene& scene, const Found& found) {
  auto& mib = found.cell.mib;
  auto& figures = found.modem->figures();
  Tree out = Tree::object();
  out.add("pci", found.cell.signal.pci);
  out.add("ssb_mhz", found.ssb_centre_hz / 1e6);
  out.add("carrier_mhz", scene.carrier.centre_hz / 1e6);
  out.add("sfn", found.cell.broadcast.payload.sfn);
  out.add("snr_db", double(found.cell.signal.snr_db));
  out.add("power_dbfs", decibel(double(found.cell.signal.power)));
  out.add("frequency_offset_hz", double(found.cell.signal.cfo_hz));
  Tree m = Tree::object();
  m.add("subCarrierSpacingCommon", mib.spacing_common ? "scs30or120" : "scs15or60");
  m.add("ssb-SubcarrierOffset", mib.k_ssb);
  m.add("dmrs-TypeA-Position", "pos" + std::to_string(mib.dmrs_type_a_position));
  m.add("controlResourceSetZero", mib.coreset_zero);
  m.add("searchSpaceZero", mib.search_space_zero);
  m.add("cellBarred", mib.barred);
  m.add("intraFreqReselection", mib.intra_frequency_reselection);
  out.add("mib", m);
  if (found.modem->sib1().empty()) return out;
  out.add("sib1_snr_db", double(figures.sib1_link.snr_db));
  out.add("sib1_octets", hex(found.modem->sib1()));
  auto message = rrc::decode<rrc::BcchDlSchMessage>(found.modem->sib1());
  if (message.ok())
    out.add("sib1", rrc::show(*message));
  else
    out.add("sib1_error", codec::text(message.error()));
  return out;
}

void print(const Found& found) {
  auto& s = found.cell.signal;
  auto& mib = found.cell.mib;
  std::printf("cell %u: SS block at %.3f MHz, SFN %u, SNR %.1f dB, %.1f dBFS an element, frequency offset %.0f Hz\n", s.pci,
              found.ssb_centre_hz / 1e6, found.cell.broadcast.payload.sfn, double(s.snr_db), decibel(double(s.power)), double(s.cfo_hz));
  std::printf(
      "  MIB   %s spacing, k_SSB %u, DM-RS type A pos%u, CORESET 0 index %u, search space 0 index %u, %s, intra-frequency reselection %s\n",
      mib.spacing_common ? "30 kHz" : "15 kHz", mib.k_ssb, mib.dmrs_type_a_position, mib.coreset_zero, mib.search_space_zero,
      mib.barred ? "barred" : "not barred", mib.intra_frequency_reselection ? "allowed" : "not allowed");
  if (found.modem->sib1().empty()) {
    std::printf("  SIB1  not read in what was received (state: %s)\n", mac::name(found.modem->state()));
    return;
  }
  std::printf("  SIB1  SNR %.1f dB, %zu octets %s\n", double(found.modem->figures().sib1_link.snr_db), found.modem->sib1().size(),
              hex(found.modem->sib1()).c_str());
  auto message = rrc::decode<rrc::BcchDlSchMessage>(found.modem->sib1());
  std::printf("%s\n", message.ok() ? rrc::show(*message).outline(2).c_str() : ("  not readable: " + codec::text(message.error())).c_str());
}

picture::Chart spectrum(const Scene& scene) {
  constexpr std::size_t size = 2048;
  phy::Dft transform(size, phy::Transform::forward);
  std::vector<double> power(size, 0);
  phy::Samples block(size), bins(size);
  std::size_t blocks = std::min<std::size_t>(scene.samples.size() / size, 4000);
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t i = 0; i < size; ++i) {
      float window = 0.5f - 0.5f * std::cos(2 * float(M_PI) * float(i) / float(size));
      block[i] = scene.samples[b * size + i] * window;
    }
    transform(block, bins);
    for (std::size_t i = 0; i < size; ++i) power[i] += double(std::norm(bins[i]));
  }
  picture::Series curve{"", {}, picture::Series::Style::line, 0};
  double rate = scene.carrier.sample_rate_hz();
  for (std::size_t i = 0; i < size; ++i) {
    std::size_t bin = (i + size / 2) % size;
    double hz = (double(i) - double(size) / 2) / double(size) * rate;
    curve.points.push_back({(scene.carrier.centre_hz + hz) / 1e6,
                            decibel(power[bin] / double(std::max<std::size_t>(blocks, 1)) / (double(size) * 0.375) / rate)});
  }
  return {.title = "Spectrum", .x_label = "MHz", .y_label = "dBFS per Hz", .series = {curve}};
}

picture::Chart constellation(const std::string& title, phy::SampleView symbols) {
  picture::Series dots{"", {}, picture::Series::Style::dots, 0};
  for (auto& s : symbols) dots.points.push_back({double(s.real()), double(s.imag())});
  return {.title = title, .x_label = "I", .y_label = "Q", .series = {dots}, .x = {-1.6, 1.6}, .y = {-1.6, 1.6}, .square = true};
}

phy::Samples pbch_symbols(const Scene& scene, const Found& found) {
  phy::SearchSettings settings{.spacing = scene.carrier.spacing,
                               .fft_size = scene.carrier.fft_size,
                               .block_offset_hz = found.ssb_centre_hz - scene.carrier.centre_hz,
                               .centre_hz = scene.carrier.centre_hz};
  phy::Samples elements(phy::ssb_symbols * phy::ssb_subcarriers);
  phy::PbchReceiver receiver;
  auto l_max = unsigned(phy::ssb_first_symbols(scene.ssb_case, found.ssb_centre_hz, scene.paired).size());
  if (!phy::demodulate_block(scene.samples, settings, found.cell.signal, elements) ||
      !receiver.decode(elements, found.cell.signal.pci, l_max))
    return {};
  return {receiver.symbols().begin(), receiver.symbols().end()};
}

/// Two frames of the stream from the cell's frame start, symbol by symbol.
picture::HeatMap resource_grid(const Scene& scene, const Found& found) {
  phy::OfdmDemodulator demodulator(scene.carrier);
  phy::Grid grid(scene.carrier.resource_blocks);
  std::size_t slot_samples = scene.carrier.slot_samples(), slots = 2 * phy::slots_a_frame(scene.carrier.spacing);
  std::int64_t start = found.cell.frame_start;
  auto frame = std::int64_t(slot_samples * phy::slots_a_frame(scene.carrier.spacing));
  while (start < 0) start += frame;
  picture::HeatMap out{.title = "Resource grid, two frames (dB)", .x_label = "ms", .y_label = "subcarrier"};
  std::vector<phy::Grid> grids;
  phy::SlotPoint slot(scene.carrier.spacing, found.cell.broadcast.payload.sfn, 0);
  phy::Samples one(slot_samples);
  for (std::size_t i = 0; i < slots && std::size_t(start) + (i + 1) * slot_samples <= scene.samples.size(); ++i) {
    auto from = phy::SampleView(scene.samples).subspan(std::size_t(start) + i * slot_samples, slot_samples);
    std::copy(from.begin(), from.end(), one.begin());
    phy::correct_cfo(one, double(found.cell.signal.cfo_hz), scene.carrier.sample_rate_hz());
    demodulator.demodulate(one, slot + std::int64_t(i), grid);
    grids.push_back(grid);
  }
  out.columns = grids.size() * phy::symbols_a_slot;
  out.rows = grid.subcarriers();
  out.values.resize(out.columns * out.rows);
  float top = -200;
  for (std::size_t g = 0; g < grids.size(); ++g)
    for (std::size_t l = 0; l < phy::symbols_a_slot; ++l)
      for (std::size_t k = 0; k < out.rows; ++k) {
        float value = float(decibel(double(std::norm(grids[g].at(l, k)))));
        out.values[k * out.columns + g * phy::symbols_a_slot + l] = value;
        top = std::max(top, value);
      }
  out.value = {double(top) - 50, double(top)};
  out.x = {0, double(grids.size()) / phy::slots_a_subframe(scene.carrier.spacing)};
  out.y = {0, double(out.rows)};
  return out;
}

Result<Nothing, std::string> draw(const Scene& scene, const std::vector<Found>& cells, const std::string& path) {
  std::string title = cells.empty() ? "no cell found" : "cell " + std::to_string(cells[0].cell.signal.pci);
  char where[64];
  std::snprintf(where, sizeof where, " - %.3f MHz, %.2f Msamples/s", scene.carrier.centre_hz / 1e6, scene.carrier.sample_rate_hz() / 1e6);
  picture::Page page(1400, 900, title + where);
  page.add({0, 0, 0.46, 0.46}, spectrum(scene));
  if (!cells.empty()) {
    page.add({0.46, 0, 0.27, 0.46}, constellation("PBCH", pbch_symbols(scene, cells[0])));
    page.add({0.73, 0, 0.27, 0.46}, constellation("PDSCH with SIB1", cells[0].modem->sib1_symbols()));
    page.add({0, 0.46, 1, 0.54}, resource_grid(scene, cells[0]));
  }
  return page.write_png(path);
}

}  // namespace

int scan_command(const ScanOptions& options) {
  auto scene = listen(options);
  if (!scene.ok()) return scan_fails(scene.error());
  auto cells = search(*scene, options);
  bool read = false;
  for (auto& found : cells) {
    read_broadcast(*scene, found);
    read = read || !found.modem->sib1().empty();
    if (options.json)
      std::printf("%s\n", tree_of(*scene, found).json().c_str());
    else
      print(found);
  }
  if (cells.empty())
    std::fprintf(stderr, "no cell in %.0f ms around %.3f MHz\n", double(scene->samples.size()) / scene->carrier.sample_rate_hz() * 1e3,
                 scene->carrier.centre_hz / 1e6);
  if (!options.picture.empty()) {
    if (auto drawn = draw(*scene, cells, options.picture); !drawn.ok()) return scan_fails(drawn.error());
    if (!options.json) std::printf("picture: %s\n", options.picture.c_str());
  }
  return read ? 0 : 1;
}

}  // namespace pellucid::app
