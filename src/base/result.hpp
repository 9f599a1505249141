#pragma once
// A value or the reason why there is none. Faults of peers, disks and time travel as Result; our own bugs stop the
// program through check() (base/check.hpp).
#include <expected>
#include <utility>

namespace pellucid {

template <class T, class E>
class [[nodiscard]] Result : public std::expected<T, E> {
 public:
  using std::expected<T, E>::expected;
  bool ok() const { return this->has_value(); }
};

/// `return Fail(error);` in a function that returns Result<T, E>.
template <class E>
using Fail = std::unexpected<E>;

/// What a step yields when it only succeeds or fails.
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

}  // namespace pellucid
