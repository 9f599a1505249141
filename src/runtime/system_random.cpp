#include "runtime/system_random.hpp"

#include <sys/mman.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.hpp"

namespace pellucid {

namespace {

void from_kernel(std::uint8_t* out, std::size_t count) {
  while (count > 0) {
    ssize_t got = ::getrandom(out, count, 0);
    if (got < 0) {
      check(errno == EINTR, "getrandom failed");
      continue;
    }
    out += got;
    count -= std::size_t(got);
  }
}

}  // namespace

SystemRandom::SystemRandom() {
  void* page = ::mmap(nullptr, sizeof(Pool), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  check(page != MAP_FAILED, "no memory for random octets");
  check(::madvise(page, sizeof(Pool), MADV_WIPEONFORK) == 0, "madvise(MADV_WIPEONFORK) failed");
  pool_ = static_cast<Pool*>(page);
}

SystemRandom::~SystemRandom() { ::munmap(pool_, sizeof(Pool)); }

void SystemRandom::fill(std::span<std::uint8_t> out) {
  if (out.size() > sizeof pool_->octets / 4) return from_kernel(out.data(), out.size());
  if (pool_->left < out.size()) {
    from_kernel(pool_->octets, sizeof pool_->octets);
    pool_->left = sizeof pool_->octets;
  }
  // From the end; what was given out does not stay in memory.
  std::uint8_t* from = pool_->octets + pool_->left - out.size();
  std::copy(from, from + out.size(), out.begin());
  std::fill(from, from + out.size(), std::uint8_t(0));
  pool_->left -= std::uint32_t(out.size());
}

}  // namespace pellucid
