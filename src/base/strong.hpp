#pragma once
// Strong<Tag, T>: a number that cannot be passed where another kind of number is wanted.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace pellucid {

template <class Tag, class T>
class Strong {
 public:
  using Number = T;
  constexpr Strong() = default;
  constexpr explicit Strong(T number) : number_(number) {}
  constexpr T value() const { return number_; }
  constexpr auto operator<=>(const Strong&) const = default;

 private:
  T number_{};
};

template <class T>
concept StrongNumber = requires(T t) {
  typename T::Number;
  { t.value() } -> std::same_as<typename T::Number>;
};

}  // namespace pellucid

template <class Tag, class T>
struct std::hash<pellucid::Strong<Tag, T>> {
  std::size_t operator()(const pellucid::Strong<Tag, T>& id) const noexcept { return std::hash<T>{}(id.value()); }
};
