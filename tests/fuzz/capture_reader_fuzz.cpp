// Gives any bytes to the capture reader as a file: it reads frames or throws CaptureError, and
// never more frame bytes than its input can hold.

#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line_finder.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/sim/replay/capture_builder.hpp"

namespace hotbook::fuzz {

using namespace hotbook::replay;

void make_seeds(Seeds& seeds) {
  seeds.add(some_capture(20));
  std::vector<Frame> frames;
  for (const auto& bytes : some_frames(6)) frames.push_back({frames.size() * 1000, bytes});
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    for (const bool ns : {false, true}) seeds.add(pcap(order, ns, frames));
    seeds.add(pcapng(order, frames));
    seeds.add(gzip(pcapng(order, frames)));
  }
  seeds.add(itch_file(every_message()));
  seeds.add(gzip(itch_file(every_message())));
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook::replay;
  using hotbook::fuzz::require;
  LineFinder finder;
  std::uint64_t bytes = 0;
  std::uint64_t last_read = 0;
  bool compressed = false;
  CaptureKind kind = CaptureKind::Pcap;
  try {
    const auto reader = CaptureReader::open_memory("fuzz", {data, size});
    compressed = reader->compressed();
    kind = reader->kind();
    CapturedFrame frame;
    while (reader->next(frame)) {
      require(frame.bytes.size() <= CaptureReader::kFrameBytesMax);
      require(reader->bytes_read() >= last_read && reader->bytes_read() <= size);
      last_read = reader->bytes_read();
      bytes += frame.bytes.size();
      // Reads every byte, so that the sanitizer sees a span that reaches too far.
      finder.add(frame.bytes);
      for (const std::uint8_t byte : frame.bytes) last_read += byte & 0U;
    }
  } catch (const CaptureError& error) {
    require(error.file() == "fuzz" && !error.reason().empty());
  }
  // An ITCH file's frames have headers the file has not; gzip inflates.
  if (!compressed && kind != CaptureKind::ItchFile) require(bytes <= size);
  try {
    (void)finder.lines();
  } catch (const LineFinderError&) {
  }
  return 0;
}
