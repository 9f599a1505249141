#include "bench/link_bound.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace pellucid::bench {
namespace {

using phy::Modulation;

TEST(LinkBound, CapacityOfTheBinaryGaussianChannel) {
  // Binary input, rate 1/2: Eb/N0 = 0.187 dB (a well-known figure), that is Es/N0 = -2.823 dB a bit; QPSK has two bits a symbol.
  EXPECT_NEAR(information_density(Modulation::qpsk, -2.823 + 3.0103).capacity, 0.5, 0.001);
}

TEST(LinkBound, HighSnrCarriesEveryBit) {
  for (auto [modulation, bits] :
       {std::pair{Modulation::qpsk, 2.}, {Modulation::qam16, 4.}, {Modulation::qam64, 6.}, {Modulation::qam256, 8.}}) {
    auto density = information_density(modulation, 45);
    EXPECT_NEAR(2 * density.capacity, bits, 1e-3);
    EXPECT_NEAR(density.dispersion, 0, 1e-2);
  }
}

TEST(LinkBound, GrayLabelledSixteenQamAtHalfRate) {
  // Bit-interleaved capacity of Gray-labelled 16QAM reaches 2 bits a symbol near 5.3 dB; Shannon's limit is 10 log10(3) = 4.77 dB.
  double low = 4.77, high = 5.6;
  EXPECT_LT(2 * information_density(Modulation::qam16, low).capacity, 2);
  EXPECT_GT(2 * information_density(Modulation::qam16, high).capacity, 2);
}

TEST(LinkBound, LongerBlocksNeedLess) {
  double shorter = bound_snr_db(Modulation::qpsk, 100, 100, 0.1), longer = bound_snr_db(Modulation::qpsk, 10000, 10000, 0.1);
  EXPECT_GT(shorter, longer + 0.3);
  EXPECT_NEAR(longer, 0.187, 0.25);
  EXPECT_NEAR(bound_error_rate(Modulation::qpsk, 100, 100, shorter), 0.1, 0.002);
}

}  // namespace
}  // namespace pellucid::bench
