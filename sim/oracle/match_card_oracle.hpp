// The card's matcher, written for obviousness alone: which inputs the card decides, from what it
// holds of each book, and the records it writes (rtl/spec/match_ownership.md).

#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/domain/layout.hpp"

namespace hotbook::oracle {

// A command or a record as it stands in host memory.
using CardWord = std::array<std::uint8_t, 64>;

struct MatchCardOptions {
  std::size_t window_orders = 16;    // K
  std::size_t match_books = 1024;    // books the card has rows for
  std::size_t book_count = 1024;     // register match.book_count
  bool reference_from_feed = false;  // register match.reference_from_feed
};

struct CardOrder {
  std::uint64_t id = 0;
  std::uint32_t price = 0;
  std::uint32_t quantity = 0;
  std::uint32_t account = 0;
  bool operator==(const CardOrder&) const = default;
};

struct CardSide {
  std::vector<CardOrder> orders;  // best first
  bool deep = true;
  std::uint64_t deep_seq = 0;
  std::uint8_t refills = 0;
};

struct CardBook {
  bool owned = false;  // by the card
  bool others = false;
  bool is_protected = false;
  std::array<std::uint32_t, 2> reference{};  // bid, ask
  std::uint32_t lower = 0;
  std::uint32_t upper = 0;
  std::array<CardSide, 2> sides;
};

// The top of a book as the card's own feed has it.
struct FeedTop {
  std::uint16_t book = 0;
  bool bid_known = false;
  bool ask_known = false;
  std::uint32_t bid_price = 0;  // 0: the side is empty
  std::uint32_t ask_price = 0;
};

class MatchCardOracle {
 public:
  explicit MatchCardOracle(const MatchCardOptions& options);

  // Applies a command and appends its records: match_output and match_echo, exact but for
  // latency_cycles and record_seq, which are 0.
  void apply(const CardWord& command, std::vector<CardWord>& records);
  // Applies a change of the feed's top; false when it is no input.
  bool apply_top(const FeedTop& top, std::vector<CardWord>& records);

  [[nodiscard]] const CardBook& book(std::size_t index) const { return books_[index]; }
  [[nodiscard]] std::uint64_t input_seq() const { return input_seq_; }
  [[nodiscard]] std::uint64_t highest_id() const { return highest_id_; }

 private:
  // match_card_oracle.cpp: sections 2 to 4.
  // An order on its way into the book.
  struct Entering {
    CardOrder order;
    unsigned side = 0;
    bool is_market = false;
    bool may_rest = false;  // limit with day or gtc
    std::uint8_t self_match = 0;
  };
  enum class Meets { Nothing, Order, BeyondReference, BeyondBand, Unknown };

  void apply_input(const MatchCommand& command);
  void apply_to_all_books();
  void apply_to_unknown_book(const MatchCommand& command);
  void raise_highest_id(const MatchCommand& command);

  void apply_new(CardBook& book, const MatchCommand& command, std::uint64_t highest_before);
  void apply_cancel(CardBook& book, const MatchCommand& command);
  void apply_replace(CardBook& book, const MatchCommand& command, std::uint64_t highest_before);
  void apply_reference(CardBook& book, const MatchCommand& command);

  void enter(CardBook& book, Entering entering);
  // One step of an entry against the best order; false when the entering order is gone.
  bool meet(CardBook& book, Entering& entering);
  enum class Count { Enough, TooLittle, Undecided };
  [[nodiscard]] static Count count_fok(const CardBook& book, const Entering& entering);
  [[nodiscard]] static Meets what_meets(const CardBook& book, const Entering& entering);

  // match_card_rows_oracle.cpp: what the card holds, section 5, and the records.
  void apply_refill(const OrderRefill& refill);
  void apply_grant(const Grant& grant);
  [[nodiscard]] bool refill_fits(const OrderRefill& refill) const;
  [[nodiscard]] bool grant_fits(const Grant& grant) const;

  void rest(CardSide& side, unsigned which, const CardOrder& order) const;
  void forget(CardBook& book) const;
  void punt(CardBook& book);
  void echo(Verdict verdict);
  void echo_of_row(Verdict verdict, std::uint8_t flags, std::uint8_t side);
  void write_echo(MatchEcho echo);
  void refuse(MatchReason reason);
  void cancelled(const CardOrder& order, unsigned side, MatchReason reason);
  void write(MatchOutput output);

  MatchCardOptions options_;
  std::vector<CardBook> books_;
  std::uint64_t input_seq_ = 0;
  std::uint64_t highest_id_ = 0;

  // Of the input at hand.
  MatchCommand command_{};
  std::uint32_t input_check_ = 0;
  bool echoed_ = false;
  std::uint32_t outputs_ = 0;  // written so far
  std::vector<CardWord>* records_ = nullptr;
};

// Exclusive or of the sixteen 32-bit words of a command.
[[nodiscard]] std::uint32_t input_check_of(const CardWord& command);

}  // namespace hotbook::oracle
