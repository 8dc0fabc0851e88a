// The memory side of the card's AXI4 master: turns each burst into one access of host memory or of
// DDR[0].
//
// Threading: one thread.
// Hot path:  a burst is one call to the host's process; buffers are reused.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/card/device_memory.hpp"
#include "sim/card/shim_socket.hpp"

namespace hotbook::card {

enum class AxiResponse : std::uint8_t { Okay = 0, SlaveError = 2, DecodeError = 3 };

// What lies behind an address of the card's memory map.
class CardMemory {
 public:
  explicit CardMemory(HostSocket* host) : host_{host} {}

  [[nodiscard]] AxiResponse read(std::uint64_t address, std::span<std::uint8_t> data);
  [[nodiscard]] AxiResponse write(std::uint64_t address, std::span<const std::uint8_t> data);
  [[nodiscard]] DeviceMemory& ddr() { return ddr_; }
  [[nodiscard]] bool host_is_gone() const { return host_is_gone_; }
  [[nodiscard]] std::uint64_t host_reads() const { return host_reads_; }
  [[nodiscard]] std::uint64_t host_writes() const { return host_writes_; }

 private:
  [[nodiscard]] AxiResponse judge(HostSocket::Status status);

  HostSocket* host_;  // none in tests
  DeviceMemory ddr_;
  bool host_is_gone_ = false;
  std::uint64_t host_reads_ = 0;
  std::uint64_t host_writes_ = 0;
};

// A queue of at most kDepth entries that never moves memory.
template <class Entry, std::size_t kDepth>
class BoundedQueue {
 public:
  [[nodiscard]] bool is_empty() const { return count_ == 0; }
  [[nodiscard]] bool is_full() const { return count_ == kDepth; }
  [[nodiscard]] Entry& front() { return entries_[first_]; }
  Entry& push() { return entries_[(first_ + count_++) % kDepth]; }
  void pop() {
    first_ = (first_ + 1) % kDepth;
    --count_;
  }

 private:
  std::array<Entry, kDepth> entries_{};
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

// Bursts of 64-byte words. Addresses and data of writes may come in any relative order; answers
// keep the order of the addresses. A burst that breaks the AXI4 rules is answered SlaveError and
// named in error().
class AxiSlave {
 public:
  static constexpr std::size_t kWordBytes = 64;
  static constexpr std::size_t kDepth = 8;  // outstanding bursts each way

  explicit AxiSlave(CardMemory& memory) : memory_{memory} {}

  [[nodiscard]] bool is_idle() const {
    return addresses_.is_empty() && bursts_.is_empty() && data_.empty() && answers_.is_empty() &&
           reads_.is_empty();
  }

  [[nodiscard]] bool takes_write_address() const { return !addresses_.is_full(); }
  void write_address(std::uint64_t address, std::uint8_t length);
  [[nodiscard]] bool takes_write_data() const { return !bursts_.is_full(); }
  void write_data(std::span<const std::uint8_t, kWordBytes> word, std::uint64_t strobe,
                  bool is_last);
  [[nodiscard]] bool has_write_answer() const { return !answers_.is_empty(); }
  [[nodiscard]] AxiResponse write_answer() { return answers_.front(); }
  void pop_write_answer() { answers_.pop(); }

  [[nodiscard]] bool takes_read_address() const { return !reads_.is_full(); }
  void read_address(std::uint64_t address, std::uint8_t length);
  [[nodiscard]] bool has_read_word() const { return !reads_.is_empty(); }
  [[nodiscard]] std::span<const std::uint8_t, kWordBytes> read_word();
  [[nodiscard]] AxiResponse read_answer() { return reads_.front().response; }
  [[nodiscard]] bool read_is_last() {
    return (read_words_ + 1) * kWordBytes == reads_.front().data.size();
  }
  void pop_read_word();

  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  struct Address {
    std::uint64_t address = 0;
    std::uint32_t words = 0;
  };
  struct Burst {
    std::vector<std::uint8_t> data;
    std::vector<std::uint64_t> strobes;
    bool is_whole_words = true;
  };
  struct Read {
    std::vector<std::uint8_t> data;
    AxiResponse response = AxiResponse::Okay;
  };

  void join();
  [[nodiscard]] AxiResponse perform(const Address& address, const Burst& burst);
  [[nodiscard]] AxiResponse perform_bytes(const Address& address, const Burst& burst);
  [[nodiscard]] bool obeys_rules(const Address& address, const char* what);

  CardMemory& memory_;
  BoundedQueue<Address, kDepth> addresses_;
  BoundedQueue<Burst, kDepth> bursts_;
  BoundedQueue<AxiResponse, 2 * kDepth> answers_;
  BoundedQueue<Read, kDepth> reads_;
  std::vector<std::uint8_t> data_;  // of the burst that is coming in
  std::vector<std::uint64_t> strobes_;
  std::size_t read_words_ = 0;
  std::string error_;
};

}  // namespace hotbook::card
