// The readers of pcap and pcapng, field by field.

#include <gtest/gtest.h>

#include "tests/sim/replay/capture_builder.hpp"

namespace hotbook::replay {
namespace {

TEST(PcapReader, RefusesOtherLinkTypesByName) {
  const auto error = [](std::uint64_t link) {
    return read_all(pcap_header(ByteOrder::Little, true, link)).error;
  };
  EXPECT_EQ(error(101),
            "memory: byte 20: link type 101 RAW (IP without Ethernet) is not supported; only "
            "Ethernet (1) is");
  EXPECT_EQ(error(228),
            "memory: byte 20: link type 228 IPV4 (IPv4 without Ethernet) is not supported; only "
            "Ethernet (1) is");
  EXPECT_EQ(error(113),
            "memory: byte 20: link type 113 LINUX_SLL (captured on 'any') is not supported; only "
            "Ethernet (1) is");
  EXPECT_EQ(error(999), "memory: byte 20: link type 999 is not supported; only Ethernet (1) is");
}

TEST(PcapReader, RefusesAFrameAboveTheBoundWithoutReadingIt) {
  Bytes file = pcap_header(ByteOrder::Little, true, 1);
  const Bytes record = Builder{ByteOrder::Little}.u32(1).u32(2).u32(0xffffffff).u32(60).bytes();
  file.insert(file.end(), record.begin(), record.end());
  EXPECT_EQ(read_all(file).error,
            "memory: byte 32: a frame of 4294967295 bytes; at most 262144 are allowed");
}

TEST(PcapReader, TellsTheWireLengthOfACutFrame) {
  Builder file{ByteOrder::Big};
  file.all(pcap_header(ByteOrder::Big, false, 1))
      .u32(1)
      .u32(2)
      .u32(4)
      .u32(1500)
      .all(Bytes{1, 2, 3, 4});
  const auto reader = CaptureReader::open_memory("memory", file.bytes());
  CapturedFrame frame;
  ASSERT_TRUE(reader->next(frame));
  EXPECT_EQ(frame.bytes.size(), 4U);
  EXPECT_EQ(frame.wire_bytes, 1500U);
  EXPECT_EQ(frame.time_ns, 1'000'002'000U);
}

TEST(PcapReader, TakesOffAFrameCheckSequenceThatTheHeaderTellsOf) {
  const std::uint64_t link = 1 | 0x04000000 | std::uint64_t{2} << 28;  // two 16-bit words
  Builder file{ByteOrder::Little};
  file.all(pcap_header(ByteOrder::Little, true, link))
      .u32(1)
      .u32(2)
      .u32(64)
      .u32(64)
      .all(Bytes(64, 9));
  const Outcome outcome = read_all(file.bytes());
  ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error;
  EXPECT_EQ(outcome.frames[0].bytes.size(), 60U);
}

TEST(PcapNgReader, ReadsSectionsOfEitherOrderEachWithItsOwnInterfaces) {
  Builder file{ByteOrder::Little};
  file.all(pcapng(ByteOrder::Little, some_frames())).all(pcapng(ByteOrder::Big, some_frames()));
  EXPECT_EQ(read_all(file.bytes()).frames.size(), 2 * some_frames().size());
  file.all(section_header(ByteOrder::Big)).all(enhanced_packet(ByteOrder::Big, 1, Bytes(60, 1)));
  const Outcome outcome = read_all(file.bytes());
  EXPECT_NE(outcome.error.find("a packet of interface 0; only 0 are described"), std::string::npos)
      << outcome.error;
}

TEST(PcapNgReader, CountsTimeInTheInterfacesOwnUnits) {
  const auto time = [](std::uint8_t resolution, std::uint64_t units) {
    Builder file{ByteOrder::Little};
    file.all(section_header(ByteOrder::Little))
        .all(interface_block(ByteOrder::Little, 1, resolution));
    file.all(enhanced_packet(ByteOrder::Little, units, Bytes(60, 1)));
    return read_all(file.bytes()).frames.at(0).time_ns;
  };
  EXPECT_EQ(time(0, 5), 5'000'000'000U);
  EXPECT_EQ(time(6, 1'692'710'936'000'001), 1'692'710'936'000'001'000U);
  EXPECT_EQ(time(9, 123), 123U);
  EXPECT_EQ(time(12, 123'456), 123U);
  EXPECT_EQ(time(0x80 | 10, 1536), 1'500'000'000U);
}

TEST(PcapNgReader, AddsTheInterfacesTimeOffset) {
  Builder body{ByteOrder::Big};
  body.u16(1).u16(0).u32(0).u16(14).u16(8).u32(0xffffffff).u32(0xfffffffe).u32(0);  // -2 s, units
                                                                                    // are µs
  Builder file{ByteOrder::Big};
  file.all(section_header(ByteOrder::Big)).block(1, body.bytes());
  file.all(enhanced_packet(ByteOrder::Big, 5'000'001, Bytes(60, 1)));
  const Outcome outcome = read_all(file.bytes());
  ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error;
  EXPECT_EQ(outcome.frames[0].time_ns, 3'000'001'000U);
}

TEST(PcapNgReader, PassesOverOtherOptionsAndTheirPadding) {
  Builder body{ByteOrder::Little};
  body.u16(1).u16(0).u32(0);
  body.u16(2).u16(5).all(Bytes{'l', 'a', 'n', 'e', '0'}).pad();  // name of the interface
  body.u16(9).u16(1).all(Bytes{9}).pad().u32(0);
  Builder file{ByteOrder::Little};
  file.all(section_header(ByteOrder::Little)).block(1, body.bytes());
  file.all(enhanced_packet(ByteOrder::Little, 123, Bytes(60, 1)));
  const Outcome outcome = read_all(file.bytes());
  ASSERT_EQ(outcome.frames.size(), 1U) << outcome.error;
  EXPECT_EQ(outcome.frames[0].time_ns, 123U);  // ns, not the µs of an interface that says nothing
}

TEST(PcapNgReader, GivesSimpleAndObsoletePacketsAndPassesOverOtherBlocks) {
  const ByteOrder order = ByteOrder::Little;
  Builder file{order};
  file.all(section_header(order))
      .all(interface_block(order))
      .all(enhanced_packet(order, 77, Bytes(3, 1)));
  file.block(5, Bytes(400'000, 0xee));  // statistics, longer than any frame may be
  file.block(3, Builder{order}.u32(5).all(Bytes(5, 2)).pad().bytes());
  file.block(
      2, Builder{order}.u16(0).u16(9).u32(0).u32(88).u32(6).u32(60).all(Bytes(6, 3)).pad().bytes());
  const Outcome outcome = read_all(file.bytes());
  EXPECT_EQ(outcome.error, "");
  const std::vector<Frame> expected{{77, Bytes(3, 1)}, {77, Bytes(5, 2)}, {88, Bytes(6, 3)}};
  EXPECT_EQ(outcome.frames, expected);
}

TEST(PcapNgReader, RefusesDamageByItsPlace) {
  const ByteOrder order = ByteOrder::Little;
  const auto error = [&](const Bytes& block) {
    return read_all(Builder{order}
                        .all(section_header(order))
                        .all(interface_block(order))
                        .all(block)
                        .bytes())
        .error;
  };
  EXPECT_EQ(error(interface_block(order, 101)),
            "memory: byte 68: link type 101 RAW (IP without Ethernet) is not supported; only "
            "Ethernet (1) is");
  EXPECT_EQ(error(Builder{order}.u32(6).u32(13).bytes()),
            "memory: byte 64: a pcapng block of 13 bytes");
  EXPECT_EQ(error(Builder{order}.u32(6).u32(0xfffffffc).bytes()),
            "memory: byte 64: a pcapng block of 4294967292 bytes");
  EXPECT_EQ(error(Builder{order}.u32(5).u32(12).u32(16).bytes()),
            "memory: byte 68: a pcapng block of 12 bytes ends with length 16");
  EXPECT_EQ(error(Builder{order}
                      .block(6, Builder{order}.u32(0).u32(0).u32(0).u32(8).u32(8).u32(0).bytes())
                      .bytes()),
            "memory: byte 80: a frame of 8 bytes in a block with room for 4");
  EXPECT_EQ(error(interface_block(order, 1, 20)),
            "memory: byte 60: a time resolution of 10^-20 seconds");
}

}  // namespace
}  // namespace hotbook::replay
