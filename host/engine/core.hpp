// The engine's state and the parts of the matching function, one source file for each.
//
// Threading: one owner.
// Hot path:  see engine.hpp.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/engine/book.hpp"
#include "host/engine/book_view.hpp"
#include "host/engine/id_index.hpp"
#include "host/engine/match_options.hpp"
#include "host/engine/order.hpp"
#include "host/engine/output_buffer.hpp"
#include "host/engine/price_ladder.hpp"
#include "host/feed/huge_array.hpp"

namespace hotbook::engine {

// What a step's executions cost at least and at most (rule 5.1).
struct Prints {
  std::uint32_t lowest = kNoKey;
  std::uint32_t highest = 0;

  void add(std::uint32_t price) noexcept {
    lowest = std::min(lowest, price);
    highest = std::max(highest, price);
  }
};

// An order that a rare path works on, and what the path sorts it by.
struct Chosen {
  std::uint64_t major;
  std::uint64_t minor;
  std::uint32_t slot;
};

// A level as it was before the input (rule 8.2).
struct ShownLevel {
  std::uint64_t name;   // book, side, key: sorts as the rule wants it
  std::uint64_t noted;  // of two notes of a name the first one counts
  std::uint64_t quantity;
  std::uint64_t order_count;
};

// What an uncross comes to (rule 7.3); price 0 is none.
struct Crossing {
  std::uint32_t price = 0;
  std::uint64_t executable = 0;
  std::uint64_t difference = 0;
};

struct ShownTop {
  std::uint32_t bid;
  std::uint32_t ask;
  std::uint64_t bid_quantity;
  std::uint64_t ask_quantity;
  bool operator==(const ShownTop&) const = default;
};

class SnapshotReader;

class Core {
 public:
  explicit Core(const MatchOptions& options);

  // hot.cpp
  std::span<const MatchOutput> apply(const MatchCommand& command) noexcept;
  std::span<const MatchOutput> apply(std::span<const MatchCommand> commands) noexcept;

  void set_sink(OutputSink sink) noexcept { outputs_.set_sink(sink); }
  [[nodiscard]] OutputSink sink() const noexcept { return outputs_.sink(); }
  [[nodiscard]] std::uint64_t state_hash() const noexcept;
  [[nodiscard]] std::uint64_t input_seq() const noexcept { return input_seq_; }
  [[nodiscard]] std::size_t order_count() const noexcept {
    return options_.max_orders - free_count_;
  }
  [[nodiscard]] const MatchOptions& options() const noexcept { return options_; }

  // book_view.cpp
  [[nodiscard]] std::uint64_t highest_id() const noexcept { return highest_id_; }
  [[nodiscard]] BookView view(std::uint16_t number) const noexcept;
  [[nodiscard]] RestingOrders orders_behind(std::uint16_t number, Side side, std::uint64_t id,
                                            std::span<RestingOrder> orders) const noexcept;
  [[nodiscard]] std::optional<ShownOrder> shown(std::uint16_t number,
                                                std::uint64_t id) const noexcept;
  [[nodiscard]] RestingOrders shown_behind(std::uint16_t number, Side side, std::uint64_t id,
                                           std::span<ShownOrder> orders) const noexcept;
  [[nodiscard]] Indication indication(std::uint16_t number) noexcept;

  // snapshot.cpp
  void snapshot(std::vector<std::byte>& bytes) const;
  void restore(std::span<const std::byte> bytes);

 private:
  [[nodiscard]] std::size_t restore_book(SnapshotReader& reader, std::size_t next_book);
  void restore_order(SnapshotReader& reader, std::uint16_t number);
  void restore_pegs(Book& book);

  // hot.cpp: plain orders on plain books.
  void apply_next(const MatchCommand& command) noexcept;
  void dispatch(const MatchCommand& command) noexcept;
  [[nodiscard]] bool is_plain(const MatchCommand& command) const noexcept;
  void new_plain(const MatchCommand& command) noexcept;
  void cancel_order(const MatchCommand& command) noexcept;
  void replace_order(const MatchCommand& command) noexcept;
  // Executes the order while the other side's best key is at most limit. False: it was cancelled.
  [[nodiscard]] bool trade(Book& book, Order& order, std::uint32_t limit, Prints& prints) noexcept;
  void fetch_index(const MatchCommand& command) const noexcept;
  [[nodiscard]] std::uint32_t fetch_order(const MatchCommand& command) const noexcept;
  [[nodiscard]] std::uint32_t fetch_beside(const MatchCommand& command,
                                           std::uint32_t slot) const noexcept;
  void fetch_behind(const MatchCommand& command, std::uint32_t slot) const noexcept;

  // core_inline.hpp: records
  MatchOutput& emit(OutputKind kind, std::uint16_t book) noexcept;
  MatchOutput& emit(OutputKind kind, const Order& order, MatchReason reason) noexcept;
  void emit_execution(const Order& order, const Order& resting, std::uint32_t price,
                      std::uint32_t quantity) noexcept;
  void emit_cancelled(const Order& order, MatchReason reason) noexcept;

  // core_inline.hpp: orders come to and leave their places, and live and die.
  [[nodiscard]] Book& book_of(const Order& order) noexcept { return books_[order.book]; }
  [[nodiscard]] SideRef side_of(Book& book, std::uint16_t number, std::uint32_t side) noexcept {
    return {book.sides[side], 2U * number + side};
  }
  [[nodiscard]] SideRef side_of(Book& book, const Order& order) noexcept {
    return side_of(book, order.book, order.side);
  }
  [[nodiscard]] std::uint32_t slot_of(const Order& order) const noexcept {
    return static_cast<std::uint32_t>(&order - orders_.data());
  }
  [[nodiscard]] Order* find(std::uint64_t id, std::uint16_t book) noexcept;
  [[nodiscard]] IdIndex::Found look_up(std::uint64_t id) noexcept;
  [[nodiscard]] Order& take_slot() noexcept;
  void fill(Order& order, const MatchCommand& command) noexcept;
  void give_slot(const Order& order) noexcept;
  void admit(Order& order) noexcept;   // lives from now on: found by its id
  void forget(Order& order) noexcept;  // does not live any more; is in no place
  void free(Order& order) noexcept;    // the same, when the index has forgotten it already
  void join_side(Book& book, Order& order) noexcept;
  void leave_side(Book& book, Order& order) noexcept;
  void leave(Book& book, Order& order) noexcept;                    // wherever it is
  void end(Book& book, Order& order, MatchReason reason) noexcept;  // cancelled, left, forgotten
  void append(Level& queue, Order& order) noexcept;
  void unlink(Level& queue, const Order& order) noexcept;
  void touch(Book& book, std::uint16_t number) noexcept;
  // Market data: note() before a level changes, show() what has changed.
  void note(Book& book, std::uint16_t number, std::uint32_t side, std::uint32_t key) noexcept;
  void show(std::uint32_t level, std::int64_t quantity, std::int64_t orders) noexcept;

  // new_order.cpp: section 2
  void new_order(const MatchCommand& command) noexcept;
  [[nodiscard]] MatchReason judge_new(const MatchCommand& command) noexcept;
  [[nodiscard]] bool would_cross(const Book& book, std::uint32_t side,
                                 std::uint32_t price) const noexcept;
  // Rules 2.16 to 2.20; true when the order lives on.
  [[nodiscard]] bool go_its_way(Book& book, Order& order, std::uint32_t needed) noexcept;
  void refuse(const MatchCommand& command, MatchReason reason) noexcept;
  void refuse_gated(const MatchCommand& command, std::uint64_t id, bool is_known) noexcept;
  void link(Order& order) noexcept;    // into the lists that Links are for
  void unlink(Order& order) noexcept;  // from them
  void link_peg(Book& book, Order& order) noexcept;
  void unlink_peg(Book& book, Order& order) noexcept;

  // entry.cpp: section 3
  [[nodiscard]] bool enter(Book& book, Order& order, std::uint32_t needed) noexcept;
  [[nodiscard]] std::uint32_t own_limit(const Order& order) const noexcept;
  [[nodiscard]] std::uint32_t entry_limit(const Book& book, const Order& order) const noexcept;
  [[nodiscard]] std::uint64_t executable(Book& book, const Order& order, std::uint32_t limit,
                                         std::uint64_t enough) noexcept;
  [[nodiscard]] bool prevent_self_match(Book& book, Order& order, Order& resting) noexcept;
  [[nodiscard]] bool decrement(Book& book, Order& order, Order& resting) noexcept;
  void take_from_resting(Book& book, Order& resting, std::uint32_t quantity) noexcept;
  void settle_resting(Book& book, Order& resting) noexcept;
  [[nodiscard]] bool settle_remainder(Book& book, Order& order) noexcept;

  // replace.cpp: section 4
  [[nodiscard]] MatchReason judge_replace(const MatchCommand& command, const Order* order) noexcept;
  [[nodiscard]] MatchReason judge_new_priority(const Book& book, const Order& order,
                                               const MatchCommand& command) const noexcept;
  void rename(Order& order, std::uint64_t id) noexcept;
  void reduce(Book& book, Order& order, std::uint32_t open) noexcept;
  void renew(Book& book, Order& order, std::uint32_t price, std::uint32_t open) noexcept;
  void mass_cancel(const MatchCommand& command) noexcept;

  // stops_and_pegs.cpp: sections 5 and 6
  void wait_as_stop(Book& book, Order& order) noexcept;
  void leave_stops(Book& book, Order& order) noexcept;
  void elect(Book& book, const Prints& prints) noexcept;
  void elect_side(Book& book, std::uint32_t side, std::uint32_t limit) noexcept;
  void work_off_stops(Book& book) noexcept;
  void reference(const MatchCommand& command) noexcept;
  void reprice_pegs(Book& book) noexcept;
  [[nodiscard]] static std::uint32_t peg_price(const Book& book, const Order& order) noexcept;

  // session.cpp: section 7, but for the uncross
  void trading_state(const MatchCommand& command) noexcept;
  void enter_state(std::uint16_t number, TradingState state) noexcept;
  void change_state(std::uint16_t number, TradingState state) noexcept;
  void bands(const MatchCommand& command) noexcept;
  void cancel_outside_bands(std::uint16_t number) noexcept;
  void update_limit_states() noexcept;
  void timer(const MatchCommand& command) noexcept;
  void expire() noexcept;
  // Puts the orders of a book for which keep() holds on the list; sorts the list by `entered`.
  template <class Keep>
  void choose_from(std::uint16_t number, Keep keep) noexcept;
  void choose(const Order& order) noexcept {
    chosen_[chosen_count_++] = {order.entered, order.id, slot_of(order)};
  }
  void sort_chosen() noexcept;
  void end_chosen(MatchReason reason) noexcept;
  template <class Read>
  void read_behind(std::uint16_t number, Side side, std::uint64_t id, Read read) const noexcept;
  template <class Visit>
  void for_each_on_side(std::uint16_t number, std::uint32_t side, Visit visit) const noexcept;
  template <class Visit>
  void for_each_stop(std::uint16_t number, std::uint32_t side, Visit visit) const noexcept;
  template <class Visit>
  void for_each_waiting_peg(std::uint16_t number, Visit visit) const noexcept;
  template <class Visit>
  void for_each_auction_order(std::uint16_t number, Visit visit) const noexcept;
  template <class Visit>
  void for_each_order(std::uint16_t number, Visit visit) const noexcept;

  // auction.cpp: rules 7.2 to 7.5
  void uncross(std::uint16_t number, Prints& prints) noexcept;
  void choose_participants(std::uint16_t number, std::uint32_t side) noexcept;
  [[nodiscard]] Crossing uncross_price(std::size_t bids, std::uint32_t reference) const noexcept;
  void execute_auction(Book& book, std::size_t bids, const Crossing& crossing) noexcept;

  // publish.cpp: rule 8.2
  void note_shown(Book& book, std::uint16_t number, std::uint32_t side, std::uint32_t key) noexcept;
  [[nodiscard]] ShownTop top_of(std::uint16_t number) noexcept;
  void publish() noexcept;
  void publish_top(std::uint16_t number) noexcept;

  // core.cpp
  void empty() noexcept;
  [[nodiscard]] static bool is_as_at_the_start(const Book& book) noexcept;

  // Below this, everything is in a core's own cache anyway.
  static constexpr std::size_t kLookAheadFrom = std::size_t{1} << 14;

  MatchOptions options_;
  bool looks_ahead_;
  std::uint64_t input_seq_ = 0;
  std::uint64_t now_ns_ = 0;
  std::uint64_t highest_id_ = 0;
  std::uint16_t next_index_ = 0;
  std::size_t free_count_ = 0;
  OutputBuffer outputs_;
  feed::HugeArray<Book> books_;
  feed::HugeArray<Order> orders_;  // by slot; slot 0 takes what is written to nobody
  feed::HugeArray<std::uint32_t> free_slots_;
  IdIndex ids_;
  PriceLadder ladder_;

  feed::HugeArray<Links> links_;
  Level elected_ = {0, 0};  // rule 5.2; empty between inputs
  std::uint32_t expiry_root_ = 0;
  std::size_t limit_state_count_ = 0;             // books in limit_up or limit_down
  feed::HugeArray<std::uint16_t> touched_books_;  // whose limit state may have changed
  std::size_t touched_count_ = 0;
  feed::HugeArray<Chosen> chosen_;
  std::size_t chosen_count_ = 0;
  feed::HugeArray<ShownLevel> shown_levels_;
  std::size_t shown_level_count_ = 0;
  feed::HugeArray<ShownTop> shown_tops_;  // by book
};

}  // namespace hotbook::engine
