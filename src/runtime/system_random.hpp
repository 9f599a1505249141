#pragma once
// SystemRandom: octets of getrandom(2), fetched by the page. A forked child never repeats its parent's.
#include <cstdint>
#include <span>

namespace pellucid {

class SystemRandom {
 public:
  SystemRandom();
  ~SystemRandom();
  SystemRandom(const SystemRandom&) = delete;
  SystemRandom& operator=(const SystemRandom&) = delete;
  void fill(std::span<std::uint8_t> out);

 private:
  // In a page of its own that the kernel empties in a forked child: there `left` is 0.
  struct Pool {
    std::uint32_t left;
    std::uint8_t octets[4096 - sizeof(std::uint32_t)];
  };
  Pool* pool_;
};

}  // namespace pellucid
