#include "host/feed/mdp3_instruments.hpp"

#include <gtest/gtest.h>

#include <map>

#include "hls/mdp3_decode/mdp3_instrument_table.hpp"

namespace hotbook::feed::mdp3 {
namespace {

Instrument sound(std::uint32_t security, std::uint16_t book) {
  Instrument instrument;
  instrument.security = security;
  instrument.book = book;
  instrument.tick = 250'000'000;
  return instrument;
}

TEST(Mdp3Instruments, MakesACommandWhoseTickIsAnOddNumberTimesAPowerOfTwo) {
  const auto command = make_command(sound(7, 3));
  ASSERT_TRUE(command.has_value());
  EXPECT_EQ(command->tick_odd << command->tick_shift, 250'000'000U);
  EXPECT_EQ(command->tick_odd, 1'953'125U);
  EXPECT_EQ(command->tick_odd * command->tick_inverse, 1U);
  EXPECT_EQ(command->instrument, 7U);
  EXPECT_EQ(command->book, 3U);
  EXPECT_EQ(command->flags, 0U);
  EXPECT_TRUE(is_sound(*command));
}

TEST(Mdp3Instruments, TellsAPriceBackInTheVenuesUnits) {
  const Instrument instrument = sound(7, 3);
  EXPECT_EQ(price_of(instrument, 0x80000000U), 0);
  EXPECT_EQ(price_of(instrument, 0x80000001U), 250'000'000);
  EXPECT_EQ(price_of(instrument, 0x7fffffffU), -250'000'000);
}

TEST(Mdp3Instruments, RefusesFieldsOutOfRangeAndWhatItHasAlready) {
  std::vector<Instrument> instruments{sound(1, 1), sound(2, 2), sound(1, 3), sound(3, 2)};
  instruments.push_back(sound(4, 4));
  instruments.back().depth = 11;
  instruments.push_back(sound(5, 5));
  instruments.back().tick = 0;
  instruments.push_back(sound(6, 0xffff));
  const InstrumentPlan out = plan(instruments);
  EXPECT_EQ(out.commands.size(), 3U);
  std::map<std::uint32_t, Refused::Reason> refused;
  for (const Refused& one : out.refused) refused[one.security] = one.reason;
  const std::map<std::uint32_t, Refused::Reason> wanted{{1, Refused::Reason::Twice},
                                                        {3, Refused::Reason::Twice},
                                                        {4, Refused::Reason::BadField},
                                                        {5, Refused::Reason::BadField},
                                                        {6, Refused::Reason::BadField}};
  EXPECT_EQ(refused, wanted);
  EXPECT_EQ(out.commands[0].instrument, ~std::uint64_t{0});
}

TEST(Mdp3Instruments, SaysWhichOnesTheKernelsTableHasNoRoomFor) {
  // Securities of one bucket in each bank: the table holds four a bucket.
  std::vector<Instrument> instruments;
  const unsigned first = mdp3_kernel::bucket_of(1, 0);
  const unsigned second = mdp3_kernel::bucket_of(1, 1);
  for (std::uint32_t security = 1; instruments.size() < 10; ++security) {
    if (mdp3_kernel::bucket_of(security, 0) != first) continue;
    if (mdp3_kernel::bucket_of(security, 1) != second) continue;
    instruments.push_back(sound(security, static_cast<std::uint16_t>(instruments.size() + 1)));
  }
  const InstrumentPlan out = plan(instruments);
  EXPECT_EQ(out.commands.size(), 1U + 8U);
  ASSERT_EQ(out.refused.size(), 2U);
  EXPECT_EQ(out.refused[0].reason, Refused::Reason::TableFull);
  EXPECT_EQ(out.refused[0].security, instruments[8].security);
}

// CME numbers securities without gaps as well as far apart.
TEST(Mdp3Instruments, HasRoomForHalfOfTheTableHoweverTheNumbersAreSpread) {
  for (const std::uint32_t step : {1U, 2U, 256U, 1'000U, 65'536U, 1'000'003U}) {
    std::vector<Instrument> instruments;
    for (std::uint32_t i = 0; i < mdp3_kernel::kSlots / 2; ++i) {
      instruments.push_back(sound(10'000 + i * step, static_cast<std::uint16_t>(i)));
    }
    EXPECT_TRUE(plan(instruments).refused.empty()) << step;
  }
}

}  // namespace
}  // namespace hotbook::feed::mdp3
