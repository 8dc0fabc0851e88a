// What every test of a numbered rule has: inputs that read like sentences, and a subject that does
// them and tells its outputs as text.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/match_options.hpp"
#include "tests/host/engine/match_subject.hpp"

namespace hotbook {

using Lines = std::vector<std::string>;

struct Input {
  MatchCommand command{};

  Input& shares(std::uint32_t quantity);
  Input& at(std::uint32_t price);
  Input& market();
  Input& stop(std::uint32_t stop_price);        // a market order when triggered
  Input& stop_limit(std::uint32_t stop_price);  // a limit order when triggered
  Input& peg(OrderType type, std::int32_t offset = 0);
  Input& in(TimeInForce time_in_force);
  Input& until(std::uint32_t expire_s);  // gtd
  Input& of(std::uint32_t account);
  Input& session(std::uint16_t number);
  Input& self_match(SelfMatch mode);
  Input& shows(std::uint32_t display_quantity);
  Input& least(std::uint32_t min_quantity);
  Input& post_only();
  Input& on(std::uint16_t book);
  Input& named(std::uint64_t new_order_id);
  Input& knowing(std::uint32_t known_open);
  Input& is_protected();
};

// Limit orders, day, of account 0, without self-match prevention, in book 0.
[[nodiscard]] Input bid(std::uint64_t id);
[[nodiscard]] Input ask(std::uint64_t id);
[[nodiscard]] Input cancel(std::uint64_t id);
[[nodiscard]] Input replace(std::uint64_t id);
[[nodiscard]] Input mass_cancel(std::uint16_t scopes);
[[nodiscard]] Input state(TradingState state);

struct TopPrices {
  std::uint32_t bid = 0;
  std::uint32_t ask = 0;
};
[[nodiscard]] Input reference(const TopPrices& top);

struct Bands {
  std::uint32_t reference_price = 0;
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
};
[[nodiscard]] Input bands(const Bands& bands);

[[nodiscard]] Input timer(std::uint64_t now_ns);
[[nodiscard]] Input timer_s(std::uint64_t now_s);
[[nodiscard]] Input of_kind(std::uint8_t kind);

class Rules : public ::testing::TestWithParam<MatchSubjectKind> {
 protected:
  // Two books in continuous trading.
  void SetUp() override;

  // A new subject, closed as it is at first.
  void start(const MatchOptions& options = {.book_count = 2, .max_orders = 1000});

  // Does one input; checks rule 8.1 and 8.3 on the way.
  Lines does(const Input& input);

  // Does all; tells the outputs of the last one.
  Lines does_all(std::initializer_list<Input> inputs);

  // The outputs of the last input as they are.
  [[nodiscard]] const std::vector<MatchOutput>& outputs() const { return outputs_; }

  [[nodiscard]] std::uint64_t state_hash() const { return subject_->state_hash(); }
  [[nodiscard]] std::uint64_t input_seq() const { return input_seq_; }

  // What executes, in turn, against a market order that sweeps the side: "3: 10 at 100".
  Lines bids_in_priority();
  Lines asks_in_priority();

 private:
  Lines sweep(Side side);

  std::unique_ptr<MatchSubject> subject_;
  std::uint64_t input_seq_ = 0;
  std::vector<MatchOutput> outputs_;
};

// Section 9, folded word by word.
[[nodiscard]] std::uint64_t hash_of(std::initializer_list<std::uint64_t> words);

}  // namespace hotbook
