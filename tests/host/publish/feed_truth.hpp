// What the books are, by the number of the message: for tests of those who lose some.
//
// Threading: one thread.
// Hot path:  none.

#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "host/feed/book_builder.hpp"
#include "host/publish/mold_writer.hpp"
#include "sim/oracle/feed_oracle.hpp"
#include "tests/host/feed/test_bytes.hpp"
#include "tests/host/publish/venue_rig.hpp"

namespace hotbook::publish_test {

// The naive oracle of a feed that loses nothing, brought to any message by its number.
class Truth {
 public:
  explicit Truth(const publish::MessageStore& store) : store_{store} {
    oracle::OracleOptions options;
    options.line_b.enabled = false;
    options.first_seq = 1;
    oracle_.emplace(options);
  }

  // The records of message seq; no message before it can be asked for afterwards.
  const std::vector<BookUpdate>& records(std::uint64_t seq) {
    while (next_ <= seq) {
      Buffer packet(20 + 2 + 50);
      publish::write_mold_header(packet.data(), publish::mold_session(kSession), next_, 1);
      publish::MessageStore::Place place;
      EXPECT_TRUE(store_.find(next_, place));
      const auto copied = store_.copy(place, 1, std::span{packet}.subspan(20));
      EXPECT_EQ(copied.messages, 1);
      packet.resize(20 + copied.bytes);
      oracle_->frame(replay::Line::A, 0, feed_test::frame(packet));
      records_.clear();
      for (const oracle::Record& record : oracle_->take_records()) {
        if (const auto* update = std::get_if<BookUpdate>(&record)) records_.push_back(*update);
      }
      ++next_;
    }
    EXPECT_EQ(next_, seq + 1);
    return records_;
  }
  ShownLevels levels(std::uint16_t locate, Side side) const {
    ShownLevels all;
    for (const auto& [price, level] : oracle_->levels(locate, side)) {
      all[price] = {level.quantity, static_cast<std::uint32_t>(level.order_count)};
    }
    return all;
  }

 private:
  const publish::MessageStore& store_;
  std::optional<oracle::FeedOracle> oracle_;
  std::uint64_t next_ = 1;
  std::vector<BookUpdate> records_;
};

inline ShownLevels levels_of(const feed::BookBuilder& books, std::uint16_t locate, Side side) {
  static std::vector<feed::LevelView> levels(10'000);
  const auto found = books.levels({locate}, side, std::nullopt, levels);
  ShownLevels all;
  for (std::size_t i = 0; i < found.count; ++i) {
    all[levels[i].price.value] = {levels[i].quantity, levels[i].order_count};
  }
  return all;
}

}  // namespace hotbook::publish_test
