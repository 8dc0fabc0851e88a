#include "sim/replay/packet_format.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "sim/replay/line_finder.hpp"
#include "test_data.hpp"

namespace hotbook::replay {
namespace {

using Payload = std::vector<std::uint8_t>;

// Size 24, original, one message, number 0x01020304, a time; a message of 8 bytes.
const Payload kXdp{24, 0, 11, 1, 4, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 102, 0, 9, 9, 9, 9};
// Number 7, a time; a heartbeat: 10 bytes, block 0, template 12, schema 1, version 9.
const Payload kMdp3{7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 12, 0, 1, 0, 9, 0};

TEST(PacketFormat, ReadsAnXdpPacketThatItsMessagesFill) {
  const auto packet = kXdpFormat.read(kXdp);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->seq, 0x01020304U);
  EXPECT_EQ(packet->messages, 1U);
  EXPECT_EQ(packet->session, "");
}

TEST(PacketFormat, BelievesNoXdpPacketWhoseSizesDisagree) {
  for (const std::size_t at : {std::size_t{0}, std::size_t{3}, std::size_t{16}}) {
    for (const int by : {-1, 1}) {
      Payload wrong = kXdp;
      wrong[at] = static_cast<std::uint8_t>(wrong[at] + by);
      EXPECT_FALSE(kXdpFormat.read(wrong)) << "byte " << at << " changed by " << by;
    }
  }
  Payload tiny = kXdp;
  tiny[16] = 3;
  EXPECT_FALSE(kXdpFormat.read(tiny)) << "a message smaller than its header";
  for (std::size_t bytes = 0; bytes < kXdp.size(); ++bytes)
    EXPECT_FALSE(kXdpFormat.read(std::span{kXdp}.first(bytes))) << bytes;
}

TEST(PacketFormat, ReadsAnMdp3PacketAsOneNumber) {
  const auto packet = kMdp3Format.read(kMdp3);
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->seq, 7U);
  EXPECT_EQ(packet->messages, 1U);
}

TEST(PacketFormat, BelievesNoMdp3PacketOfAnotherSchemaOrSize) {
  Payload schema = kMdp3;
  schema[18] = 2;
  EXPECT_FALSE(kMdp3Format.read(schema));
  for (const std::uint8_t size : {std::uint8_t{9}, std::uint8_t{11}, std::uint8_t{0}}) {
    Payload wrong = kMdp3;
    wrong[12] = size;
    EXPECT_FALSE(kMdp3Format.read(wrong)) << int{size};
  }
  for (std::size_t bytes = 0; bytes < kMdp3.size(); ++bytes)
    EXPECT_FALSE(kMdp3Format.read(std::span{kMdp3}.first(bytes))) << bytes;
}

TEST(PacketFormat, FindsBothLinesOfTheCmeCapture) {
  const auto path = testing::shared_data() / "cme-mdp3/mdp3-v6-20161112-ab.pcap";
  HOTBOOK_NEEDS(path);
  const FoundLines lines = find_lines(path.string(), kMdp3Format);
  EXPECT_EQ(lines.a.packets, 5'000U);
  ASSERT_TRUE(lines.b);
  EXPECT_EQ(lines.b->packets, 5'000U);
  EXPECT_EQ(lines.a.first_seq, lines.b->first_seq);
}

TEST(PacketFormat, BelievesEveryPacketOfNyse) {
  const auto folder = testing::shared_data() / "nyse-integrated";
  HOTBOOK_NEEDS(folder);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".pcap") continue;
    ++files;
    EXPECT_GE(find_lines(entry.path().string(), kXdpFormat).a.packets, 1U) << entry.path();
  }
  EXPECT_EQ(files, 17U);
}

}  // namespace
}  // namespace hotbook::replay
