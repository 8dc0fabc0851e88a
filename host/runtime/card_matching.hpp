// Matching by a card with the engine behind it, which goes on alone when the card is wrong, silent
// or gone, and with a card again when one is attached.
//
// Threading: one thread (the venue's), but for open() and close(), which may be called on any.
// Hot path:  submit() and poll() move words between the follower and the rings.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "host/card/card.hpp"
#include "host/runtime/card_process.hpp"
#include "host/runtime/card_watch.hpp"
#include "host/takeover/match_follower.hpp"
#include "host/venue/matching.hpp"

namespace hotbook::runtime {

// How a card was given up.
struct Takeover {
  std::chrono::nanoseconds silent{0};  // since it last answered, or began to owe an answer
  std::chrono::nanoseconds first{0};   // from then to the first outputs that the engine made alone
  std::chrono::nanoseconds whole{0};   // to the last of what the card had left undone
  std::uint64_t inputs = 0;            // which were so many
};

class CardMatching final : public venue::Matching {
 public:
  // Without a card at first. Throws what Engine does.
  explicit CardMatching(const MatchOptions& options);
  ~CardMatching() override;  // close()
  CardMatching(const CardMatching&) = delete;
  CardMatching& operator=(const CardMatching&) = delete;

  void set_sink(engine::OutputSink sink) noexcept override { sink_ = sink; }
  [[nodiscard]] bool submit(const MatchCommand& command) noexcept override {
    return try_submit(command) == MatchFollower::Submitted::Yes;
  }
  // The same, and says why not.
  [[nodiscard]] MatchFollower::Submitted try_submit(const MatchCommand& command) noexcept {
    return follower_.submit(command);
  }
  bool poll() noexcept override;
  // Now and then while nothing is under way: a card that is gone is given up before it is needed.
  void check() noexcept;
  [[nodiscard]] std::uint64_t closed() const noexcept override;
  [[nodiscard]] const engine::Engine& engine() const noexcept override {
    return follower_.engine();
  }
  void restore(std::span<const std::byte> bytes) override;

  // A card, opened and configured for so many books; takes a second. Throws CardError.
  [[nodiscard]] static std::unique_ptr<card::Card> open(const card::CardOptions& options,
                                                        std::size_t book_count);
  // The card matches from the next input on. There must be none.
  void attach(std::unique_ptr<card::Card> card);
  // What attach() was given, once it is given up; nullptr when there is nothing.
  [[nodiscard]] std::unique_ptr<card::Card> release() noexcept;
  // Ends a card for good; takes a while, on any thread. One that is still there is stopped first,
  // so that it writes to no memory that is gone.
  static void close(std::unique_ptr<card::Card> card) noexcept;
  // The engine goes on alone. Commands under way are done now, in their order.
  void detach() noexcept;

  [[nodiscard]] bool has_card() const noexcept { return !follower_.is_alone(); }
  // Why the latest card was given up; empty when none was.
  [[nodiscard]] std::string fault() const;
  [[nodiscard]] const MatchFollower& follower() const noexcept { return follower_; }
  // nullptr without one. Registers may be read between polls.
  [[nodiscard]] card::Card* card() noexcept { return has_card() ? card_.get() : nullptr; }
  // Of the latest card that was given up.
  [[nodiscard]] const Takeover& takeover() const noexcept { return takeover_; }

 private:
  using Clock = std::chrono::steady_clock;

  bool send() noexcept;
  void give_up(MatchFaultKind kind) noexcept;
  void note_takeover(Clock::time_point began, std::uint64_t alone_before) noexcept;
  [[nodiscard]] bool is_there() noexcept;
  void take(std::span<const MatchOutput> outputs) noexcept;

  engine::OutputSink sink_;
  MatchFollower follower_;
  std::unique_ptr<card::Card> card_;
  std::optional<MatchWord> unsent_;  // the command ring was full
  bool is_detached_ = false;         // by an operator, which is no fault
  std::uint64_t restored_ = 0;       // inputs that the engine had done when it was restored
  CardProcess process_;
  CardWatch watch_;
  Takeover takeover_;
  std::optional<Clock::time_point> first_alone_;  // the first outputs of the takeover
};

}  // namespace hotbook::runtime
