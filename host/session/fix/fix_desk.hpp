// One FIX session as the venue sees it: its client's names for orders, what became of each order,
// and the messages to and fro. No sockets, no clock, no threads.
//
// All of it but the messages on their way is a function of the session's reports, so that it is the
// same again after a recovery.
//
// Threading: one thread, the venue's.
// Hot path:  no; strings and maps.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "host/domain/client.hpp"
#include "host/session/entry_point.hpp"
#include "host/session/fix/fix_message.hpp"
#include "host/session/fix/fix_order.hpp"

namespace hotbook::fix {

constexpr std::size_t kNameMost = 20;  // characters of a ClOrdID

// An order as its client was told of it.
struct OrderState {
  std::uint64_t order_id;
  std::uint64_t executed_notional;
  std::uint64_t time_ns;
  std::uint32_t user_ref;
  std::uint32_t replaced_by;  // user_ref; 0: it still has this name
  std::uint32_t price;
  std::uint32_t quantity;
  std::uint32_t leaves;
  std::uint32_t executed;
  std::uint32_t stop_price;
  std::uint32_t display_quantity;
  std::uint32_t min_quantity;
  std::uint32_t expire_s;
  std::uint16_t book;
  std::uint8_t side;
  OrderType type;
  TimeInForce time_in_force;
  std::uint8_t flags;
  SaleKind sale;
  char status;    // OrdStatus (39)
  char capacity;  // OrderCapacity (528); 0: none
  std::uint8_t self_match;
  ClientOrderId name;  // ClOrdID
};

// What becomes of a client's message.
struct Outcome {
  std::optional<ClientRequest> request;  // the venue is asked
  std::optional<FixAnswer> answer;       // or it is answered here; neither: it was answered before
};

class FixDesk {
 public:
  FixDesk(const session::EntryPoint& venue, std::uint16_t session, FixVersion version)
      : venue_{venue}, session_{session}, version_{version} {}

  void set_account(std::uint32_t account) noexcept { account_ = account; }

  [[nodiscard]] Outcome take(const FixMessage& message);
  // The next report of the session's day: all of them go through here, in order, once.
  [[nodiscard]] FixAnswer tell(const ClientReport& report);

  // Nothing is known of the day before: orders that outlived it are reported again.
  void start_day();

  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_count_; }
  // nullptr when no order ever had this ClOrdID.
  [[nodiscard]] const OrderState* find(std::string_view name) const;

 private:
  // A client's message that the venue was asked and has not answered.
  struct Waiting {
    char type;  // MsgType (35)
    std::uint32_t user_ref;
    std::uint64_t ticket;
    std::string symbol;
    std::string orig;  // OrigClOrdID; of a mass cancel its MassCancelRequestType
    std::string text;  // why it was refused here
  };

  [[nodiscard]] Wish wish_for(const FixMessage& message);
  [[nodiscard]] Wish cancel(const FixMessage& message) const;
  [[nodiscard]] Wish replace(const FixMessage& message) const;
  [[nodiscard]] Wish mass_cancel(const FixMessage& message) const;
  [[nodiscard]] FixAnswer status(const FixMessage& message) const;
  [[nodiscard]] FixAnswer business_reject(const FixMessage& message, int reason,
                                          std::string text) const;
  [[nodiscard]] Waiting taken(const std::string& name, const ClientReport& report);

  OrderState& state_of(const ClientReport& report);
  void follow(const ClientReport& report);
  [[nodiscard]] const OrderState* latest(std::uint32_t user_ref) const;
  [[nodiscard]] OrderState* order(std::uint32_t user_ref);

  [[nodiscard]] std::string symbol_of(std::uint16_t book, const Waiting& asked) const;
  void describe(const OrderState& order, FixMessage& message) const;
  [[nodiscard]] FixMessage execution(const ClientReport& report, const OrderState& order,
                                     const std::string& name, const Waiting& asked) const;
  [[nodiscard]] FixMessage cancel_reject(const ClientReport& report, const Waiting& asked) const;
  [[nodiscard]] FixMessage mass_report(const ClientReport& report, const Waiting& asked) const;
  [[nodiscard]] FixMessage trading_session(const ClientReport& report) const;
  [[nodiscard]] std::string exec_id(const ClientReport& report) const;
  [[nodiscard]] std::string time(std::uint64_t time_ns) const;

  const session::EntryPoint& venue_;
  std::uint16_t session_;
  FixVersion version_;
  std::uint32_t account_ = 0;
  std::uint32_t next_ref_ = 1;
  std::unordered_map<std::string, std::uint32_t> names_;  // ClOrdID to user_ref, 0: no order's
  std::unordered_map<std::uint32_t, OrderState> orders_;  // by user_ref
  std::unordered_map<std::string, std::deque<Waiting>> waiting_;  // by ClOrdID
  std::size_t waiting_count_ = 0;
};

}  // namespace hotbook::fix
