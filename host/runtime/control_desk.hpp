// What operators see and do: the control API's view of a running venue.
//
// Threading: called on the control thread; what is the venue's is done on the venue's thread, and
//            waited for. A change is answered when its journal record is safe.
// Hot path:  none; a question takes the venue's thread for as long as its answer is long.

#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/control/control_target.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/runtime/card_matching.hpp"
#include "host/venue/venue.hpp"

namespace hotbook::runtime {

// What the desk reaches. All outlive it.
struct DeskParts {
  boost::asio::io_context& io;  // the venue's
  venue::Venue& venue;
  journal::JournalWriter& writer;
  CardMatching* card = nullptr;  // nullptr: this venue has none
  std::string name{};
  std::string version{};
  std::string device{};
  std::string journal_policy{};
  std::string journal_directory{};
  std::uint64_t started_ns = 0;
  // On the venue's thread.
  std::function<void(std::uint16_t session)> kick{};
  std::function<std::string(std::uint16_t session)> peer{};
  std::function<std::uint64_t()> segments{};
  std::function<void()> stop{};
  // On the control thread; takes as long as a card takes to start. Throws CardError.
  std::function<std::unique_ptr<card::Card>()> open_card{};
  std::function<std::uint32_t()> today{};  // YYYYMMDD in the venue's zone
};

class ControlDesk final : public control::ControlTarget {
 public:
  explicit ControlDesk(DeskParts parts) : parts_{std::move(parts)} {}

  control::Result<control::StatusView> status() override;
  control::Result<std::vector<control::BookView>> books() override;
  control::Result<control::BookView> book(std::string_view symbol, std::size_t depth) override;
  control::Result<control::OrderPage> orders(const control::OrderFilter& filter) override;
  control::Result<std::vector<control::SessionView>> sessions() override;
  control::Result<std::vector<control::RiskView>> risk() override;
  control::Result<std::vector<control::LimitView>> limits() override;
  control::Result<control::CardView> card() override;
  control::Result<control::JournalView> journal() override;

  control::Result<control::Changes> change_session(std::string_view actor, std::uint16_t session,
                                                   control::SessionAction action) override;
  control::Result<control::Changes> change_account(std::string_view actor, std::string_view account,
                                                   control::AccountAction action) override;
  control::Result<control::Changes> change_book(std::string_view actor, std::string_view symbol,
                                                control::BookAction action) override;
  control::Result<control::Changes> set_limits(
      std::string_view actor, std::span<const control::LimitChange> changes) override;
  control::Result<control::Changes> kill(std::string_view actor, control::ControlScope scope,
                                         std::string_view name, bool on) override;
  control::Result<control::Changes> change_card(std::string_view actor,
                                                control::CardAction action) override;
  control::Result<control::Changes> change_day(std::string_view actor, control::DayAction action,
                                               std::optional<std::uint32_t> day) override;
  control::Result<control::Changes> stop(std::string_view actor) override;

 private:
  template <class T>
  [[nodiscard]] control::Result<T> on_venue(std::function<control::Result<T>()> call);
  // The same, and then waits until what it journalled is safe.
  [[nodiscard]] control::Result<control::Changes> change(
      std::function<control::Result<control::Changes>()> call);

  [[nodiscard]] control::Result<control::Changes> detach_card(std::string_view actor);
  // Whether the connection of `peer` has ended.
  [[nodiscard]] bool await_end(std::uint16_t session, const std::string& peer);

  // On the venue's thread.
  [[nodiscard]] control::BookView view_of(std::uint16_t book) const;
  void add_levels(control::BookView& view, std::uint16_t book, std::size_t depth) const;
  [[nodiscard]] control::OrderView view_of(const venue::OrderEntry& order) const;
  [[nodiscard]] control::RiskView risk_view(control::ControlScope scope, std::uint32_t index,
                                            std::string name) const;
  // Accounts, symbols and sessions by name; nothing when there is no such one.
  [[nodiscard]] std::optional<std::uint32_t> find(control::ControlScope scope,
                                                  std::string_view name) const;
  [[nodiscard]] std::string name_of(control::ControlScope scope, std::uint32_t index) const;
  [[nodiscard]] std::string card_state() const;
  [[nodiscard]] std::string set_state(std::uint16_t book, TradingState state);
  // A record of what changes nothing that a replay could see. Empty, or why it cannot be.
  [[nodiscard]] std::string record(std::string_view actor, std::string_view what);

  DeskParts parts_;
};

}  // namespace hotbook::runtime
