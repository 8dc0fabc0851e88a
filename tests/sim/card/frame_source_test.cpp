#include "sim/card/frame_source.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "sim/replay/pcap_writer.hpp"

namespace {

using hotbook::card::Frame;
using hotbook::card::open_source;

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(open_source(text));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

class CaptureFile {
 public:
  CaptureFile()
      : path_{testing::TempDir() + "frame_source_test." + std::to_string(::getpid()) + ".pcap"} {}
  ~CaptureFile() { std::remove(path_.c_str()); }
  CaptureFile(const CaptureFile&) = delete;
  CaptureFile& operator=(const CaptureFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(FrameSource, GivesTheFramesOfACaptureInOrder) {
  const CaptureFile file;
  hotbook::replay::PcapWriter writer{file.path()};
  for (std::uint8_t i = 1; i <= 3; ++i) writer.write(i, std::vector<std::uint8_t>(60 + i, i));
  writer.finish();
  const auto source = open_source("file:" + file.path());
  Frame frame;
  for (std::uint8_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(source->next(frame));
    EXPECT_EQ(frame.bytes.size(), 60U + i);
    EXPECT_EQ(frame.bytes[0], i);
    EXPECT_FALSE(frame.is_bad);
  }
  EXPECT_FALSE(source->next(frame));
  EXPECT_FALSE(source->next(frame)) << "asked again";
}

TEST(FrameSource, MarksAFrameBadThatTheCaptureCut) {
  const CaptureFile file;
  hotbook::replay::PcapWriter writer{file.path()};
  writer.write(1, std::vector<std::uint8_t>(60, 1));
  writer.finish();
  // The last 32-bit word of a pcap record's header, 24 + 12 bytes into the file, is the length on
  // the wire.
  std::fstream patch{file.path(), std::ios::in | std::ios::out | std::ios::binary};
  patch.seekp(24 + 12);
  patch.put(100);
  patch.close();
  const auto source = open_source("file:" + file.path());
  Frame frame;
  ASSERT_TRUE(source->next(frame));
  EXPECT_EQ(frame.bytes.size(), 60U);
  EXPECT_TRUE(frame.is_bad);
}

TEST(FrameSource, EndsAtDamageAndReportsIt) {
  const CaptureFile file;
  hotbook::replay::PcapWriter writer{file.path()};
  writer.write(1, std::vector<std::uint8_t>(60, 1));
  writer.finish();
  std::ofstream{file.path(), std::ios::app | std::ios::binary} << "half a header";
  const auto source = open_source("file:" + file.path());
  Frame frame;
  ASSERT_TRUE(source->next(frame));
  EXPECT_FALSE(source->next(frame));
  EXPECT_NE(source->report().find("error="), std::string::npos) << source->report();
}

TEST(FrameSource, IsNoneForAPortWithoutACable) {
  EXPECT_EQ(open_source(""), nullptr);
}

TEST(FrameSource, NamesWhatCannotBeOpened) {
  EXPECT_NE(error_of("file:/nowhere.pcap").find("/nowhere.pcap"), std::string::npos);
  EXPECT_NE(error_of("tape:1").find("tape:1"), std::string::npos);
  for (const char* text : {"udp:", "udp:127.0.0.1", "udp:127.0.0.1:", "udp:127.0.0.1:0",
                           "udp:127.0.0.1:65536", "udp:127.0.0.1:x", "udp::9000"}) {
    EXPECT_NE(error_of(text).find("neither file:/path nor udp:address:port"), std::string::npos)
        << text;
  }
  EXPECT_NE(error_of("udp:not-an-address:9000").find("not-an-address:9000"), std::string::npos);
}

}  // namespace
