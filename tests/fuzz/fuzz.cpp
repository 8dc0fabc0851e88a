#include "tests/fuzz/fuzz.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "sim/replay/feed_generator.hpp"
#include "sim/replay/pcap_writer.hpp"

namespace hotbook::fuzz {
namespace {

constexpr replay::ItchOptions kDay{.seed = 1, .symbols = 2, .messages = 2000, .resting_orders = 40};

}  // namespace

void require(bool holds) {
  if (!holds) std::abort();
}

void Seeds::add(Bytes bytes) {
  std::ofstream file{folder_ + "/seed-" + std::to_string(count_++), std::ios::binary};
  for (const std::uint8_t byte : bytes) file.put(static_cast<char>(byte));
  require(file.good());
}

void Seeds::add(std::string_view text) {
  add(std::vector<std::uint8_t>(text.begin(), text.end()));
}

MemoryFile::MemoryFile(Bytes bytes)
    : fd_{::memfd_create("fuzz", MFD_CLOEXEC)}, path_{"/proc/self/fd/" + std::to_string(fd_)} {
  require(fd_ >= 0);
  require(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
}

MemoryFile::~MemoryFile() {
  ::close(fd_);
}

std::vector<std::vector<std::uint8_t>> some_frames(std::size_t count) {
  replay::FeedOptions options;
  options.itch = kDay;
  options.faults_b.skew_ns = 1000;
  options.faults_a.loss_ppm = 100'000;
  replay::FeedGenerator generator{options};
  std::vector<std::vector<std::uint8_t>> frames;
  replay::GeneratedFrame frame;
  while (frames.size() < count && generator.next(frame)) frames.push_back(frame.bytes);
  return frames;
}

std::vector<std::uint8_t> some_capture(std::size_t frame_count) {
  const MemoryFile file{{}};
  replay::PcapWriter writer{file.path()};
  std::uint64_t time_ns = 0;
  for (const auto& frame : some_frames(frame_count)) writer.write(time_ns += 1000, frame);
  writer.finish();
  std::ifstream written{file.path(), std::ios::binary};
  return {std::istreambuf_iterator<char>{written}, {}};
}

std::vector<std::vector<std::uint8_t>> every_message() {
  replay::ItchGenerator generator{kDay};
  std::vector<std::vector<std::uint8_t>> messages;
  std::set<char> types;
  replay::ItchMessage message;
  while (generator.next(message)) {
    if (types.insert(message.type()).second)
      messages.emplace_back(message.bytes().begin(), message.bytes().end());
  }
  return messages;
}

}  // namespace hotbook::fuzz

// libFuzzer calls it before anything else.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("HOTBOOK_FUZZ_SEEDS");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) return 0;
  hotbook::fuzz::Seeds seeds{folder};
  hotbook::fuzz::make_seeds(seeds);
  std::exit(0);  // NOLINT(concurrency-mt-unsafe): no thread yet
}
