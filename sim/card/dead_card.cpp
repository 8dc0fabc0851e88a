#include "sim/card/dead_card.hpp"

#include <algorithm>

#include "xcl_macros.h"

namespace hotbook::card {

namespace {

constexpr std::uint64_t kRegisterBytes = 4;
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
  // A death within the write of a reply itself is not told apart from one before or after it; the
  // host's own deadline covers those few instructions.
  std::uint32_t opcode = progress.opcode;
  using Phase = CallProgress::Phase;
  const bool owes_reply = progress.phase == Phase::Executing ||
                          (progress.phase == Phase::CallSeen && shim.is_call_taken());
  if (owes_reply) {
    const bool is_register = opcode == xclReadAddrKernelCtrl_n && progress.reply_bytes == 0;
    make_dead_reply(opcode, is_register ? kRegisterBytes : progress.reply_bytes.load(), body);
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
