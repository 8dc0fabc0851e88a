// The card's matcher, with the host's engine behind it, as the device of `hotbook match`.
//
// Threading: one thread.
// Hot path:  consume() and finish() move words between the follower and the rings; they throw what
//            the handler throws.

#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

#include "host/app/match_device.hpp"
#include "host/card/card.hpp"
#include "host/takeover/match_follower.hpp"

namespace hotbook::app {

class CardMatcher final : public MatchDevice {
 public:
  // Throws CardError when the card cannot be used.
  CardMatcher(const card::CardOptions& card, const MatchOptions& options, OutputHandler handler);
  CardMatcher(const CardMatcher&) = delete;
  CardMatcher& operator=(const CardMatcher&) = delete;

  void consume(std::span<const MatchCommand> commands) override;
  void finish() override;
  [[nodiscard]] std::uint64_t state_hash() const override {
    return follower_->engine().state_hash();
  }
  [[nodiscard]] std::string note() const override;

  // Called now and then while records are awaited.
  void on_wait(std::function<void()> hook) { wait_hook_ = std::move(hook); }

  [[nodiscard]] card::Card& card() noexcept { return *card_; }
  [[nodiscard]] const MatchFollowerCounts& counts() const noexcept { return follower_->counts(); }

  // Why the card was given up; empty while it is not. From then on the engine matches alone.
  [[nodiscard]] std::string fault() const;

 private:
  void give(std::span<const MatchOutput> outputs) noexcept;
  void submit(const MatchCommand& command);
  bool move();
  bool send();
  void wait();
  void rethrow();

  OutputHandler handler_;
  std::exception_ptr failed_;  // thrown by the handler inside the follower
  std::function<void()> wait_hook_;
  std::unique_ptr<card::Card> card_;
  std::optional<MatchFollower> follower_;
  std::optional<MatchWord> unsent_;  // the command ring was full
  std::chrono::steady_clock::time_point heard_;
};

}  // namespace hotbook::app
