// Transforms against the sum that defines them.
#include "ran/phy/waveform/dft.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "ran/phy/waveform/waveform_data.hpp"

namespace pellucid::phy {
namespace {

double error_of(std::size_t size, Transform direction, SampleView in, SampleView out) {
  double error = 0, power = 0, sign = direction == Transform::forward ? -1 : 1;
  std::vector<std::complex<double>> turns(size);
  for (std::size_t i = 0; i < size; ++i) turns[i] = std::polar(1.0, sign * 2 * std::numbers::pi * double(i) / double(size));
  for (std::size_t k = 0; k < size; ++k) {
    std::complex<double> sum = 0;
    for (std::size_t n = 0, at = 0; n < size; ++n, at = (at + k) % size) sum += std::complex<double>(in[n]) * turns[at];
    error += std::norm(sum - std::complex<double>(out[k]));
    power += std::norm(sum);
  }
  return std::sqrt(error / power);
}

TEST(Dft, IsTheSumForEverySizeThatNrNeeds) {
  test::Noise random(1);
  for (std::size_t size :
       {1u,   2u,   3u,   4u,   5u,   6u,   7u,   8u,   9u,   10u,  12u,  15u,  16u,  24u,  25u,  36u,   48u,   60u,   64u,   72u,   96u,
        108u, 120u, 128u, 139u, 180u, 256u, 300u, 324u, 384u, 512u, 600u, 768u, 839u, 864u, 900u, 1024u, 1152u, 1200u, 1536u, 1920u, 2048u})
    for (auto direction : {Transform::forward, Transform::inverse}) {
      Dft transform(size, direction);
      Samples in(size), out(size);
      random.add(in, 1);
      transform(in, out);
      ASSERT_LT(error_of(size, direction, in, out), 1e-6) << size;
      transform(in, in);
      ASSERT_EQ(in, out) << "in place, " << size;
    }
}

TEST(Dft, LargeOnesComeBack) {
  test::Noise random(2);
  for (std::size_t size : {3072u, 4096u, 6144u, 8192u, 12288u, 24576u}) {
    Dft forward(size, Transform::forward), inverse(size, Transform::inverse);
    Samples in(size), out(size), tone(size);
    random.add(in, 1);
    forward(in, out);
    inverse(out, out);
    for (auto& sample : out) sample /= float(size);
    EXPECT_LT(test::evm(out, in), 1e-6) << size;
    for (std::size_t n = 0; n < size; ++n) tone[n] = Sample(std::polar(1.0, 2 * std::numbers::pi * double(n * 1001 % size) / double(size)));
    forward(tone, out);
    EXPECT_NEAR(out[1001].real(), float(size), float(size) * 1e-5);
    out[1001] = 0;
    for (auto value : out) ASSERT_LT(std::abs(value), float(size) * 1e-6);
  }
}

TEST(Dft, PrecodingSizesAllWork) {
  // 12 N for all N = 2^a 3^b 5^c up to 270 resource blocks (TS 38.211 §6.3.1.4)
  test::Noise random(3);
  for (std::size_t blocks = 1; blocks <= 270; ++blocks) {
    std::size_t rest = blocks;
    for (std::size_t factor : {2u, 3u, 5u})
      while (rest % factor == 0) rest /= factor;
    if (rest != 1) continue;
    Dft forward(12 * blocks, Transform::forward), inverse(12 * blocks, Transform::inverse);
    Samples in(12 * blocks), out(12 * blocks);
    random.add(in, 1);
    forward(in, out);
    inverse(out, out);
    for (auto& sample : out) sample /= float(12 * blocks);
    ASSERT_LT(test::evm(out, in), 1e-6) << blocks;
  }
}

}  // namespace
}  // namespace pellucid::phy
