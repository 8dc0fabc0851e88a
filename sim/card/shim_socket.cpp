#include "sim/card/shim_socket.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "xcl_macros.h"

namespace hotbook::card {

namespace {

// A call: byte 0x09, body length as 64 bits, byte 0x15, opcode as 32 bits; a reply on the main
// socket ends after the length. Both are protobuf messages whose fields have fixed width.
constexpr std::size_t kCallHeaderBytes = 14;
constexpr std::size_t kReplyHeaderBytes = 9;
constexpr std::uint64_t kPeekBytesMax = std::uint64_t{80} << 10;  // fits into the socket's buffer
constexpr std::uint8_t kLengthKey = 0x09;
constexpr std::uint8_t kOpcodeKey = 0x15;

[[nodiscard]] bool read_all(int fd, std::span<std::uint8_t> data) {
  while (!data.empty()) {
    const ssize_t got = ::read(fd, data.data(), data.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    data = data.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

// Without taking them.
[[nodiscard]] bool peek_all(int fd, std::span<std::uint8_t> data) {
  while (true) {
    const ssize_t got = ::recv(fd, data.data(), data.size(), MSG_PEEK | MSG_WAITALL);
    if (got < 0 && errno == EINTR) continue;
    if (got == static_cast<ssize_t>(data.size())) return true;
    pollfd ended{fd, POLLRDHUP, 0};
    if (got <= 0 || ::poll(&ended, 1, 0) != 0) return false;  // a part, and no more will come
  }
}

[[nodiscard]] bool write_all(int fd, std::span<const std::uint8_t> data) {
  while (!data.empty()) {
    const ssize_t put = ::send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    data = data.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

void append_header(std::vector<std::uint8_t>& frame, std::uint64_t body_bytes) {
  frame.resize(kReplyHeaderBytes);
  frame[0] = kLengthKey;
  std::memcpy(frame.data() + 1, &body_bytes, sizeof body_bytes);
}

void append_opcode(std::vector<std::uint8_t>& frame, std::uint32_t opcode) {
  frame.resize(kCallHeaderBytes);
  frame[kReplyHeaderBytes] = kOpcodeKey;
  std::memcpy(frame.data() + kReplyHeaderBytes + 1, &opcode, sizeof opcode);
}

}  // namespace

int dial(const std::string& path, int timeout_ms) {
  constexpr int kRetryMs = 2;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);

  for (int waited_ms = 0; waited_ms <= timeout_ms; waited_ms += kRetryMs) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    // The sockets API is defined in terms of this cast.
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    ::usleep(kRetryMs * 1000);
  }
  return -1;
}

ShimSocket::Status ShimSocket::read(Call& call) {
  // Looked at, then told to the supervisor, then taken at once: whoever dies in between leaves the
  // whole call in the socket or nothing of it.
  std::uint8_t header[kCallHeaderBytes];
  if (!peek_all(fd_, header)) return Status::HostGone;
  std::uint64_t body_bytes = 0;
  std::uint32_t opcode = 0;
  std::memcpy(&body_bytes, header + 1, sizeof body_bytes);
  std::memcpy(&opcode, header + kReplyHeaderBytes + 1, sizeof opcode);
  if (header[0] != kLengthKey || header[kReplyHeaderBytes] != kOpcodeKey) {
    error_ = "call header does not have the shim's form";
    return Status::Malformed;
  }
  if (body_bytes > kBodyBytesMax) {
    error_ =
        "call of " + std::to_string(body_bytes) + " bytes, limit " + std::to_string(kBodyBytesMax);
    return Status::Malformed;
  }
  progress_.opcode = opcode;
  progress_.reply_bytes = 0;
  body_.resize(static_cast<std::size_t>(kCallHeaderBytes + body_bytes));
  if (body_bytes <= kPeekBytesMax && !peek_all(fd_, body_)) return Status::HostGone;
  progress_.phase = CallProgress::Phase::CallSeen;
  if (!read_all(fd_, body_)) return Status::HostGone;
  progress_.phase = CallProgress::Phase::Executing;
  call.opcode = opcode;
  call.body = std::span{body_}.subspan(kCallHeaderBytes);
  return Status::Ok;
}

bool ShimSocket::is_call_taken() const {
  int waiting = 0;
  return ::ioctl(fd_, FIONREAD, &waiting) != 0 || waiting == 0;
}

bool ShimSocket::reply(const WireWriter& body) {
  const auto data = body.data();
  append_header(reply_, data.size());
  reply_.insert(reply_.end(), data.begin(), data.end());
  progress_.phase = CallProgress::Phase::Replying;
  const bool is_sent = write_all(fd_, reply_);
  progress_.phase = CallProgress::Phase::Idle;
  return is_sent;
}

HostSocket::Status HostSocket::call(std::uint32_t opcode) {
  const auto body = request_.data();
  append_header(frame_, body.size());
  append_opcode(frame_, opcode);
  frame_.insert(frame_.end(), body.begin(), body.end());

  progress_.waits_for_host = true;
  std::uint8_t header[kCallHeaderBytes];
  std::uint64_t answer_bytes = 0;
  bool is_alive = write_all(fd_, frame_) && read_all(fd_, header);
  if (is_alive) {
    std::memcpy(&answer_bytes, header + 1, sizeof answer_bytes);
    is_alive = answer_bytes <= ShimSocket::kBodyBytesMax;
  }
  if (is_alive) {
    answer_.resize(static_cast<std::size_t>(answer_bytes));
    is_alive = read_all(fd_, answer_);
  }
  progress_.waits_for_host = false;
  if (!is_alive) return Status::HostGone;
  if (message_.parse(answer_) || message_.number(1) == 0) return Status::Refused;
  return Status::Ok;
}

HostSocket::Status HostSocket::read(std::uint64_t address, std::span<std::uint8_t> data) {
  request_.clear();
  request_.number(1, address);
  request_.number(2, data.size());
  if (const Status status = call(xclQdma2HostReadMem_n); status != Status::Ok) return status;
  const auto answer = message_.bytes(2);
  if (answer.size() != data.size()) return Status::Refused;
  std::copy(answer.begin(), answer.end(), data.begin());
  return Status::Ok;
}

HostSocket::Status HostSocket::write(std::uint64_t address, std::span<const std::uint8_t> data) {
  request_.clear();
  request_.number(1, address);
  request_.number(2, data.size());
  request_.bytes(3, data);
  return call(xclQdma2HostWriteMem_n);
}

void HostSocket::announce_close() {
  append_header(frame_, 0);
  append_opcode(frame_, xclClose_n);
  static_cast<void>(write_all(fd_, frame_));  // a host that is gone needs no goodbye
}

}  // namespace hotbook::card
