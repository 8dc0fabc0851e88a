// Makes reports of outputs, and keeps the directory and risk as they say.
//
// Threading: one thread, the venue's.
// Hot path:  all of it; it allocates as OrderDirectory and ReportLog say.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/journal/journal_record.hpp"
#include "host/risk/risk_gate.hpp"
#include "host/venue/order_directory.hpp"
#include "host/venue/session_table.hpp"

namespace hotbook::venue {

// Who follows the inputs besides: the publisher.
class InputObserver {
 public:
  virtual ~InputObserver() = default;
  // The record's input had these outputs, at least one; `after` has done it and no later one.
  virtual void on_input(const journal::JournalRecord& record, std::span<const MatchOutput> outputs,
                        const engine::Engine& after) noexcept = 0;
  // The record's change is made.
  virtual void on_control(const journal::JournalRecord& record,
                          const engine::Engine& engine) noexcept = 0;
};

// A book as its outputs tell it.
struct BookFigures {
  std::uint64_t volume = 0;      // shares executed today
  std::uint32_t executions = 0;  // today
  std::uint32_t last = 0;        // price of the latest execution, of any day; 0: none
  TradingState state = TradingState::Closed;
  std::array<std::uint8_t, 7> reserved{};
};

class Reporter {
 public:
  Reporter(OrderDirectory& orders, SessionTable& sessions, risk::RiskGate& risk,
           std::size_t book_count);

  // The outputs of the input that a record holds: all of them.
  void outputs(const journal::JournalRecord& record, std::span<const MatchOutput> outputs);
  // A request that never became an input.
  void refused(const journal::JournalRecord& record);
  // A new day: 'S' to every session, then each order that is still there, restated.
  void day_started(const journal::JournalRecord& record);
  // Every session is told: 'S' or 'E'.
  void system_event(const journal::JournalRecord& record, char event);

  [[nodiscard]] const BookFigures& figures(std::uint16_t book) const noexcept {
    return books_[book];
  }
  // Of the day.
  [[nodiscard]] std::uint64_t executions() const noexcept { return executions_; }
  void set_executions(std::uint64_t executions) noexcept { executions_ = executions; }
  void set_figures(std::uint16_t book, const BookFigures& figures) noexcept {
    books_[book] = figures;
  }

 private:
  void output(const journal::JournalRecord& record, const MatchCommand& command,
              const MatchOutput& output);
  void accepted(const journal::JournalRecord& record, OrderEntry& order);
  void refused_by_matching(const journal::JournalRecord& record, const MatchCommand& command,
                           const MatchOutput& output);
  void execution(const journal::JournalRecord& record, const MatchOutput& output);
  void executed(const journal::JournalRecord& record, const MatchOutput& output, OrderEntry& order,
                std::uint32_t leaves, bool is_resting);
  void cancelled(const journal::JournalRecord& record, const MatchOutput& output);
  void replaced(const journal::JournalRecord& record, const MatchOutput& output);
  void restated(const journal::JournalRecord& record, const MatchOutput& output);
  void reduced(const journal::JournalRecord& record, OrderEntry& order, std::uint32_t leaves,
               std::uint8_t reason);
  void mass_cancelled(const journal::JournalRecord& record, const MatchOutput& output);
  void drop_replacement(const MatchCommand& command);
  [[nodiscard]] ClientReport about(const journal::JournalRecord& record, const OrderEntry& order,
                                   ReportKind kind) const noexcept;
  [[nodiscard]] static ClientReport about_request(const journal::JournalRecord& record,
                                                  const MatchCommand& command,
                                                  ReportKind kind) noexcept;

  OrderDirectory& orders_;
  SessionTable& sessions_;
  risk::RiskGate& risk_;
  std::vector<BookFigures> books_;
  std::uint64_t executions_ = 0;
};

}  // namespace hotbook::venue
