// What the control API can ask of a venue: whoever runs the venue implements it.
//
// Every call is whole: it is done when it returns, or it was refused and changed nothing. `actor`
// is who asked, for the journal's own record of it.
//
// Threading: called on the control thread, one call at a time; an implementation takes what is the
//            venue's to the venue's thread and waits, for a bounded time.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/control/control_views.hpp"
#include "host/journal/journal_record.hpp"
#include "host/risk/limit_kind.hpp"

namespace hotbook::control {

using journal::ControlScope;

enum class RefusalCode : std::uint8_t {
  NotFound,     // there is no such thing: 404
  Invalid,      // it makes no sense, whatever the state: 422
  Conflict,     // not as things stand: 409
  Unavailable,  // not now: 503
};

struct Refusal {
  RefusalCode code;
  std::string text;
};

template <class T>
using Result = std::variant<T, Refusal>;

using Changes = std::vector<ChangeView>;

// All that is set must hold.
struct OrderFilter {
  std::optional<std::string> account;
  std::optional<std::string> symbol;
  std::optional<std::uint16_t> session;
  std::uint64_t after = 0;  // order_ids above it, in rising order
  std::size_t count_max = 100;
};

struct OrderPage {
  std::vector<OrderView> orders;
  bool has_more = false;
};

struct LimitChange {
  ControlScope scope = ControlScope::Firm;
  std::string name;  // account, symbol or session's number; empty for the firm
  risk::LimitKind limit = risk::LimitKind::OrderQuantity;
  std::uint64_t value = 0;  // 0: no limit
};

enum class SessionAction : std::uint8_t { Kick, Enable, Disable };
enum class BookAction : std::uint8_t { Open, Halt, Resume, Close };
enum class AccountAction : std::uint8_t { Enable, Disable };
enum class CardAction : std::uint8_t { Attach, Detach };
enum class DayAction : std::uint8_t { Start, End };

class ControlTarget {
 public:
  virtual ~ControlTarget() = default;

  [[nodiscard]] virtual Result<StatusView> status() = 0;
  [[nodiscard]] virtual Result<std::vector<BookView>> books() = 0;
  // With at most `depth` levels of each side.
  [[nodiscard]] virtual Result<BookView> book(std::string_view symbol, std::size_t depth) = 0;
  [[nodiscard]] virtual Result<OrderPage> orders(const OrderFilter& filter) = 0;
  [[nodiscard]] virtual Result<std::vector<SessionView>> sessions() = 0;
  [[nodiscard]] virtual Result<std::vector<RiskView>> risk() = 0;
  // Those that are set.
  [[nodiscard]] virtual Result<std::vector<LimitView>> limits() = 0;
  [[nodiscard]] virtual Result<CardView> card() = 0;
  [[nodiscard]] virtual Result<JournalView> journal() = 0;

  [[nodiscard]] virtual Result<Changes> change_session(std::string_view actor,
                                                       std::uint16_t session,
                                                       SessionAction action) = 0;
  [[nodiscard]] virtual Result<Changes> change_account(std::string_view actor,
                                                       std::string_view account,
                                                       AccountAction action) = 0;
  // symbol: empty for every instrument.
  [[nodiscard]] virtual Result<Changes> change_book(std::string_view actor, std::string_view symbol,
                                                    BookAction action) = 0;
  // All of them or none.
  [[nodiscard]] virtual Result<Changes> set_limits(std::string_view actor,
                                                   std::span<const LimitChange> changes) = 0;
  // name: as in LimitChange.
  [[nodiscard]] virtual Result<Changes> kill(std::string_view actor, ControlScope scope,
                                             std::string_view name, bool on) = 0;
  [[nodiscard]] virtual Result<Changes> change_card(std::string_view actor, CardAction action) = 0;
  // day: YYYYMMDD, to start another one than today's.
  [[nodiscard]] virtual Result<Changes> change_day(std::string_view actor, DayAction action,
                                                   std::optional<std::uint32_t> day) = 0;
  // The program ends soon after, with nothing lost.
  [[nodiscard]] virtual Result<Changes> stop(std::string_view actor) = 0;
};

}  // namespace hotbook::control
