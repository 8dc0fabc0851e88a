// hotbook describe: every message of a capture as a line of JSON, by the feed's own field tables.

#include <memory>

#include "host/app/commands.hpp"
#include "host/app/csv_writer.hpp"
#include "host/app/text_file.hpp"
#include "host/feed/frame_parser.hpp"
#include "host/feed/itch_messages.hpp"
#include "host/feed/mdp3_describe.hpp"
#include "host/feed/mdp3_packet.hpp"
#include "host/feed/mold_packet.hpp"
#include "host/feed/xdp_messages.hpp"
#include "host/reference/instrument_table.hpp"
#include "sim/replay/capture_reader.hpp"

namespace hotbook::app {
namespace {

struct DescribeOptions {
  std::string file;
  std::string feed = "itch";
  std::string out;
};

// Calls tell(seq, description) for each complete message of a packet.
template <class Tell>
void each_itch(feed::Bytes payload, Tell&& tell) {
  const auto packet = feed::view_mold_packet(payload);
  if (!packet) return;
  feed::Bytes body = packet->body;
  for (std::uint64_t i = 0; i < packet->header.messages(); ++i) {
    const auto message = feed::next_message(body);
    if (!message) return;
    tell(packet->header.seq + i, feed::itch::describe(*message));
  }
}

template <class Tell>
void each_xdp(feed::Bytes payload, Tell&& tell) {
  const auto header = feed::xdp::view_packet_header(payload);
  if (!header) return;
  feed::Bytes body = payload.subspan(feed::xdp::PacketHeader::kBytes);
  for (std::uint64_t i = 0; i < header->messages(); ++i) {
    const auto message = feed::xdp::next_message(body);
    if (!message) return;
    tell(header->seq + i, feed::xdp::describe(*message));
  }
}

template <class Tell>
void each_mdp3(feed::Bytes payload, Tell&& tell) {
  const auto packet = feed::mdp3::view_packet(payload);
  if (!packet) return;
  feed::Bytes body = packet->body;
  while (const auto message = feed::mdp3::next_message(body))
    tell(packet->seq, feed::mdp3::describe(*message));
}

Exit describe(const DescribeOptions& options) {
  const auto reader = replay::CaptureReader::open(options.file);
  const auto venue = *reference::venue_named(options.feed);
  feed::LineOptions any;
  any.enable = true;
  any.checksum_ignore = true;
  TextFile file{options.out};
  std::uint64_t number = 0;
  replay::CapturedFrame frame;
  while (reader->next(frame)) {
    ++number;
    const auto parsed = feed::parse_frame(frame.bytes, false, any);
    if (parsed.verdict != feed::FrameVerdict::Packet) continue;
    const auto tell = [&](std::uint64_t seq, const std::string& message) {
      std::string& out = file.buffer();
      out += "{\"frame\":";
      append_number(out, number);
      out += ",\"time_ns\":";
      append_number(out, frame.time_ns);
      out += ",\"seq\":";
      append_number(out, seq);
      out += ",\"message\":" + message + "}\n";
      file.flush_when_long();
    };
    if (venue == reference::Venue::Itch) each_itch(parsed.payload, tell);
    if (venue == reference::Venue::Xdp) each_xdp(parsed.payload, tell);
    if (venue == reference::Venue::Mdp3) each_mdp3(parsed.payload, tell);
  }
  file.close();
  return Exit::Ok;
}

}  // namespace

void add_describe(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<DescribeOptions>();
  CLI::App* command =
      app.add_subcommand("describe", "Print every message of a capture, field by field");
  command->footer(
      "A line of JSON for each message of each packet, whatever address it was sent to: frame (its "
      "number in the file), time_ns (of its capture), seq and message. Frames that are no UDP, and "
      "messages that are not complete, are passed over.");
  command->add_option("FILE", options->file, "The capture")->required()->check(CLI::ExistingFile);
  command->add_option("--feed", options->feed, "The venue's feed")
      ->check(CLI::IsMember({"itch", "xdp", "mdp3"}))
      ->capture_default_str();
  command->add_option("--out", options->out, "The file; - or nothing is standard output");
  command->callback([options, &chosen] { chosen = [options] { return describe(*options); }; });
}

}  // namespace hotbook::app
