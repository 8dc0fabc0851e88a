// Matching by a card with the engine behind it, which goes on alone when the card is wrong, silent
// or gone, and with a card again when one is attached.
//
// Threading: the venue's thread, but for open(), which may be called on any.
// Hot path:  submit() and poll() move words between the follower and the rings.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "host/card/card.hpp"
#include "host/takeover/match_follower.hpp"
#include "host/venue/matching.hpp"

namespace hotbook::runtime {

class CardMatching final : public venue::Matching {
 public:
  // Without a card at first. Throws what Engine does.
  explicit CardMatching(const MatchOptions& options);

  void set_sink(engine::OutputSink sink) noexcept override { sink_ = sink; }
  [[nodiscard]] bool submit(const MatchCommand& command) noexcept override;
  bool poll() noexcept override;
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
  // What attach() gave, once it is given up; nullptr when there is nothing. Closing it takes a
  // while.
  [[nodiscard]] std::unique_ptr<card::Card> release() noexcept;
  // The engine goes on alone. Commands under way are done now, in their order.
  void detach() noexcept;

  [[nodiscard]] bool has_card() const noexcept { return !follower_.is_alone(); }
  // Why the latest card was given up; empty when none was.
  [[nodiscard]] std::string fault() const;
  [[nodiscard]] const MatchFollower& follower() const noexcept { return follower_; }
  // nullptr without one. Registers may be read between polls.
  [[nodiscard]] card::Card* card() noexcept { return has_card() ? card_.get() : nullptr; }
  // How long the engine took to do what the card that is gone had left undone.
  [[nodiscard]] std::chrono::nanoseconds takeover_time() const noexcept { return takeover_time_; }

 private:
  using Clock = std::chrono::steady_clock;

  bool send() noexcept;
  void give_up(MatchFaultKind kind) noexcept;
  void watch(Clock::time_point now) noexcept;

  engine::OutputSink sink_;
  MatchFollower follower_;
  std::unique_ptr<card::Card> card_;
  std::optional<MatchWord> unsent_;  // the command ring was full
  bool is_detached_ = false;         // by an operator, which is no fault
  std::uint64_t restored_ = 0;       // inputs that the engine had done when it was restored
  Clock::duration alive_every_{};
  Clock::time_point heard_;
  Clock::time_point looked_;
  std::chrono::nanoseconds takeover_time_{0};
};

}  // namespace hotbook::runtime
