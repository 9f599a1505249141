// Inside the room only: the polar codes last used, since the same few come again and again.
#pragma once

#include <array>
#include <optional>

#include "ran/phy/coding/polar.hpp"

namespace pellucid::phy {

template <std::size_t places>
class PolarCache {
 public:
  /// The code of that shape, valid until the next call; null if there is none.
  const PolarCode* get(const PolarShape& shape) {
    for (const auto& code : codes_)
      if (code && code->shape() == shape) return &*code;
    auto made = PolarCode::make(shape);
    if (!made) return nullptr;
    auto& place = codes_[next_++ % places];
    place = *made;
    return &*place;
  }

 private:
  std::array<std::optional<PolarCode>, places> codes_{};
  std::size_t next_ = 0;
};

}  // namespace pellucid::phy
