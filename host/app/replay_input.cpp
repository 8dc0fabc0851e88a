#include "host/app/replay_input.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "host/app/instrument_scan.hpp"
#include "host/feed/frame_parser.hpp"
#include "sim/replay/line_finder.hpp"

namespace hotbook::app {
namespace {

constexpr std::uint64_t kProgressFrames = 1U << 14U;

feed::LineOptions line_options(const replay::LineAddress& address, bool checksum_ignore) {
  feed::LineOptions line;
  line.enable = true;
  line.group = address.group;
  line.udp_port = address.udp_port;
  line.vlan = address.vlan ? *address.vlan : feed::kVlanAny;
  line.checksum_ignore = checksum_ignore;
  return line;
}

// A capture's frame belongs to line b only when it is plainly addressed to it; the card's filter
// judges the rest.
feed::Line line_of(std::span<const std::uint8_t> frame,
                   const std::optional<replay::LineAddress>& line_b) {
  if (!line_b) return feed::Line::A;
  const bool is_b = feed::parse_frame(frame, false, line_options(*line_b, true)).verdict ==
                    feed::FrameVerdict::Packet;
  return is_b ? feed::Line::B : feed::Line::A;
}

const replay::PacketFormat& format_of(reference::Venue venue) {
  switch (venue) {
    case reference::Venue::Xdp:
      return replay::kXdpFormat;
    case reference::Venue::Mdp3:
      return replay::kMdp3Format;
    case reference::Venue::Itch:
      break;
  }
  return replay::kMoldFormat;
}

}  // namespace

ReplayInput::ReplayInput(const std::vector<std::string>& files,
                         const std::optional<replay::LineAddress>& line_b)
    : line_b_{line_b} {
  sources_.reserve(files.size());
  for (const std::string& file : files) {
    Source source;
    source.reader = replay::CaptureReader::open(file);
    source.has_head = source.reader->next(source.head);
    sources_.push_back(std::move(source));
  }
}

bool ReplayInput::next(InputFrame& frame) {
  if (given_ != nullptr) given_->has_head = given_->reader->next(given_->head);
  given_ = nullptr;
  for (Source& source : sources_) {
    if (source.has_head && (given_ == nullptr || source.head.time_ns < given_->head.time_ns))
      given_ = &source;
  }
  if (given_ == nullptr) return false;
  const replay::CapturedFrame& head = given_->head;
  frame = {head.time_ns, line_of(head.bytes, line_b_), head.bytes,
           head.wire_bytes > head.bytes.size()};
  return true;
}

std::uint64_t ReplayInput::bytes_read() const {
  std::uint64_t sum = 0;
  for (const Source& source : sources_) sum += source.reader->bytes_read();
  return sum;
}

std::uint64_t ReplayInput::bytes_total() const {
  std::uint64_t sum = 0;
  for (const Source& source : sources_) {
    if (source.reader->bytes_total() == 0) return 0;
    sum += source.reader->bytes_total();
  }
  return sum;
}

InputSummary summarise(const InputOptions& options, reference::InstrumentTable& instruments,
                       const Progress& progress) {
  InputSummary summary;
  summary.venue = options.venue;
  summary.instruments = &instruments;
  replay::LineFinder finder{format_of(options.venue)};
  InstrumentScan scan{options.venue, instruments};
  feed::LineOptions any;
  any.enable = true;
  any.checksum_ignore = true;
  {
    ReplayInput input{options.files, std::nullopt};
    InputFrame frame;
    for (std::uint64_t count = 1; input.next(frame); ++count) {
      finder.add(frame.bytes);
      const auto parsed = feed::parse_frame(frame.bytes, false, any);
      if (parsed.verdict == feed::FrameVerdict::Packet) scan.payload(parsed.payload);
      if (count % kProgressFrames == 0) progress(input.bytes_read(), input.bytes_total());
    }
  }
  scan.finish();
  summary.messages = scan.messages();
  summary.commands = scan.commands();
  summary.contradictions = scan.contradictions();
  std::optional<replay::LineAddress> line_a = options.line_a;
  std::optional<replay::LineAddress> line_b = options.line_b;
  if (!line_a) {
    const replay::FoundLines found = finder.lines();
    line_a = found.a.address;
    if (!line_b && found.b) line_b = found.b->address;
  }
  if (line_b && *line_a == *line_b)
    throw std::invalid_argument("line a and line b have the same address " + to_string(*line_a));

  summary.feed.first_seq = options.first_seq;
  summary.feed.lines[0] = line_options(*line_a, options.checksum_ignore);
  summary.title = to_string(*line_a);
  if (line_b) {
    summary.feed.lines[1] = line_options(*line_b, options.checksum_ignore);
    summary.title += " and " + to_string(*line_b);
  }
  summary.line_b = line_b;
  summary.frames[0] = finder.frames();
  if (!line_b) return summary;
  summary.frames[0] = 0;
  ReplayInput input{options.files, line_b};
  InputFrame frame;
  while (input.next(frame)) ++summary.frames[feed::index_of(frame.line)];
  return summary;
}

replay::LineAddress parse_address(const std::string& text) {
  replay::LineAddress address;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int octet = 0; octet < 4; ++octet) {
    unsigned value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    const char separator = octet == 3 ? ':' : '.';
    if (error != std::errc{} || value > 255 || next == end || *next != separator) {
      throw std::invalid_argument(
          fmt::format("'{}' is not GROUP:PORT, such as 239.10.0.1:26400", text));
    }
    address.group = address.group << 8U | value;
    at = next + 1;
  }
  unsigned port = 0;
  const auto [next, error] = std::from_chars(at, end, port);
  if (error != std::errc{} || next != end || port > 65535) {
    throw std::invalid_argument(
        fmt::format("'{}' has no UDP port, or 0 for any, behind its colon", text));
  }
  address.udp_port = static_cast<std::uint16_t>(port);
  return address;
}

}  // namespace hotbook::app
