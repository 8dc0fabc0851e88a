#include "sim/replay/capture_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sim/replay/feed_generator.hpp"
#include "sim/replay/pcap_writer.hpp"
#include "tests/sim/replay/capture_builder.hpp"
#include "tests/sim/replay/test_data.hpp"

namespace hotbook::replay {
namespace {

std::vector<Bytes> some_messages() {
  std::vector<Bytes> messages;
  for (std::uint64_t i = 0; i < 6; ++i) {
    ItchMessage message = ItchMessage{'A', 7, 1'000'000 + i * 3'000}.u64(i).letter('B').u32(100);
    message.text("AAAA", 8).u32(10'000);
    messages.emplace_back(message.bytes().begin(), message.bytes().end());
  }
  return messages;
}

bool is_prefix(const std::vector<Frame>& part, const std::vector<Frame>& whole) {
  return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

// The messages that frames hold, one behind the other, whatever packets they came in.
Bytes blocks_of(const std::vector<Frame>& frames) {
  constexpr std::size_t kHeadersBytes = 14 + 20 + 8 + 20;
  Bytes blocks;
  for (const Frame& frame : frames) {
    blocks.insert(blocks.end(), frame.bytes.begin() + kHeadersBytes, frame.bytes.end());
  }
  return blocks;
}

class CaptureReaderFormats : public ::testing::TestWithParam<std::pair<const char*, Bytes>> {};

std::vector<std::pair<const char*, Bytes>> frame_formats() {
  return {{"pcap_us_little", pcap(ByteOrder::Little, false, some_frames())},
          {"pcap_us_big", pcap(ByteOrder::Big, false, some_frames())},
          {"pcap_ns_little", pcap(ByteOrder::Little, true, some_frames())},
          {"pcap_ns_big", pcap(ByteOrder::Big, true, some_frames())},
          {"pcapng_little", pcapng(ByteOrder::Little, some_frames())},
          {"pcapng_big", pcapng(ByteOrder::Big, some_frames())}};
}

INSTANTIATE_TEST_SUITE_P(Every, CaptureReaderFormats, ::testing::ValuesIn(frame_formats()),
                         [](const auto& format) { return std::string{format.param.first}; });

TEST_P(CaptureReaderFormats, GivesEveryFrameWithItsTime) {
  const Outcome outcome = read_all(GetParam().second);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.frames, some_frames());
}

TEST_P(CaptureReaderFormats, GivesEveryFrameOfAGzipFile) {
  const Outcome outcome = read_all(gzip(GetParam().second));
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.frames, some_frames());
}

// Where the file may end without anything being missing: behind the header and each record.
std::vector<std::size_t> record_ends(const Bytes& file) {
  std::vector<std::size_t> ends;
  for (std::size_t length = 0; length <= file.size(); ++length) {
    Bytes cut{file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)};
    if (read_all(cut).error.empty()) ends.push_back(length);
  }
  return ends;
}

TEST_P(CaptureReaderFormats, CutAtAnyByteGivesTheFramesBeforeItAndNamesTheEnd) {
  const Bytes& file = GetParam().second;
  for (std::size_t length = 0; length < file.size(); ++length) {
    const Bytes cut{file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)};
    const Outcome outcome = read_all(cut, "cut.pcap");
    ASSERT_TRUE(is_prefix(outcome.frames, some_frames())) << "cut at " << length;
    if (outcome.error.empty()) continue;
    ASSERT_EQ(outcome.error.find("cut.pcap: byte "), 0U) << outcome.error;
    ASSERT_LE(outcome.error_offset, length) << outcome.error;
  }
  // The header, an interface where the format has them, and one end a frame.
  const std::size_t headers = std::string{GetParam().first}.find("pcapng") == 0 ? 2 : 1;
  EXPECT_EQ(record_ends(file).size(), headers + some_frames().size());
}

TEST_P(CaptureReaderFormats, AGzipFileCutAtAnyByteGivesAPrefixAndNamesTheDamage) {
  const Bytes file = gzip(GetParam().second);
  for (std::size_t length = 0; length < file.size(); ++length) {
    const Bytes cut{file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)};
    const Outcome outcome = read_all(cut, "cut.gz");
    ASSERT_TRUE(is_prefix(outcome.frames, some_frames())) << "cut at " << length;
    ASSERT_NE(outcome.error, "") << "cut at " << length;
    ASSERT_EQ(outcome.error.find("cut.gz: byte "), 0U) << outcome.error;
    if (length > 2) {
      ASSERT_EQ(outcome.error_offset, length) << outcome.error;
      ASSERT_NE(outcome.error.find("gzip data ends inside a member"), std::string::npos)
          << outcome.error;
    }
  }
}

TEST_P(CaptureReaderFormats, AnyByteOfAGzipFileDamagedIsToldUnlessItChangesNothing) {
  const Bytes file = gzip(GetParam().second);
  // A flipped bit may change nothing: padding, or a copy from another place that holds the same.
  std::size_t told = 0;
  for (std::size_t at = 10; at < file.size(); ++at) {
    Bytes damaged = file;
    damaged[at] ^= 0x10;
    const Outcome outcome = read_all(damaged, "damaged.gz");
    if (outcome.error.empty()) {
      ASSERT_EQ(outcome.frames, some_frames()) << "damaged at " << at;
    } else {
      ++told;
    }
  }
  EXPECT_GE(told + 3, file.size() - 10);
}

TEST_P(CaptureReaderFormats, AnyByteDamagedNeverGivesMoreThanTheFileHolds) {
  const Bytes& file = GetParam().second;
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (const unsigned flip : {0x01U, 0x80U, 0xffU}) {
      Bytes damaged = file;
      damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ flip);
      std::size_t bytes = 0;
      for (const Frame& frame : read_all(damaged).frames) bytes += frame.bytes.size();
      ASSERT_LE(bytes, file.size()) << "damaged at " << at;
    }
  }
}

TEST(CaptureReader, KnowsItsFormatFromTheContentAlone) {
  const auto kind = [](const Bytes& file) {
    return CaptureReader::open_memory("a.txt", file)->kind();
  };
  EXPECT_EQ(kind(pcap(ByteOrder::Big, true, some_frames())), CaptureKind::Pcap);
  EXPECT_EQ(kind(gzip(pcapng(ByteOrder::Big, some_frames()))), CaptureKind::PcapNg);
  EXPECT_EQ(kind(itch_file(some_messages())), CaptureKind::ItchFile);
}

TEST(CaptureReader, RefusesWhatIsNoCaptureAndShowsItsStart) {
  EXPECT_EQ(read_all({}).error, "memory: byte 0: the file is empty");
  EXPECT_EQ(read_all({'P', 'K', 3, 4, 5}).error,
            "memory: byte 0: neither pcap, pcapng nor a length-prefixed ITCH 5.0 file; it starts "
            "with 50 4b 03 04 05");
}

TEST(CaptureReader, NamesAFileThatCannotBeRead) {
  EXPECT_THROW((void)CaptureReader::open("/nowhere/a.pcap"), CaptureError);
  try {
    (void)CaptureReader::open("/");
    FAIL() << "a folder was opened";
  } catch (const CaptureError& error) {
    EXPECT_EQ(std::string{error.what()}, "/: byte 0: cannot read: Is a directory");
  }
}

TEST(CaptureReader, TellsProgressInBytesOfTheFile) {
  const Bytes file = gzip(pcap(ByteOrder::Little, true, some_frames()));
  const auto reader = CaptureReader::open_memory("memory", file);
  EXPECT_TRUE(reader->compressed());
  EXPECT_EQ(reader->bytes_total(), file.size());
  CapturedFrame frame;
  while (reader->next(frame)) {
  }
  EXPECT_EQ(reader->bytes_read(), file.size());
}

TEST(ItchFileReader, SendsEveryMessageInOrderInPacketsOfSeveral) {
  const Bytes file = itch_file(some_messages());
  const Outcome outcome = read_all(file);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(blocks_of(outcome.frames), file);
  // 10 µs a packet, 3 µs between messages: four messages, then two, then the end of the session.
  ASSERT_EQ(outcome.frames.size(), 3U);
  EXPECT_EQ(outcome.frames[0].time_ns, 1'009'000U);
  EXPECT_EQ(outcome.frames[1].bytes.at(61), 2U);
  EXPECT_EQ(outcome.frames[1].bytes.at(59), 5U);
}

TEST(ItchFileReader, CutAtAnyByteGivesTheMessagesBeforeIt) {
  const Bytes whole = itch_file(some_messages());
  const std::size_t message_bytes = 2 + 36;
  for (std::size_t length = 3; length < whole.size(); ++length) {
    const Bytes cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)};
    const Outcome outcome = read_all(cut);
    const std::size_t complete = length / message_bytes * message_bytes;
    ASSERT_EQ(blocks_of(outcome.frames),
              Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(complete)));
    ASSERT_EQ(outcome.error.empty(), length % message_bytes == 0) << outcome.error;
    if (!outcome.error.empty()) {
      ASSERT_EQ(outcome.error_offset, length) << outcome.error;
    }
  }
}

TEST(ItchFileReader, AGzipFileCutAtAnyByteGivesWholeMessagesBeforeIt) {
  const Bytes whole = itch_file(some_messages());
  const Bytes file = gzip(whole);
  for (std::size_t length = 3; length < file.size(); ++length) {
    const Outcome outcome =
        read_all({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length)});
    const Bytes blocks = blocks_of(outcome.frames);
    ASSERT_TRUE(std::equal(blocks.begin(), blocks.end(), whole.begin()));
    ASSERT_EQ(blocks.size() % 38, 0U);
    ASSERT_NE(outcome.error.find("gzip data ends inside a member"), std::string::npos)
        << outcome.error;
  }
}

TEST(ItchFileReader, RefusesALengthThatNoMessageHas) {
  Bytes file = itch_file(some_messages());
  file.insert(file.end(), {0x01, 0x00, 'A'});
  const Outcome outcome = read_all(file);
  EXPECT_EQ(blocks_of(outcome.frames), itch_file(some_messages()));
  EXPECT_EQ(outcome.error, "memory: byte 228: a message of 256 bytes; ITCH 5.0 has none above 50");
}

TEST(ItchFileReader, TakesAnEmptyMessageForTheEndOfTheSession) {
  Bytes file = itch_file(some_messages());
  file.insert(file.end(), {0, 0});
  EXPECT_EQ(read_all(file).error, "");
  file.push_back(1);
  EXPECT_EQ(
      read_all(file).error,
      "memory: byte 228: a message of 0 bytes, which ends the session, in front of more data");
}

TEST(GzipFile, MayHoldSeveralMembersAndZeroPadding) {
  const Bytes plain = pcap(ByteOrder::Little, true, some_frames());
  for (std::size_t cut = 1; cut < plain.size(); cut += 17) {
    const auto middle = plain.begin() + static_cast<std::ptrdiff_t>(cut);
    Bytes file = gzip({plain.begin(), middle});
    const Bytes rest = gzip({middle, plain.end()});
    file.insert(file.end(), rest.begin(), rest.end());
    file.insert(file.end(), 100, 0);
    const Outcome outcome = read_all(file);
    ASSERT_EQ(outcome.error, "");
    ASSERT_EQ(outcome.frames, some_frames());
  }
}

TEST(GzipFile, FollowedByOtherBytesIsRefusedBehindItsFrames) {
  Bytes file = gzip(pcap(ByteOrder::Little, true, some_frames()));
  const std::size_t end = file.size();
  file.insert(file.end(), {'t', 'r', 'a', 's', 'h'});
  const Outcome outcome = read_all(file);
  EXPECT_EQ(outcome.frames, some_frames());
  EXPECT_GE(outcome.error_offset, end);
  EXPECT_NE(outcome.error.find("gzip data is damaged"), std::string::npos) << outcome.error;
}

TEST(PcapWriter, WritesWhatTheReaderReads) {
  const auto path = testing::scratch_folder() / "written.pcap";
  FeedOptions options;
  options.itch.messages = 20'000;
  options.faults_b.skew_ns = 1'000;
  const std::uint64_t frames = write_feed(options, path.string());

  FeedGenerator feed{options};
  GeneratedFrame expected;
  const auto reader = CaptureReader::open(path.string());
  CapturedFrame frame;
  std::uint64_t read = 0;
  for (; reader->next(frame); ++read) {
    ASSERT_TRUE(feed.next(expected));
    ASSERT_EQ(frame.time_ns, expected.time_ns);
    ASSERT_TRUE(std::equal(frame.bytes.begin(), frame.bytes.end(), expected.bytes.begin(),
                           expected.bytes.end()));
  }
  EXPECT_FALSE(feed.next(expected));
  EXPECT_EQ(read, frames);
  EXPECT_EQ(reader->bytes_read(), std::filesystem::file_size(path));

  // The same through gzip, which is larger than any buffer.
  std::ifstream in{path, std::ios::binary};
  const std::vector<char> text{std::istreambuf_iterator<char>{in}, {}};
  const Bytes packed = gzip({text.begin(), text.end()});
  EXPECT_GT(packed.size(), 2U * 65536);
  const Outcome outcome = read_all(packed);
  EXPECT_EQ(outcome.error, "");
  EXPECT_EQ(outcome.frames.size(), frames);
  std::filesystem::remove(path);
}

TEST(PcapWriter, TellsOfAFileItCannotMakeAndOfAFullDisk) {
  EXPECT_THROW(PcapWriter{"/nowhere/a.pcap"}, CaptureError);
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "/dev/full is absent";
  PcapWriter writer{"/dev/full"};
  EXPECT_THROW(writer.finish(), CaptureError);
}

}  // namespace
}  // namespace hotbook::replay
