#include "runtime/frames.hpp"

#include <array>
#include <new>

namespace pellucid {

namespace {

constexpr std::size_t step = 256;           // frames of a size are rounded up to it
constexpr std::size_t sizes = 32;           // larger ones are not kept
constexpr std::size_t max_kept = 1u << 20;  // octets that a thread keeps

struct Free {
  Free* next;
};
struct Kept {
  std::array<Free*, sizes> by_size{};
  std::size_t octets = 0;
};
constinit thread_local Kept kept{};

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool keeps = false;  // a frame that is used after its end shall be noticed
#else
constexpr bool keeps = true;
#endif
#else
constexpr bool keeps = true;
#endif

constexpr std::size_t index_of(std::size_t octets) { return (octets - 1) / step; }

}  // namespace

void* take_frame(std::size_t octets) {
  std::size_t index = index_of(octets);
  if (!keeps || index >= sizes) return ::operator new(octets);
  if (Free* frame = kept.by_size[index]) {
    kept.by_size[index] = frame->next;
    kept.octets -= (index + 1) * step;
    return frame;
  }
  return ::operator new((index + 1) * step);
}

void give_back_frame(void* frame, std::size_t octets) {
  std::size_t index = index_of(octets);
  if (!keeps || index >= sizes || kept.octets >= max_kept) return ::operator delete(frame);
  kept.by_size[index] = ::new (frame) Free{kept.by_size[index]};
  kept.octets += (index + 1) * step;
}

}  // namespace pellucid
