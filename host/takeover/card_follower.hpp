// Follows the card record by record with the twin: checks every top the card claims to know,
// answers for the card where it says unknown, and decides which windows to refill.
//
// After a gap nobody knows the books. With recovery() the missing messages come by another way;
// when the twin is whole again, as of the card's latest record, it answers again and every window
// of the card is refilled. Until then no refill is sent and nothing is told.
//
// Threading: one thread.
// Hot path:  follow() allocates only as BookBuilder does and for a book's first deep window; no
// exception, no lock.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/layout.hpp"
#include "host/domain/top_of_book.hpp"
#include "host/feed/book_builder.hpp"
#include "host/feed/gap_recovery.hpp"
#include "host/takeover/window_mirror.hpp"

namespace hotbook {

struct FollowerOptions {
  std::size_t book_count = 0;     // control.book_count of the card
  std::size_t window_levels = 0;  // control.window_levels of the card
  std::size_t order_capacity = 1U << 16U;
  std::optional<feed::RecoveryOptions> recovery{};  // without, books stay unknown after a gap
};

struct FollowerCounts {
  std::uint64_t inputs = 0;            // records followed
  std::uint64_t answered_by_twin = 0;  // records whose top the card did not know and the twin did
  std::uint64_t refills_sent = 0;
  std::uint64_t refills_refused = 0;
};

class CardFollower {
 public:
  enum class Verdict : std::uint8_t { Agrees, Differs };
  struct Followed {
    BookUpdate
        update;  // the card's record, its unknown sides filled in by the twin where the twin knows
    Verdict verdict = Verdict::Agrees;
  };

  explicit CardFollower(const FollowerOptions& options);
  CardFollower(const CardFollower&) = delete;
  CardFollower& operator=(const CardFollower&) = delete;

  [[nodiscard]] Followed follow(const BookUpdate& update);

  // The record as the twin would have written it, after the last follow(): for a person who looks
  // at a difference.
  [[nodiscard]] BookUpdate twin_view(const BookUpdate& update) const;

  // The next refill worth sending; each side has at most one under way. A refill that could not be
  // sent is given back.
  [[nodiscard]] std::optional<RefillCommand> next_refill();
  void give_back(const RefillCommand& command);

  // For whoever asks the venue for what is missing; null without recovery.
  [[nodiscard]] feed::GapRecovery* recovery() noexcept { return recovery_ ? &*recovery_ : nullptr; }
  [[nodiscard]] const feed::BookBuilder& twin() const noexcept { return twin_; }

  [[nodiscard]] const FollowerCounts& counts() const noexcept { return counts_; }

 private:
  struct Window {
    WindowMirror mirror;
    bool under_way = false;  // a refill was sent and its record has not come
    bool wanted = false;     // stands in wanted_
    bool sent_deep = false;
    std::vector<std::uint32_t> sent;
  };
  struct Place {
    std::uint16_t book;
    Side side;
  };

  [[nodiscard]] bool is_held(std::uint16_t book) const noexcept { return book < windows_.size(); }
  [[nodiscard]] Window& window(Place place) {
    return windows_[place.book][static_cast<std::size_t>(place.side)];
  }
  void start_epoch();
  void follow_refill(const BookUpdate& update);
  void follow_level(const BookUpdate& update);
  [[nodiscard]] bool has_level(std::uint16_t book, Side side, std::uint32_t price) const;
  bool settle_side(BookUpdate& update, Side side);
  [[nodiscard]] feed::BookBuilder::Applied apply(const BookUpdate& update);
  [[nodiscard]] bool twin_knows(std::uint16_t book) const noexcept;
  void want(Place place);
  void want_all();

  std::size_t window_levels_;
  feed::BookBuilder twin_;
  std::optional<feed::GapRecovery> recovery_;
  std::uint64_t recovered_ = 0;  // recoveries after which all windows were wanted
  std::vector<std::array<Window, 2>> windows_;
  std::deque<Place> wanted_;
  FollowerCounts counts_;
};

// One line: what the record says, for a person who compares two.
[[nodiscard]] std::string describe(const BookUpdate& update);

}  // namespace hotbook
