#pragma once
// Memory of coroutine frames. They are many, short-lived and of a few sizes, most of them too large for the allocator's quick lists: a
// thread keeps some of those that it gives back, for the next ones.
#include <cstddef>

namespace pellucid {

void* take_frame(std::size_t octets);
void give_back_frame(void* frame, std::size_t octets);

}  // namespace pellucid
