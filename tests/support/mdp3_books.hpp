// A listener's books against the market's own.

#pragma once

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "host/feed/book_builder.hpp"
#include "host/feed/mdp3_instruments.hpp"
#include "sim/replay/mdp3_market.hpp"

namespace hotbook::testing {

// The levels that a listener has are those that the venue tells; of a book of orders, all of them.
inline void expect_the_markets_books(const replay::Mdp3Market& market,
                                     const std::vector<feed::mdp3::Instrument>& told,
                                     const feed::BookBuilder& books) {
  for (std::size_t i = 0; i < told.size(); ++i) {
    for (const char type : {'0', '1'}) {
      std::map<std::int64_t, std::pair<std::uint64_t, std::uint32_t>> wanted;
      if (told[i].by_order) {
        for (const auto& [id, order] : market.orders(i)) {
          if (order.type != type) continue;
          auto& [quantity, count] = wanted[order.ticks * told[i].tick];
          quantity += order.quantity;
          ++count;
        }
      } else {
        for (const auto& level : market.levels(i, type)) {
          wanted[level.ticks * told[i].tick] = {level.quantity, 1};
        }
      }
      std::vector<feed::LevelView> view(wanted.size() + 8);
      const Side side = type == '0' ? Side::Bid : Side::Ask;
      const auto found = books.levels({told[i].book}, side, std::nullopt, view);
      ASSERT_EQ(found.count, wanted.size()) << told[i].security << ' ' << type;
      for (std::size_t k = 0; k < found.count; ++k) {
        const auto level = wanted.find(feed::mdp3::price_of(told[i], view[k].price.value));
        ASSERT_NE(level, wanted.end());
        EXPECT_EQ(view[k].quantity, level->second.first);
        EXPECT_EQ(view[k].order_count, level->second.second);
      }
    }
    EXPECT_TRUE(books.is_known({told[i].book}));
  }
}

}  // namespace hotbook::testing
