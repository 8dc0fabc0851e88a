#include "sim/card/card_server.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "host/domain/layout.hpp"
#include "xcl_macros.h"

namespace hotbook::card {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::uint32_t kDeadWord = 0xffffffff;
constexpr std::uint64_t kReplyBytesMax = std::uint64_t{16} << 20;

}  // namespace

CardServer::Outcome CardServer::serve() {
  while (true) {
    if (idle_cycles_ < idle_cycles_limit_) run_clock();
    if (memory_.host_is_gone()) return Outcome::HostGone;
    progress_.heartbeat.fetch_add(1, std::memory_order_relaxed);
    if (!wait_for_call()) continue;
    ShimSocket::Call call;
    switch (shim_.read(call)) {
      case ShimSocket::Status::Ok:
        break;
      case ShimSocket::Status::HostGone:
        return Outcome::HostGone;
      case ShimSocket::Status::Malformed:
        std::fprintf(stderr, "card: malformed_call=\"%s\"\n", shim_.error().c_str());
        return Outcome::Malformed;
    }
    ++calls_;
    answer(call);
    if (!malformed_.empty()) {
      std::fprintf(stderr, "card: malformed_call=\"%s\"\n", malformed_.c_str());
      return Outcome::Malformed;
    }
    const bool is_close = call.opcode == xclClose_n;
    if (is_close) host_.announce_close();
    if (!shim_.reply(body_)) return Outcome::HostGone;
    if (is_close) return Outcome::Closed;
  }
}

void CardServer::run_clock() {
  const auto start = SteadyClock::now();
  for (LinePort* line : {&kernel_.line_a(), &kernel_.line_b()}) {
    if (line->source() != nullptr) line->source()->gather();
  }
  for (std::uint64_t i = 0; i < kTicksBetweenPolls; ++i) {
    idle_cycles_ = kernel_.tick() ? 0 : idle_cycles_ + 1;
  }
  clock_cycles_ += kTicksBetweenPolls;
  clock_time_ += SteadyClock::now() - start;
}

bool CardServer::wait_for_call() {
  std::array<pollfd, 3> sockets{pollfd{shim_.fd(), POLLIN, 0}, pollfd{-1, POLLIN, 0},
                                pollfd{-1, POLLIN, 0}};
  const bool is_busy = idle_cycles_ < idle_cycles_limit_;
  if (!is_busy) {
    // Negative descriptors are skipped by poll().
    if (kernel_.line_a().source() != nullptr) sockets[1].fd = kernel_.line_a().source()->fd();
    if (kernel_.line_b().source() != nullptr) sockets[2].fd = kernel_.line_b().source()->fd();
  }
  const int ready = ::poll(sockets.data(), sockets.size(), is_busy ? 0 : kIdlePollMs);
  if (ready > 0 && ((sockets[1].revents | sockets[2].revents) & POLLIN) != 0) idle_cycles_ = 0;
  return ready > 0 && sockets[0].revents != 0;
}

void CardServer::answer(const ShimSocket::Call& call) {
  body_.clear();
  if (const auto error = message_.parse(call.body)) {
    malformed_ = "opcode " + std::to_string(call.opcode) + " byte " +
                 std::to_string(error->offset) + ": " + error->reason;
    return;
  }
  switch (call.opcode) {
    case xclCopyBufferHost2Device_n:
    case xclCopyBufferDevice2Host_n:
      answer_copy(call.opcode);
      break;
    case xclWriteAddrKernelCtrl_n:
      write_registers(message_.number(2), message_.bytes(4));
      break;
    case xclReadAddrKernelCtrl_n:
      read_registers(message_.number(2), message_.number(3));
      break;
    case xclGetDebugMessages_n:
      break;
    default:
      body_.number(1, 1);  // acknowledged: environment, allocation, close
  }
}

void CardServer::answer_copy(std::uint32_t opcode) {
  if (opcode == xclCopyBufferHost2Device_n) {
    const auto data = message_.bytes(4);
    const bool is_written = memory_.ddr().write(message_.number(3), data);
    if (!is_written)
      std::fprintf(stderr, "card: refused=copy_to_card address=0x%llx bytes=%zu\n",
                   static_cast<unsigned long long>(message_.number(3)), data.size());
    body_.number(1, is_written ? data.size() : 0);
    return;
  }
  const std::uint64_t size = message_.number(5);
  if (size > kReplyBytesMax) {
    malformed_ = "copy of " + std::to_string(size) + " bytes from the card";
    return;
  }
  progress_.reply_bytes = size;
  body_.number(1, size);
  const auto room = body_.bytes(2, static_cast<std::size_t>(size));
  if (!memory_.ddr().read(message_.number(4), room)) {
    std::fill(room.begin(), room.end(), std::uint8_t{0xff});  // as a read that no one answers
  }
}

void CardServer::read_registers(std::uint64_t address, std::uint64_t size) {
  if (size > kControlBytes) {
    malformed_ = "register read of " + std::to_string(size) + " bytes";
    return;
  }
  progress_.reply_bytes = size;
  body_.number(1, 1);
  const auto room = body_.bytes(2, static_cast<std::size_t>(size));
  std::fill(room.begin(), room.end(), std::uint8_t{0xff});
  for (std::size_t i = 0; i + 4 <= room.size(); i += 4) {
    if (!is_inside(address + i, 4, kControlBase, kControlBytes)) continue;
    const std::uint32_t word =
        kernel_.read_register(static_cast<std::uint32_t>(address + i - kControlBase))
            .value_or(kDeadWord);
    std::memcpy(room.data() + i, &word, sizeof word);
  }
}

void CardServer::write_registers(std::uint64_t address, std::span<const std::uint8_t> data) {
  for (std::size_t i = 0; i + 4 <= data.size(); i += 4) {
    if (!is_inside(address + i, 4, kControlBase, kControlBytes)) continue;
    std::uint32_t word = 0;
    std::memcpy(&word, data.data() + i, sizeof word);
    const auto offset = static_cast<std::uint32_t>(address + i - kControlBase);
    if (!kernel_.write_register(offset, word)) {
      std::fprintf(stderr, "card: refused=register_write address=0x%x\n", offset);
    }
    // The one timer whose length the host chooses: the clock must outlast it.
    if (offset == kFeedLineWaitCycles) {
      idle_cycles_limit_ =
          std::clamp<std::uint64_t>(2 * std::uint64_t{word}, kIdleCyclesMin, kIdleCyclesMax);
    }
  }
  idle_cycles_ = 0;
  body_.number(1, 1);
}

std::string CardServer::report() {
  const double seconds = std::chrono::duration<double>(clock_time_).count();
  const auto messages = [&](std::uint32_t address) {
    return kernel_.read_register(address).value_or(0);
  };
  const std::uint64_t message_count =
      std::uint64_t{messages(kFeedBookMessages)} + messages(kFeedVenueMessages);
  std::string text = "cycles=" + std::to_string(kernel_.cycle()) +
                     " calls=" + std::to_string(calls_) +
                     " host_writes=" + std::to_string(memory_.host_writes()) +
                     " host_reads=" + std::to_string(memory_.host_reads()) +
                     " messages=" + std::to_string(message_count);
  if (seconds > 0) {
    const auto rate = [&](std::uint64_t count) {
      return std::to_string(static_cast<std::uint64_t>(static_cast<double>(count) / seconds));
    };
    text +=
        " cycles_per_second=" + rate(clock_cycles_) + " messages_per_second=" + rate(message_count);
  }
  if (!kernel_.bus_error().empty()) text += " bus_error=\"" + kernel_.bus_error() + "\"";
  char name = 'a';
  for (LinePort* line : {&kernel_.line_a(), &kernel_.line_b()}) {
    text += std::string{"\ncard: line="} + name++ +
            " sent_frames=" + std::to_string(line->frames()) +
            " sent_words=" + std::to_string(line->words());
    if (line->source() != nullptr) text += " " + line->source()->report();
  }
  return text;
}

}  // namespace hotbook::card
