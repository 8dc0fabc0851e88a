// Turns each input of the matching function and its outputs into the venue's ITCH 5.0 messages, so
// that whoever builds books from them has, after each input, the books of the engine: every price,
// its visible quantity, and its orders in their priority.
//
// - stock locate is book + 1; an order's reference is the id under which it came to its place. A
//   reduction that renames an order and leaves it its place (rule 4.4) keeps the reference.
// - Only what is visible is published. An iceberg's next tranche and a peg that moves lose their
//   place: they go and come again under the order's id.
// - A resting order's execution is E. In a cross it is C at the cross's price, not printable, for
//   its visible part; Q prints the whole cross, so that P, of what nobody saw, is never sent.
// - U is a replace that comes to rest without meeting anyone; any other one is D, then what it did.
// - I tells of the books in a call state at each timer input, where it changed. B is never sent.
// - Executions are numbered from 1 each day; crosses from 2^63.
// - timestamps count from the midnight of start_day(), in the venue's zone.
//
// Threading: the venue's thread.
// Hot path:  on_input() neither locks nor enters the kernel, and allocates as its store does and
//            for more displayed orders than ever before.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/engine.hpp"
#include "host/publish/instrument.hpp"
#include "host/publish/itch_writer.hpp"
#include "host/publish/message_store.hpp"
#include "host/publish/shown_book.hpp"

namespace hotbook::publish {

struct PublisherOptions {
  std::int32_t utc_offset_s = 0;  // of the venue's zone: its local time less UTC
};

struct PublisherCounts {
  std::uint64_t messages = 0;
  std::uint64_t prices_cut = 0;  // above Instrument::ticks_max(): told as the highest there is
};

class ItchPublisher {
 public:
  // instruments[book]. Throws std::invalid_argument on a symbol or a tick that ITCH cannot tell.
  // The store must outlive the publisher.
  ItchPublisher(const PublisherOptions& options, std::vector<Instrument> instruments,
                MessageStore& store);

  // A new day, of an empty store: the instruments, and the orders that live already. Throws
  // std::invalid_argument when the engine has not as many books as there are instruments.
  void start_day(const engine::Engine& engine, std::uint64_t time_ns);
  void end_day(std::uint64_t time_ns);

  // An input's outputs, whole, and the engine right behind it.
  void on_input(const MatchCommand& command, std::span<const MatchOutput> outputs,
                const engine::Engine& after, std::uint64_t time_ns);

  // Short sales of a book are restricted, or not any more.
  void restrict_short(std::uint16_t book, bool is_restricted, std::uint64_t time_ns);

  // Appends, each behind its 2-byte length, the messages from which a late joiner starts: the day's
  // system event, instruments, their states, and all displayed orders in priority order. They are
  // as of the store's next_seq().
  void append_snapshot(const engine::Engine& engine, std::uint64_t time_ns,
                       std::vector<std::uint8_t>& out) const;

  // The number of the day's latest execution: E, C, and the reports of both sides have it.
  [[nodiscard]] std::uint64_t execution_count() const noexcept { return execution_count_; }
  [[nodiscard]] const PublisherCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] const std::vector<Instrument>& instruments() const noexcept { return instruments_; }
  [[nodiscard]] const ShownBook& shown() const noexcept { return shown_; }

 private:
  struct BookState {
    TradingState state = TradingState::Closed;
    char letter = 0;  // as told last; 0: not yet
    bool is_paused = false;
    bool short_restricted = false;
    engine::Indication told{};
    bool indication_told = false;
  };
  // The order that is on its way, until it rests or is gone.
  struct Entering {
    std::uint64_t id = 0;  // 0: none
    std::uint32_t open = 0;
    std::uint32_t display = 0;
    std::uint16_t book = 0;
  };
  // The input that is being published.
  struct Input {
    const MatchCommand& command;
    std::span<const MatchOutput> outputs;
    const engine::Engine& after;
    std::size_t at = 0;
    [[nodiscard]] const MatchOutput& output() const noexcept { return outputs[at]; }
  };

  // itch_publisher.cpp: what a record means.
  void publish(const Input& input);
  void execution(const MatchOutput& record);
  void cross_side(const MatchOutput& record, std::uint64_t id, std::uint32_t leaves);
  void cancelled(const MatchOutput& record);
  void restated(const Input& input);
  void taken_off(const MatchOutput& record);
  void replenished(const MatchOutput& record);
  void replaced(const Input& input);
  void reduced(PublishedOrder* order, const engine::ShownOrder& now);
  void uncrossed(const MatchOutput& record);
  void state_changed(const Input& input);
  void day_events(const Input& input);
  void indicate(const engine::Engine& engine);

  // publisher_entry.cpp: orders that come to rest.
  void begin_entry(const Input& input, const Entering& entering);
  void settle(const Input& input, std::size_t from);
  void show(const PublishedOrder& order);
  void remove(PublishedOrder* order);

  // snapshot.cpp: what is said of a whole book or day.
  [[nodiscard]] itch::StockDirectory instrument_message(std::uint16_t book,
                                                        std::uint64_t timestamp) const;
  [[nodiscard]] itch::StockTradingAction state_message(std::uint16_t book,
                                                       std::uint64_t timestamp) const;
  [[nodiscard]] itch::RegShoRestriction short_message(std::uint16_t book,
                                                      std::uint64_t timestamp) const;
  template <class Visit>
  static void for_each_shown(const engine::Engine& engine, std::uint16_t book, Visit visit);
  void tell_event(char event);

  [[nodiscard]] static char letter_of(const BookState& book) noexcept;
  [[nodiscard]] std::uint64_t price_of(std::uint16_t book, std::uint32_t ticks) const noexcept;
  [[nodiscard]] std::uint64_t timestamp_of(std::uint64_t time_ns) const noexcept;
  [[nodiscard]] static std::uint16_t locate_of(std::uint16_t book) noexcept {
    return static_cast<std::uint16_t>(book + 1);
  }
  template <class Made>
  void append(const Made& message) {
    store_.append(message.bytes());
    ++counts_.messages;
  }

  PublisherOptions options_;
  std::vector<Instrument> instruments_;
  MessageStore& store_;
  std::vector<BookState> books_;
  ShownBook shown_;
  Entering entering_;
  std::uint64_t midnight_ns_ = 0;  // UTC time of the day's midnight
  std::uint64_t timestamp_ = 0;    // of the input
  std::uint64_t execution_count_ = 0;
  std::uint64_t cross_count_ = 0;
  char day_event_ = 0;  // the latest system event; 0: the day has not begun
  mutable PublisherCounts counts_;
};

}  // namespace hotbook::publish
