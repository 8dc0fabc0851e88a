// The matching function of host/engine/matching_function.md, written to be obviously right.
//
// Threading: one thread.
// Hot path:  none; it is slow on purpose. Each rule's number stands where the rule is.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/match_options.hpp"
#include "sim/oracle/match_book_oracle.hpp"

namespace hotbook::oracle {

class MatchOracle {
 public:
  explicit MatchOracle(const MatchOptions& options);

  // Does the next input and appends its outputs.
  void apply(const MatchCommand& command, std::vector<MatchOutput>& outputs);

  // Section 9.
  [[nodiscard]] std::uint64_t state_hash() const;

  // What a test may look at.
  [[nodiscard]] const MatchBook& book(std::size_t index) const { return books_.at(index); }
  [[nodiscard]] const std::map<std::uint64_t, MatchOrder>& orders() const { return orders_; }
  [[nodiscard]] std::uint64_t now_ns() const { return now_ns_; }
  [[nodiscard]] std::uint64_t highest_id() const { return highest_id_; }
  [[nodiscard]] std::uint64_t input_seq() const { return input_seq_; }

 private:
  // The execution prices of a step (rule 5.1).
  struct Prints {
    std::optional<std::uint32_t> lowest;
    std::optional<std::uint32_t> highest;
    void add(std::uint32_t price);
  };

  // match_oracle.cpp: inputs, and the records they have in common.
  void dispatch(const MatchCommand& command);
  MatchOutput& emit(OutputKind kind, std::uint16_t book);
  MatchOutput& emit_of(OutputKind kind, const MatchOrder& order);
  void refuse(const MatchCommand& command, MatchReason reason);
  void change_state(MatchBook& book, TradingState state);
  void cancel(MatchOrder& order, MatchReason reason);
  void forget(MatchOrder& order);
  void publish();
  [[nodiscard]] MatchBook& book_of(const MatchOrder& order) { return books_.at(order.book); }
  [[nodiscard]] MatchOrder* find(const MatchCommand& command);
  template <typename Condition>
  [[nodiscard]] std::vector<MatchOrder*> by_entered(Condition condition) {
    std::vector<MatchOrder*> chosen;
    for (auto& [id, order] : orders_) {
      if (condition(order)) chosen.push_back(&order);
    }
    sort_by_entered(chosen);
    return chosen;
  }

  // match_order_oracle.cpp: sections 2 and 4.
  void new_order(const MatchCommand& command);
  [[nodiscard]] MatchReason judge_new(const MatchCommand& command);
  void go_its_way(MatchOrder& order, std::uint32_t needed);
  void cancel_order(const MatchCommand& command);
  void replace_order(const MatchCommand& command);
  [[nodiscard]] MatchReason judge_replace(const MatchCommand& command);
  [[nodiscard]] MatchReason judge_new_priority(const MatchOrder& order,
                                               const MatchCommand& command) const;
  void rename(MatchOrder& order, std::uint64_t new_id);
  void mass_cancel(const MatchCommand& command);

  // match_entry_oracle.cpp: sections 3, 5 and 6.
  void enter(MatchOrder& order, std::uint32_t needed);
  [[nodiscard]] bool trade(MatchOrder& order, Prints& prints);
  void execute(MatchOrder& order, MatchOrder& resting, Prints& prints);
  [[nodiscard]] bool prevent_self_match(MatchOrder& order, MatchOrder& resting);
  [[nodiscard]] bool decrement(MatchOrder& order, MatchOrder& resting);
  void settle_resting(MatchOrder& resting);
  void dispose_of_remainder(MatchOrder& order);
  [[nodiscard]] std::uint64_t executable(const MatchOrder& order) const;
  void elect(MatchBook& book, const Prints& prints);
  void work_off_stops(MatchBook& book);
  void reference(const MatchCommand& command);
  void reprice_pegs(MatchBook& book);

  // match_state_oracle.cpp: section 7, but for the uncross.
  void trading_state(const MatchCommand& command);
  void enter_state(MatchBook& book, TradingState state);
  void bands(const MatchCommand& command);
  void cancel_outside_bands(MatchBook& book);
  void update_limit_state(MatchBook& book);
  void timer(const MatchCommand& command);

  // match_auction_oracle.cpp: rules 7.2 to 7.5.
  void uncross(MatchBook& book, Prints& prints);
  std::uint64_t execute_auction(MatchBook& book, const std::vector<MatchOrder*>& participants,
                                std::uint32_t price);
  void tell_auction_execution(const MatchOrder& bid, const MatchOrder& ask, std::uint32_t price,
                              std::uint32_t quantity);

  MatchOptions options_;
  std::vector<MatchBook> books_;
  std::map<std::uint64_t, MatchOrder> orders_;  // all that live, by id
  std::uint64_t now_ns_ = 0;
  std::uint64_t highest_id_ = 0;
  std::uint64_t input_seq_ = 0;
  std::vector<MatchOutput> records_;  // of the input that is being done
};

}  // namespace hotbook::oracle
