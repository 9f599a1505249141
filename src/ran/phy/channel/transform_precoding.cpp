#include "ran/phy/channel/transform_precoding.hpp"

#include <cmath>
#include <limits>

#include "base/check.hpp"

namespace pellucid::phy {

bool can_precode(unsigned blocks) {
  if (blocks == 0) return false;
  for (unsigned factor : {2u, 3u, 5u})
    while (blocks % factor == 0) blocks /= factor;
  return blocks == 1;
}

TransformPrecoder::TransformPrecoder(unsigned max_blocks, Transform direction) : plan_(max_blocks + 1) {
  for (unsigned blocks = 1; blocks <= max_blocks; ++blocks) {
    if (!can_precode(blocks)) continue;
    plan_[blocks] = std::uint16_t(plans_.size());
    plans_.emplace_back(12 * std::size_t(blocks), direction);
  }
}

void TransformPrecoder::operator()(unsigned blocks, SampleSpan elements) {
  check(blocks < plan_.size() && can_precode(blocks) && elements.size() == 12 * std::size_t(blocks), "no transform of this size");
  plans_[plan_[blocks]](elements, elements);
  float scale = 1.0f / std::sqrt(float(elements.size()));
  for (auto& element : elements) element *= scale;
}

float undo_precoding(TransformPrecoder& inverse, unsigned blocks, SampleSpan elements, std::span<const float> noise) {
  float worth = 0;
  for (std::size_t k = 0; k < elements.size(); ++k) {
    float weight = noise[k] >= 0 ? 1 / (1 + noise[k]) : 0;
    if (weight > 0)
      elements[k] *= weight;
    else
      elements[k] = 0;
    worth += weight;
  }
  worth /= float(elements.size());
  inverse(blocks, elements);
  if (!(worth > 0)) return std::numeric_limits<float>::infinity();
  for (auto& element : elements) element /= worth;
  // Below one part in a million the sum above is not exact.
  return std::max((1 - worth) / worth, 1e-6f);
}

}  // namespace pellucid::phy
