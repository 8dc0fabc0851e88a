// The host's partner of a card's matcher: follows its records with the engine, releases the
// engine's outputs, refills the card's windows and grants it books; when the card is wrong, silent
// or gone, goes on alone, and with a fresh card again (rtl/spec/match_ownership.md, section 6).
//
// The caller moves words: next_word() goes to the card, the card's records come to take(). Outputs
// are released in order of input_seq, those of an input together, each once.
//
// Threading: one thread.
// Hot path:  submit(), next_word() and take() neither allocate, throw nor lock, but for the
// engine's
//            memory of outputs; give_up() and attach() are rare.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/takeover/match_command_queue.hpp"
#include "host/takeover/match_fault.hpp"
#include "host/takeover/match_window_mirror.hpp"
#include "host/takeover/match_words.hpp"

namespace hotbook {

struct MatchFollowerOptions {
  MatchOptions engine;
  std::size_t commands_max = 1024;  // submitted and not yet closed
  // A book that the host has decided for so many inputs waits, in front of its next command, until
  // it can be granted. Waiting costs one way to the card and back.
  std::uint32_t hold_after = 64;
};

struct MatchCardShape {
  std::size_t window_orders = 16;  // K
  std::size_t match_books = 1024;  // books that the card has windows for
};

// What is released; outputs of one input each time. The span is gone when take returns.
using MatchSink = engine::OutputSink;

struct MatchFollowerCounts {
  std::uint64_t decided = 0;
  std::uint64_t passed = 0;
  std::uint64_t punted = 0;
  std::uint64_t passed_own = 0;  // of those passed: of a book that was the card's
  std::uint64_t from_feed = 0;   // of them: inputs that the card's feed made
  std::uint64_t alone = 0;       // inputs that no card has closed
  std::uint64_t refills_taken = 0;
  std::uint64_t refills_refused = 0;
  std::uint64_t grants_taken = 0;
  std::uint64_t grants_refused = 0;
  std::uint64_t takeovers = 0;
  std::uint64_t records_ignored = 0;  // that came from a card given up
};

class MatchFollower {
 public:
  enum class Submitted : std::uint8_t {
    Yes,
    Full,        // as many commands wait as there may
    NoRoom,      // it could be one order more than the engine holds (function, 2.14)
    NotAnInput,  // refill, order_refill and grant are not a client's
  };

  // Throws what Engine does. There is no card at first.
  MatchFollower(const MatchFollowerOptions& options, MatchSink sink);

  // Takes an engine's snapshot; only before the first input. Throws SnapshotError.
  void restore(std::span<const std::byte> bytes) { engine_.restore(bytes); }

  // A card just reset, its book_count register set to the engine's; there must be none.
  void attach(const MatchCardShape& shape);

  // Takes the next input. Its host_number becomes the follower's own.
  [[nodiscard]] Submitted submit(const MatchCommand& command) noexcept;

  // The next word for the card, which must have room for it: the caller sends it now.
  [[nodiscard]] std::optional<MatchWord> next_word() noexcept;

  // The card's next record. False when the card is given up, with this record or before.
  [[nodiscard]] bool take(const MatchWord& record) noexcept;

  // Nothing will come from the card any more. Commands without a closing record are done now, in
  // the order in which they were sent.
  void give_up(MatchFaultKind kind) noexcept;

  [[nodiscard]] bool is_alone() const noexcept { return alone_; }
  // Commands sent to the card without a closing record; a watchdog looks at it.
  [[nodiscard]] std::size_t unclosed() const noexcept { return sent_.size(); }
  // Every command submitted is done.
  [[nodiscard]] bool is_idle() const noexcept { return queued_.size() == 0 && sent_.size() == 0; }
  // Why the latest card was given up.
  [[nodiscard]] const MatchFault& fault() const noexcept { return fault_; }
  [[nodiscard]] const MatchFollowerCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] const engine::Engine& engine() const noexcept { return engine_; }
  [[nodiscard]] bool card_owns(std::uint16_t book) const noexcept {
    return book < books_.size() && books_[book].card_owns;
  }

 private:
  struct Book {
    explicit Book(std::size_t orders_max)
        : sides{MatchWindowMirror{Side::Bid, orders_max},
                MatchWindowMirror{Side::Ask, orders_max}} {}
    std::array<MatchWindowMirror, 2> sides;
    bool card_owns = false;
    bool has_others = false;  // as granted
    bool is_protected = false;
    bool grant_coming = false;
    bool grant_doomed = false;
    bool is_wanted = false;          // stands in wanted_
    std::uint32_t decided_here = 0;  // inputs since the card lost it
    std::uint32_t unclosed = 0;      // inputs of it that were sent
  };
  // What the rules let the card do with an input; bits.
  enum Allowed : unsigned { kDecided = 1, kPassed = 2, kPunted = 4, kDecidedByEcho = 8 };

  // match_follower.cpp: the card's records.
  bool fail(MatchFaultKind kind, const MatchWord& expected, const MatchWord& found) noexcept;
  void follow_gate(const MatchOutput& output) noexcept;
  bool take_output(const MatchOutput& output, const MatchWord& record) noexcept;
  bool take_echo(const MatchEcho& echo, const MatchWord& record) noexcept;
  bool take_feed_input(const MatchEcho& echo, const MatchWord& record) noexcept;
  bool close_supply(const MatchEcho& echo, const MatchWord& record) noexcept;
  bool close_input(const MatchCommand& command, Verdict verdict) noexcept;
  void open(const MatchCommand& command) noexcept;
  void take_over() noexcept;
  void do_alone(const MatchCommand& command) noexcept;
  [[nodiscard]] MatchEcho expected_echo(const MatchCommand& command) const noexcept;

  // match_ownership.cpp: what the records mean for the windows.
  [[nodiscard]] Book* book_of(std::uint16_t book) noexcept {
    return book < books_.size() ? &books_[book] : nullptr;
  }
  [[nodiscard]] unsigned allowed(const MatchCommand& command) const noexcept;
  [[nodiscard]] unsigned allowed_own(const Book& book, const MatchCommand& command) const noexcept;
  void settle(const MatchCommand& command, Verdict verdict) noexcept;
  void settle_decided(Book& book) noexcept;
  void forget(Book& book) noexcept;
  void note_unclosed(const MatchCommand& command, bool sent) noexcept;

  // match_supply.cpp: refills and grants.
  void want(std::uint16_t book) noexcept;
  [[nodiscard]] std::optional<MatchWord> next_supply() noexcept;
  [[nodiscard]] std::optional<MatchWord> supply(std::uint16_t number) noexcept;
  [[nodiscard]] std::optional<MatchWord> refill(std::uint16_t number, Side side) noexcept;
  [[nodiscard]] std::optional<MatchWord> grant(std::uint16_t number) noexcept;
  [[nodiscard]] bool is_grantable(std::uint16_t number) const noexcept;
  [[nodiscard]] bool is_held(const MatchCommand& command) const noexcept;

  MatchFollowerOptions options_;
  MatchCardShape shape_;
  MatchSink sink_;
  engine::Engine engine_;
  MatchCommandQueue queued_;  // not yet sent
  MatchCommandQueue sent_;    // not yet closed; refills and grants too
  std::uint64_t host_number_ = 0;
  std::size_t new_orders_waiting_ = 0;  // in both queues

  bool alone_ = true;
  std::uint64_t seq_before_card_ = 0;  // the engine's input_seq when the card's was 0
  std::uint64_t followed_ = 0;         // the card's inputs that are closed
  // The input whose records are coming: the engine has done it.
  bool is_open_ = false;
  std::span<const MatchOutput> outputs_;
  std::size_t compared_ = 0;

  std::vector<Book> books_;
  std::uint32_t unclosed_for_all_ = 0;
  std::vector<std::uint16_t> wanted_;  // a ring of books to look at
  std::size_t wanted_first_ = 0;
  std::size_t wanted_count_ = 0;

  MatchFault fault_;
  MatchFollowerCounts counts_;
};

}  // namespace hotbook
