#include "sim/card/dead_card.hpp"

#include <algorithm>

#include "xcl_macros.h"

namespace hotbook::card {

namespace {

constexpr std::uint64_t kReplyBytesMax = std::uint64_t{16} << 20;

[[nodiscard]] std::uint64_t data_bytes(std::uint32_t opcode, const WireMessage& message) {
  switch (opcode) {
    case xclCopyBufferHost2Device_n:
      return message.bytes(4).size();
    case xclCopyBufferDevice2Host_n:
      return message.number(5);
    case xclReadAddrKernelCtrl_n:
      return message.number(3);
    default:
      return 0;
  }
}

}  // namespace

void make_dead_reply(std::uint32_t opcode, std::uint64_t bytes, WireWriter& body) {
  body.clear();
  bytes = std::min(bytes, kReplyBytesMax);
  switch (opcode) {
    case xclGetDebugMessages_n:
      return;
    case xclCopyBufferHost2Device_n:
      body.number(1, bytes);
      return;
    case xclCopyBufferDevice2Host_n:
      body.number(1, bytes);
      break;
    case xclReadAddrKernelCtrl_n:
      body.number(1, 1);
      break;
    default:
      body.number(1, 1);
      return;
  }
  const auto data = body.bytes(2, static_cast<std::size_t>(bytes));
  std::fill(data.begin(), data.end(), std::uint8_t{0xff});
}

void serve_dead_card(ShimSocket& shim, HostSocket& host, CallProgress& progress) {
  WireWriter body;
  // A death within the write of a reply itself, or between the two reads of a call, is not told
  // apart from one before or after it; the host's own deadline covers those few instructions.
  std::uint32_t opcode = progress.opcode;
  bool owes_reply = progress.phase == CallProgress::Phase::Executing;
  if (progress.phase == CallProgress::Phase::HeaderRead) owes_reply = shim.skip_body();
  if (owes_reply) {
    make_dead_reply(opcode, progress.reply_bytes, body);
    if (opcode == xclClose_n) host.announce_close();
    if (!shim.reply(body) || opcode == xclClose_n) return;
  }
  ShimSocket::Call call;
  WireMessage message;
  while (shim.read(call) == ShimSocket::Status::Ok) {
    const std::uint64_t bytes = message.parse(call.body) ? 0 : data_bytes(call.opcode, message);
    make_dead_reply(call.opcode, bytes, body);
    const bool is_close = call.opcode == xclClose_n;
    if (is_close) host.announce_close();
    if (!shim.reply(body) || is_close) return;
  }
}

}  // namespace hotbook::card
