// Gives any bytes to the capture reader as a file: it reads frames or throws CaptureError, and
// never more frame bytes than its input can hold.

#include <cstdint>
#include <cstdlib>
#include <span>

#include "sim/replay/capture_reader.hpp"
#include "sim/replay/line_finder.hpp"

namespace {

void check(bool right) {
  if (!right) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook::replay;
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
      check(frame.bytes.size() <= CaptureReader::kFrameBytesMax);
      check(reader->bytes_read() >= last_read && reader->bytes_read() <= size);
      last_read = reader->bytes_read();
      bytes += frame.bytes.size();
      // Reads every byte, so that the sanitizer sees a span that reaches too far.
      finder.add(frame.bytes);
      for (const std::uint8_t byte : frame.bytes) last_read += byte & 0U;
    }
  } catch (const CaptureError& error) {
    check(error.file() == "fuzz" && !error.reason().empty());
  }
  // An ITCH file's frames have headers the file has not; gzip inflates.
  if (!compressed && kind != CaptureKind::ItchFile) check(bytes <= size);
  try {
    (void)finder.lines();
  } catch (const LineFinderError&) {
  }
  return 0;
}
