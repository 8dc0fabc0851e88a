// Owns the outputs of the input or batch that is being done.
//
// Threading: one owner.
// Hot path:  next() is an increment; every buffer but a full one neither allocates, throws, locks
//            nor enters the kernel. A full one is handed to the sink, or grows where there is none.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>

#include "host/domain/layout.hpp"
#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

// Takes a part of the outputs, which are gone when it returns.
struct OutputSink {
  void (*take)(void* context, std::span<const MatchOutput> outputs) noexcept = nullptr;
  void* context = nullptr;
};

class OutputBuffer {
 public:
  static constexpr std::size_t kHeld = 4096;

  OutputBuffer() : records_{kHeld} {
    records_.populate();
    clear();
  }

  void set_sink(OutputSink sink) noexcept { sink_ = sink; }
  [[nodiscard]] OutputSink sink() const noexcept { return sink_; }
  void clear() noexcept { next_ = records_.data(); }

  // Where the next record goes.
  [[nodiscard]] MatchOutput* next() noexcept {
    if (next_ == records_.data() + records_.count()) [[unlikely]]
      make_room();
    return next_++;
  }
  [[nodiscard]] MatchOutput* end() noexcept { return next_; }
  [[nodiscard]] std::span<const MatchOutput> all() const noexcept {
    return {records_.data(), next_};
  }

 private:
  // Keeps the newest record: it may still be marked as the last of its input.
  [[gnu::noinline]] void make_room() noexcept {
    const std::size_t count = records_.count();
    if (sink_.take != nullptr) {
      sink_.take(sink_.context, {records_.data(), count - 1});
      std::memcpy(records_.data(), next_ - 1, sizeof(MatchOutput));
      next_ = records_.data() + 1;
      return;
    }
    try {
      records_.grow(2 * count);
    } catch (const std::bad_alloc&) {
      std::fprintf(stderr,
                   "matching engine: no memory for more than %zu outputs of one call, and no "
                   "sink to take them\n",
                   count);
      std::abort();
    }
    next_ = records_.data() + count;
  }

  feed::HugeArray<MatchOutput> records_;
  MatchOutput* next_ = nullptr;
  OutputSink sink_;
};

}  // namespace hotbook::engine
