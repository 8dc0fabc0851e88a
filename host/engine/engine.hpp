// The matching function (matching_function.md) at speed: commands in, outputs out.
//
// Threading: one thread uses an engine; any number of engines may be used side by side.
// Hot path:  apply() neither allocates, throws, locks nor calls a virtual function. All memory is
//            taken and touched by the constructor, in proportion to the options. The one exception
//            is the memory of outputs: see set_sink().
//
// The outputs are a function of the options and the sequence of commands, and of nothing else.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/book_view.hpp"
#include "host/engine/match_options.hpp"
#include "host/engine/output_buffer.hpp"

namespace hotbook::engine {

// Bounds of the options; the constructor throws std::invalid_argument beyond them.
constexpr std::size_t kBooksMax = 65'535;
constexpr std::size_t kOrdersMax = std::size_t{1} << 28;

// Why a snapshot was not taken over. The engine is as it was before.
struct SnapshotError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Core;

class Engine {
 public:
  // Throws std::invalid_argument on options out of bounds, std::bad_alloc without memory.
  explicit Engine(const MatchOptions& options);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Does the next input. The outputs stay valid until the next call.
  std::span<const MatchOutput> apply(const MatchCommand& command) noexcept;

  // Does the next inputs, one after the other, with the same outputs as one by one, and sooner:
  // what later commands will need is fetched while earlier ones are done. Where one input's outputs
  // end, the flag `last` and input_seq tell.
  std::span<const MatchOutput> apply(std::span<const MatchCommand> commands) noexcept;

  // One call can have any number of outputs: an iceberg of 2^31 - 1 shares that shows one at a time
  // gives twice as many. Without a sink the outputs' memory grows to hold all of one call
  // (OutputBuffer::kHeld fit at first), and without memory the program ends with a message. With a
  // sink it never grows: the sink is given what does not fit, in order, and apply() returns the
  // rest. The sink must not call the engine.
  void set_sink(OutputSink sink) noexcept;

  // Section 9 of the matching function.
  [[nodiscard]] std::uint64_t state_hash() const noexcept;

  [[nodiscard]] std::uint64_t input_seq() const noexcept;
  [[nodiscard]] std::size_t order_count() const noexcept;
  [[nodiscard]] const MatchOptions& options() const noexcept;

  // For a partner that holds part of a book (host/takeover). `book` is below book_count.
  [[nodiscard]] std::uint64_t highest_id() const noexcept;
  [[nodiscard]] BookView view(std::uint16_t book) const noexcept;
  // The orders that follow order `id` on its side, best first; those of the whole side for id 0. No
  // further than to an iceberg or gtd order, which a partner cannot hold. None when there is no
  // such order on that side.
  [[nodiscard]] RestingOrders orders_behind(std::uint16_t book, Side side, std::uint64_t id,
                                            std::span<RestingOrder> orders) const noexcept;

  // For market data. The order of that id, when it is on a side of the book; the orders that follow
  // it on its side in priority order, every kind of them (the whole side for id 0); and the uncross
  // to be expected, of a book in a call state.
  [[nodiscard]] std::optional<ShownOrder> shown(std::uint16_t book,
                                                std::uint64_t id) const noexcept;
  [[nodiscard]] RestingOrders shown_behind(std::uint16_t book, Side side, std::uint64_t id,
                                           std::span<ShownOrder> orders) const noexcept;
  [[nodiscard]] Indication indication(std::uint16_t book) const noexcept;

  // Appends the whole state; restore() takes it back into an engine with the same book_count and
  // at least as many max_orders as it holds orders. Throws SnapshotError.
  void snapshot(std::vector<std::byte>& bytes) const;
  void restore(std::span<const std::byte> bytes);

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace hotbook::engine
