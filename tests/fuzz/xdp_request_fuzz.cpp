// Fuzzes what an NYSE request server may send, and the description of messages: what is read is
// written back to the same bytes, a stream is cut into packets and ends, and any bytes give one
// printable line that ends as JSON does.

#include <algorithm>
#include <string>

#include "host/feed/xdp_request.hpp"
#include "sim/replay/xdp_generator.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  using namespace hotbook::feed::xdp;
  const SourceId source = *SourceId::make("HOTBOOK");
  const RequestHeader header{1, 2, 3};
  seeds.add(write(header, RetransmissionRequest{1, 2, source, {11, 1}}));
  seeds.add(write(header, RefreshRequest{1, source, {11, 1}}));
  seeds.add(write(header, SymbolMappingRequest{1, source, {11, 1}, 0}));
  seeds.add(write(header, HeartbeatResponse{source}));
  seeds.add(write(header, RequestResponse{1, 2, 3, source, {11, 1}, ResponseStatus::Accepted}));
  replay::XdpOptions options;
  options.messages = 500;
  options.symbols = 2;
  replay::XdpGenerator day{options};
  replay::XdpPacket packet;
  while (day.next(packet)) {
    for (const auto& message : packet.messages) seeds.add(replay::xdp_packet({}, message));
  }
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook::feed;
using hotbook::fuzz::require;

template <class Message>
void expect_written_back(const std::optional<Message>& read, Bytes message) {
  if (!read) return;
  const auto packet = xdp::write({}, *read);
  require(std::ranges::equal(Bytes{packet}.subspan(16), message));
}

void read_all(Bytes message) {
  expect_written_back(xdp::read_retransmission_request(message), message);
  expect_written_back(xdp::read_refresh_request(message), message);
  expect_written_back(xdp::read_symbol_mapping_request(message), message);
  expect_written_back(xdp::read_heartbeat_response(message), message);
  expect_written_back(xdp::read_request_response(message), message);
  const std::string text = xdp::describe(message);
  require(!text.empty() && text.front() == '{' && text.back() == '}');
  for (const char letter : text) require(letter >= 0x20 && letter <= 0x7e);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read_all({data, size});
  Bytes stream{data, size};
  xdp::StreamPacket packet;
  while (xdp::next_packet(stream, packet) == xdp::StreamState::Packet) {
    Bytes messages = packet.messages;
    while (const auto message = xdp::next_message(messages)) read_all(*message);
  }
  return 0;
}
