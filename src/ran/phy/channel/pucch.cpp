#include "ran/phy/channel/pucch.hpp"

#include "ran/phy/channel/pucch_coded.hpp"
#include "ran/phy/channel/pucch_sequence.hpp"

namespace pellucid::phy {

namespace {
bool pucch_is_sequence(const PucchResource& resource) { return resource.format == PucchFormat::f0 || resource.format == PucchFormat::f1; }
}  // namespace

struct PucchTransmitter::Work {
  PucchCodedTransmitter coded;
};

PucchTransmitter::PucchTransmitter() : work_(std::make_unique<Work>()) {}
PucchTransmitter::~PucchTransmitter() = default;
PucchTransmitter::PucchTransmitter(PucchTransmitter&&) noexcept = default;
PucchTransmitter& PucchTransmitter::operator=(PucchTransmitter&&) noexcept = default;

Result<Nothing, Fault> PucchTransmitter::transmit(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                  const PucchUci& uci, Grid& grid, float amplitude) {
  if (auto fault = invalid_pucch(resource, identity, grid.resource_blocks())) return Fail(*fault);
  if (pucch_is_sequence(resource)) return transmit_pucch_sequence(resource, identity, slot, uci, grid, amplitude);
  return work_->coded.transmit(resource, identity, slot, uci, grid, amplitude);
}

struct PucchReceiver::Work {
  Work(const Carrier& carrier_, unsigned antennas_) : carrier(carrier_), antennas(antennas_), coded(carrier_, antennas_) {}
  Carrier carrier;
  unsigned antennas;
  PucchCodedReceiver coded;
};

PucchReceiver::PucchReceiver(const Carrier& carrier, unsigned antennas) : work_(std::make_unique<Work>(carrier, antennas)) {}
PucchReceiver::~PucchReceiver() = default;
PucchReceiver::PucchReceiver(PucchReceiver&&) noexcept = default;
PucchReceiver& PucchReceiver::operator=(PucchReceiver&&) noexcept = default;

Result<PucchReception, Fault> PucchReceiver::receive(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                                     std::span<const Grid* const> received, const PucchExpectation& expected) {
  if (received.empty() || received.size() > work_->antennas || received.size() > 4) return Fail(Fault{"a receiver has 1 to 4 antennas"});
  for (const Grid* grid : received)
    if (grid->resource_blocks() != work_->carrier.resource_blocks) return Fail(Fault{"received grid is not of the carrier's size"});
  if (auto fault = invalid_pucch(resource, identity, work_->carrier.resource_blocks)) return Fail(*fault);
  if (!pucch_is_sequence(resource)) return work_->coded.receive(resource, identity, slot, received, expected);
  return receive_pucch_sequence(resource, identity, slot, spacing_hz(work_->carrier.spacing), received, expected);
}

}  // namespace pellucid::phy
