#include <csignal>
#include <filesystem>

#include "host/card/manifest.hpp"
#include "host/card/xclbin_info.hpp"
#include "tests/cosim/cosim.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::cosim;
using card::Card;

std::vector<char> bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(CardOpen, GivesAnEmulatedCardWhoseRegistersHaveTheirResetValues) {
  const auto card = Card::open(options());
  EXPECT_TRUE(card->is_emulated());
  for (const RegisterInfo& info : kRegisters) {
    const std::string name = info.name;
    if (info.parameter || name.starts_with("ring.") || name.starts_with("control.cycle_")) continue;
    EXPECT_EQ(card->read(info.address), info.reset) << name;
  }
  EXPECT_GT(card->read(kControlBookCount), 0U);
  EXPECT_EQ(card->read(kControlCycleTime), 0x031a6032U);
}

TEST(CardOpen, WritesRegistersThatKeepTheirValues) {
  const auto card = Card::open(options());
  for (const std::uint32_t value : {0x12345678U, 0U, 0xfffffffeU}) {
    card->write(kFeedFirstSeqLow, value);
    card->write(kLineBGroup, ~value);
    EXPECT_EQ(card->read(kFeedFirstSeqLow), value);
    EXPECT_EQ(card->read(kLineBGroup), ~value);
  }
}

// All ones is what a dead bus answers, and also a value that a register may hold.
TEST(CardOpen, ReadsARegisterFullOfOnesWithoutTakingItForADeadCard) {
  const auto card = Card::open(options());
  card->write(kLineAGroup, 0xffffffff);
  EXPECT_EQ(card->read(kLineAGroup), 0xffffffffU);
}

TEST(CardOpen, CountsCyclesUpwards) {
  const auto card = Card::open(options());
  const std::uint64_t first = card->cycle();
  EXPECT_GT(card->cycle(), first);
}

TEST(CardOpen, ReadsEveryRegisterByName) {
  const auto card = Card::open(options());
  const card::Counters counters = card->counters();
  EXPECT_EQ(counters.find("control.magic"), 0x484f5442U);
  EXPECT_EQ(counters.find("control.layout_hash"), kLayoutHash);
  EXPECT_EQ(counters.find("ring.enable"), 1U);
}

TEST(CardOpen, WorksAgainAfterACardWasClosed) {
  for (int i = 0; i < 3; ++i) {
    const auto card = Card::open(options());
    EXPECT_EQ(card->read(kControlMagic), 0x484f5442U);
  }
}

void handle_abort(int /*signal*/) {}

TEST(CardOpen, LeavesTheSignalsOfTheProgramAlone) {
  const auto previous = std::signal(SIGABRT, handle_abort);
  const auto card = Card::open(options());
  EXPECT_EQ(std::signal(SIGABRT, previous), handle_abort);
}

TEST(CardOpen, RefusesAnImageStampedWithAnotherLayoutHashAndNamesBoth) {
  card::CardOptions wrong = options();
  wrong.xclbin = built("cosim/foreign_stamp.xclbin");
  wrong.manifest.clear();
  const std::string error = open_error(wrong);
  char ours[16];
  std::snprintf(ours, sizeof ours, "0x%08x", kLayoutHash);
  EXPECT_NE(error.find("0x5eed5eed of the image"), std::string::npos) << error;
  EXPECT_NE(error.find(ours), std::string::npos) << error;
}

TEST(CardOpen, RefusesACardThatAnswersWithAnotherLayoutHashThanItsStamp) {
  card::CardOptions wrong = options();
  wrong.xclbin = built("cosim/foreign_card.xclbin");
  wrong.manifest.clear();
  const std::string error = open_error(wrong);
  char ours[16];
  std::snprintf(ours, sizeof ours, "0x%08x", kLayoutHash);
  EXPECT_NE(error.find("0x5eed5eed of the card"), std::string::npos) << error;
  EXPECT_NE(error.find(ours), std::string::npos) << error;
}

TEST(CardOpen, RefusesAnImageThatTheManifestDoesNotList) {
  card::CardOptions wrong = options();
  wrong.xclbin = built("cosim/foreign_card.xclbin");
  EXPECT_NE(open_error(wrong).find("is not in " + wrong.manifest), std::string::npos)
      << open_error(wrong);
}

TEST(CardOpen, RefusesAnImageWithOneBitChanged) {
  const TemporaryFile file{"changed.xclbin"};
  std::vector<char> bytes = bytes_of(options().xclbin);
  bytes[bytes.size() / 2] ^= 4;
  std::ofstream{file.path(), std::ios::binary}.write(bytes.data(),
                                                     static_cast<std::streamsize>(bytes.size()));
  card::CardOptions wrong = options();
  wrong.xclbin = file.path();
  EXPECT_NE(open_error(wrong).find("; its uuid is, with sha256"), std::string::npos)
      << open_error(wrong);
}

TEST(CardOpen, RefusesAFileThatIsNoImage) {
  card::CardOptions wrong = options();
  wrong.xclbin = wrong.manifest;
  EXPECT_NE(open_error(wrong).find("not an xclbin"), std::string::npos) << open_error(wrong);
  wrong.xclbin = "/nowhere.xclbin";
  EXPECT_NE(open_error(wrong).find("/nowhere.xclbin: cannot be opened"), std::string::npos)
      << open_error(wrong);
}

TEST(CardOpen, RefusesACaptureThatCannotBeReadBeforeACardIsStarted) {
  card::CardOptions wrong = options();
  wrong.emulation.line_b = "file:/nowhere.pcap";
  EXPECT_NE(open_error(wrong).find("/nowhere.pcap: cannot be read"), std::string::npos)
      << open_error(wrong);
}

TEST(CardOpen, TellsTheCardsOwnWordsWhenItCannotStart) {
  const TemporaryFile file{"no_capture.pcap"};
  std::ofstream{file.path()} << "this is not a capture";
  card::CardOptions wrong = options();
  wrong.emulation.line_a = "file:" + file.path();
  const std::string error = open_error(wrong);
  EXPECT_NE(error.find("the card does not answer"), std::string::npos) << error;
  EXPECT_NE(error.find(file.path()), std::string::npos) << error;
}

}  // namespace
