// What a door needs of the venue behind it.
//
// Threading: called on the venue's thread only; a door with threads of its own posts there.
// Hot path:  request() neither allocates, throws nor locks; one virtual call.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "host/domain/client.hpp"
#include "host/session/report_log.hpp"

namespace hotbook::session {

enum class Door : std::uint8_t { Ouch = 0, Fix = 1 };

enum class LoginAnswer : std::uint8_t {
  Accepted,
  UnknownUser,  // no such user at this door
  WrongPassword,
  Disabled,  // by an operator
  LoggedInAlready,
};

struct Login {
  LoginAnswer answer = LoginAnswer::UnknownUser;
  std::uint16_t session = 0;  // Accepted: index of the session
  std::uint32_t account = 0;  // and the account its orders are of
};

constexpr std::uint16_t kUnknownSymbol = 0xffff;

// What a door must know of an order that its client names by user_ref alone.
struct LiveOrder {
  std::uint16_t book;
  Side side;
  SaleKind sale;
  std::array<char, 4> door;
};

class EntryPoint {
 public:
  virtual ~EntryPoint() = default;

  // OUCH: user and password; FIX: SenderCompID and password (field 554, which may be empty).
  [[nodiscard]] virtual Login login(Door door, std::string_view user,
                                    std::string_view password) = 0;
  // The connection of a session that was logged in ended, for whatever reason.
  virtual void logout(std::uint16_t session) noexcept = 0;

  // A client's message. What becomes of it is in the session's reports.
  virtual void request(const ClientRequest& request) noexcept = 0;
  [[nodiscard]] virtual const ReportLog& reports(std::uint16_t session) const noexcept = 0;

  // The client's order, accepted or about to be; none when it is not open.
  [[nodiscard]] virtual std::optional<LiveOrder> live_order(
      std::uint16_t session, std::uint32_t user_ref) const noexcept = 0;
  // The lowest user_ref that a request of the session may have: one above the highest one seen.
  [[nodiscard]] virtual std::uint32_t next_user_ref(std::uint16_t session) const noexcept = 0;

  // Names the day's streams: ten characters or less, another one each day (SoupBinTCP's session).
  [[nodiscard]] virtual std::string_view day_name() const noexcept = 0;
  [[nodiscard]] virtual bool is_day_over() const noexcept = 0;

  // Without trailing spaces. kUnknownSymbol when there is no such instrument.
  [[nodiscard]] virtual std::uint16_t book_of(std::string_view symbol) const noexcept = 0;
  [[nodiscard]] virtual std::string_view symbol_of(std::uint16_t book) const noexcept = 0;
  // A price in dollars is ticks * tick_dollars_1e4(book) / 10,000.
  [[nodiscard]] virtual std::uint32_t tick_dollars_1e4(std::uint16_t book) const noexcept = 0;
};

}  // namespace hotbook::session
