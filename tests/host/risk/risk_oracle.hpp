// What a RiskGate must say, recomputed at every question from lists of all that ever happened.
//
// Threading: one thread.
// Hot path:  none; slow and plain on purpose.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "host/risk/risk_gate.hpp"

namespace hotbook::risk {

struct OracleOrder {
  RiskOrder as;  // quantity: open now
  bool is_open = true;
  bool is_asked = false;  // a replace has passed and is not settled
  RiskOrder asked_of{};   // as it was then
  RiskOrder asked{};
};

class RiskOracle {
 public:
  explicit RiskOracle(const RiskOptions& options) : options_{options} {}

  // The verdicts alone; what then happens is told below.
  [[nodiscard]] RiskReason judge_new(const RiskOrder& order, std::uint64_t now_ns);
  [[nodiscard]] RiskReason judge_replace(const RiskOrder& open_now, const RiskOrder& wanted,
                                         std::uint64_t now_ns);

  void message(const RiskOrder& order, std::uint64_t now_ns);
  std::size_t accepted(const RiskOrder& order, std::uint64_t now_ns);  // its index in orders()
  void executed(std::size_t order, std::uint32_t quantity, std::uint32_t price,
                std::uint64_t now_ns);
  void change(const journal::ControlChange& change);
  void start_day();
  void set_reference(std::uint16_t book, std::uint32_t bid, std::uint32_t ask);
  void set_last(std::uint16_t book, std::uint32_t price) { last_[book] = price; }

  [[nodiscard]] std::vector<OracleOrder>& orders() { return orders_; }
  [[nodiscard]] RiskUsage usage(ControlScope scope, std::uint32_t index);
  [[nodiscard]] RiskHolding holding(std::uint32_t account, std::uint16_t book);
  [[nodiscard]] bool is_account_enabled(std::uint32_t account) const {
    return !disabled_accounts_.contains(account);
  }

 private:
  __extension__ typedef __int128 Wide;

  struct Message {
    std::uint64_t time_ns;
    std::uint32_t account;
    std::uint16_t session;
  };
  struct Execution {
    RiskOrder of;  // quantity: executed
    std::uint32_t price;
    std::uint64_t time_ns;
    unsigned day;
    unsigned enabled;  // how often the account had been enabled before
  };
  struct Known {
    RiskOrder order;
    std::uint64_t time_ns;
  };
  struct Figures {
    Wide orders = 0;
    Wide open[2] = {};
    Wide done[2] = {};
  };

  [[nodiscard]] std::uint64_t limit(LimitKind kind, ControlScope scope, std::uint32_t index) const;
  // Calls with each limit of this kind that concerns the order.
  void for_limits(LimitKind kind, const RiskOrder& order,
                  const std::function<void(std::uint64_t, ControlScope, std::uint32_t)>& use) const;
  [[nodiscard]] bool is_within(LimitKind kind, const RiskOrder& order, Wide value) const;
  [[nodiscard]] bool is_limited(LimitKind kind, const RiskOrder& order) const;
  [[nodiscard]] std::uint32_t mark(std::uint16_t book, Side side);
  [[nodiscard]] Wide worth(const RiskOrder& order);
  [[nodiscard]] Wide more_worth(const RiskOrder& before, const RiskOrder& wanted);
  [[nodiscard]] Figures figures(ControlScope scope, std::uint32_t index);
  [[nodiscard]] Wide towards(const RiskOrder& order);
  [[nodiscard]] bool is_too_fast(const RiskOrder& order, std::uint64_t now_ns) const;
  [[nodiscard]] bool is_duplicate(const RiskOrder& order, std::uint64_t now_ns) const;
  [[nodiscard]] bool is_far(const RiskOrder& order);
  [[nodiscard]] RiskReason before_sums(const RiskOrder& order, std::uint64_t now_ns, bool is_new);
  [[nodiscard]] RiskReason sums(const RiskOrder& order, Wide orders, Wide quantity, Wide money);

  RiskOptions options_;
  std::vector<OracleOrder> orders_;
  std::vector<Known> known_;
  std::vector<Message> messages_;
  std::vector<Execution> executions_;
  std::map<std::tuple<LimitKind, ControlScope, std::uint32_t>, std::uint64_t> limits_;
  std::set<std::pair<ControlScope, std::uint32_t>> killed_;
  std::set<std::uint32_t> disabled_accounts_;
  std::set<std::uint32_t> disabled_sessions_;
  std::set<std::uint16_t> restricted_;
  std::set<std::pair<std::uint32_t, std::uint16_t>> restricted_for_;
  std::map<std::uint16_t, std::uint64_t> short_;
  std::map<std::uint32_t, unsigned> enabled_;
  std::map<std::uint16_t, std::uint32_t> bid_;
  std::map<std::uint16_t, std::uint32_t> ask_;
  std::map<std::uint16_t, std::uint32_t> last_;
  unsigned day_ = 0;
};

}  // namespace hotbook::risk
