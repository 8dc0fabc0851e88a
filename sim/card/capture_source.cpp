#include <cstdio>
#include <stdexcept>

#include "sim/card/frame_source.hpp"
#include "sim/replay/capture_reader.hpp"

namespace hotbook::card {

namespace {

class CaptureSource final : public FrameSource {
 public:
  explicit CaptureSource(const std::string& path)
      : path_{path}, reader_{replay::CaptureReader::open(path)} {}

  bool next(Frame& frame) override {
    while (!is_ended_) {
      replay::CapturedFrame captured;
      try {
        is_ended_ = !reader_->next(captured);
      } catch (const replay::CaptureError& damage) {
        // What came before the damage was played; the operator is told that there was more.
        error_ = damage.what();
        std::fprintf(stderr, "card: capture_error=\"%s\"\n", error_.c_str());
        is_ended_ = true;
      }
      if (is_ended_) return false;
      if (captured.bytes.empty()) {
        ++empty_frames_;  // a stream has no word without bytes
        continue;
      }
      frame.bytes = captured.bytes;
      frame.is_bad = captured.wire_bytes > captured.bytes.size();
      if (frame.is_bad) ++cut_frames_;
      ++frames_;
      return true;
    }
    return false;
  }

  std::string report() const override {
    return "capture=" + path_ + " frames=" + std::to_string(frames_) +
           " cut=" + std::to_string(cut_frames_) + " empty=" + std::to_string(empty_frames_) +
           " ended=" + (is_ended_ ? "1" : "0") +
           (error_.empty() ? "" : " error=\"" + error_ + "\"");
  }

 private:
  std::string path_;
  std::unique_ptr<replay::CaptureReader> reader_;
  bool is_ended_ = false;
  std::string error_;
  std::uint64_t frames_ = 0;
  std::uint64_t cut_frames_ = 0;
  std::uint64_t empty_frames_ = 0;
};

}  // namespace

std::unique_ptr<FrameSource> open_capture_source(const std::string& path) {
  return std::make_unique<CaptureSource>(path);
}

std::unique_ptr<FrameSource> open_source(const std::string& text) {
  if (text.empty()) return nullptr;
  if (text.starts_with("file:")) return open_capture_source(text.substr(5));
  if (text.starts_with("udp:")) {
    const std::size_t colon = text.rfind(':');
    if (colon > 4) {
      const std::string digits = text.substr(colon + 1);
      const bool is_number = !digits.empty() && digits.size() <= 5 &&
                             digits.find_first_not_of("0123456789") == std::string::npos;
      const unsigned long port = is_number ? std::stoul(digits) : 0;
      if (port >= 1 && port <= 65535) {
        return open_udp_source(text.substr(4, colon - 4), static_cast<std::uint16_t>(port));
      }
    }
  }
  throw std::runtime_error{"line \"" + text + "\" is neither file:/path nor udp:address:port"};
}

}  // namespace hotbook::card
