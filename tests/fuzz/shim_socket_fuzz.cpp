// Fuzzes both sockets of the simulated card with any bytes from the host's end. The first byte
// chooses: calls to a card that died, which answers each as a bus with nothing on it does, or
// answers to the card's own reads and writes of host memory.

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <thread>

#include "sim/card/dead_card.hpp"
#include "sim/card/shim_socket.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "xcl_macros.h"

namespace hotbook::fuzz {
namespace {

// The host's end: has said everything, and takes in whatever comes until the card hangs up.
class Host {
 public:
  explicit Host(Bytes said) {
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()) == 0);
    require(::send(ends_[0], said.data(), said.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(said.size()));
    ::shutdown(ends_[0], SHUT_WR);
    listener_ = std::thread{[this] {
      std::array<std::uint8_t, 65536> heard;
      while (::read(ends_[0], heard.data(), heard.size()) > 0) {
      }
    }};
  }
  ~Host() {
    ::close(ends_[1]);
    listener_.join();
    ::close(ends_[0]);
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  [[nodiscard]] int card_end() const { return ends_[1]; }

 private:
  std::array<int, 2> ends_{};
  std::thread listener_;
};

std::vector<std::uint8_t> header(std::uint64_t body_bytes, std::uint32_t opcode) {
  std::vector<std::uint8_t> bytes(14);
  bytes[0] = 0x09;
  std::memcpy(bytes.data() + 1, &body_bytes, sizeof body_bytes);
  bytes[9] = 0x15;
  std::memcpy(bytes.data() + 10, &opcode, sizeof opcode);
  return bytes;
}

void calls(Bytes said) {
  const Host host{said};
  const Host memory{{}};
  card::CallProgress progress;
  card::ShimSocket shim{host.card_end(), progress};
  card::HostSocket host_memory{memory.card_end(), progress};
  card::serve_dead_card(shim, host_memory, progress);
}

void answers(Bytes said) {
  using Status = card::HostSocket::Status;
  const Host host{said};
  card::CallProgress progress;
  card::HostSocket socket{host.card_end(), progress};
  std::array<std::uint8_t, 64> data;
  data.fill(0xa5);
  Status status = Status::Ok;
  // One after the other until the host has nothing more to say.
  for (std::uint64_t i = 0; status != Status::HostGone; ++i) {
    status = i % 2 == 0 ? socket.read(i * 64, data) : socket.write(i * 64, data);
  }
  require(!progress.waits_for_host);
}

}  // namespace

void make_seeds(Seeds& seeds) {
  std::vector<std::uint8_t> input{0};
  card::WireWriter body;
  const auto append = [&](std::uint32_t opcode) {
    const auto head = header(body.data().size(), opcode);
    input.insert(input.end(), head.begin(), head.end());
    input.insert(input.end(), body.data().begin(), body.data().end());
    body.clear();
  };
  body.number(2, 0x1800000);
  body.number(3, 16);
  append(xclReadAddrKernelCtrl_n);
  body.number(4, 0x1000);
  body.number(5, 300);
  append(xclCopyBufferDevice2Host_n);
  body.bytes(4, Bytes{{1, 2, 3, 4}});
  append(xclCopyBufferHost2Device_n);
  append(xclGetDebugMessages_n);
  append(xclClose_n);
  seeds.add(input);

  input.assign(1, 1);
  body.number(1, 1);
  body.bytes(2, std::vector<std::uint8_t>(64, 0x5a));
  append(xclQdma2HostReadMem_n);
  body.number(1, 1);
  append(xclQdma2HostWriteMem_n);
  body.number(1, 0);
  append(xclQdma2HostReadMem_n);
  seeds.add(input);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const hotbook::fuzz::Bytes said{data + 1, size - 1};
  if (data[0] % 2 == 0) {
    hotbook::fuzz::calls(said);
  } else {
    hotbook::fuzz::answers(said);
  }
  return 0;
}
