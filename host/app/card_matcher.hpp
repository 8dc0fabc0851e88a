// The card's matcher, with the host's engine behind it, as the device of `hotbook match`.
//
// Threading: one thread.
// Hot path:  consume() and finish() are CardMatching's submit() and poll(); they throw what the
//            handler throws.

#pragma once

#include <exception>
#include <functional>
#include <string>

#include "host/app/match_device.hpp"
#include "host/runtime/card_matching.hpp"

namespace hotbook::app {

// Which card, and what is loaded into it.
struct CardArguments {
  std::string xclbin;
  std::string manifest;
  unsigned index = 0;

  [[nodiscard]] card::CardOptions options() const;
};

class CardMatcher final : public MatchDevice {
 public:
  // Throws CardError when the card cannot be used.
  CardMatcher(const card::CardOptions& card, const MatchOptions& options, OutputHandler handler);
  CardMatcher(const CardMatcher&) = delete;
  CardMatcher& operator=(const CardMatcher&) = delete;

  void consume(std::span<const MatchCommand> commands) override;
  void finish() override;
  [[nodiscard]] std::uint64_t state_hash() const override {
    return matching_.engine().state_hash();
  }
  [[nodiscard]] std::string note() const override;

  // Called now and then while records are awaited.
  void on_wait(std::function<void()> hook) { wait_hook_ = std::move(hook); }

  // While it is not given up.
  [[nodiscard]] card::Card& card() noexcept { return *matching_.card(); }
  [[nodiscard]] const MatchFollowerCounts& counts() const noexcept {
    return matching_.follower().counts();
  }
  [[nodiscard]] const runtime::Takeover& takeover() const noexcept { return matching_.takeover(); }

  // Why the card was given up; empty while it is not. From then on the engine matches alone.
  [[nodiscard]] std::string fault() const { return matching_.fault(); }

 private:
  void give(std::span<const MatchOutput> outputs) noexcept;
  void submit(const MatchCommand& command);
  void wait();
  void rethrow();

  OutputHandler handler_;
  std::exception_ptr failed_;  // thrown by the handler inside the follower
  std::function<void()> wait_hook_;
  runtime::CardMatching matching_;
};

}  // namespace hotbook::app
