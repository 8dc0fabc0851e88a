#include "sim/card/axi_slave.hpp"

#include <algorithm>
#include <cstring>

namespace hotbook::card {

namespace {

constexpr std::uint64_t kAllLanes = ~std::uint64_t{0};
constexpr std::uint64_t kBoundaryBytes = 4096;  // AXI4: no burst crosses it
constexpr std::size_t kBurstWordsMax = kBoundaryBytes / AxiSlave::kWordBytes;

}  // namespace

AxiResponse CardMemory::judge(HostSocket::Status status) {
  if (status == HostSocket::Status::HostGone) host_is_gone_ = true;
  return status == HostSocket::Status::Ok ? AxiResponse::Okay : AxiResponse::SlaveError;
}

AxiResponse CardMemory::read(std::uint64_t address, std::span<std::uint8_t> data) {
  if (host_ != nullptr && is_inside(address, data.size(), kHostBase, kHostBytes)) {
    ++host_reads_;
    return judge(host_->read(address, data));
  }
  return ddr_.read(address, data) ? AxiResponse::Okay : AxiResponse::DecodeError;
}

AxiResponse CardMemory::write(std::uint64_t address, std::span<const std::uint8_t> data) {
  if (host_ != nullptr && is_inside(address, data.size(), kHostBase, kHostBytes)) {
    ++host_writes_;
    return judge(host_->write(address, data));
  }
  return ddr_.write(address, data) ? AxiResponse::Okay : AxiResponse::DecodeError;
}

void AxiSlave::write_address(std::uint64_t address, std::uint8_t length) {
  addresses_.push() = Address{address, length + 1U};
  join();
}

void AxiSlave::write_data(std::span<const std::uint8_t, kWordBytes> word, std::uint64_t strobe,
                          bool is_last) {
  data_.insert(data_.end(), word.begin(), word.end());
  strobes_.push_back(strobe);
  // A master that never says last would otherwise fill our memory.
  if (!is_last && strobes_.size() <= kBurstWordsMax) return;
  Burst& burst = bursts_.push();
  burst.data.swap(data_);
  burst.strobes.swap(strobes_);
  burst.is_whole_words = std::all_of(burst.strobes.begin(), burst.strobes.end(),
                                     [](std::uint64_t lanes) { return lanes == kAllLanes; });
  data_.clear();
  strobes_.clear();
  join();
}

void AxiSlave::join() {
  while (!addresses_.is_empty() && !bursts_.is_empty() && !answers_.is_full()) {
    const AxiResponse response = perform(addresses_.front(), bursts_.front());
    answers_.push() = response;
    addresses_.pop();
    bursts_.pop();
  }
}

bool AxiSlave::obeys_rules(const Address& address, const char* what) {
  const std::uint64_t bytes = std::uint64_t{address.words} * kWordBytes;
  const char* broken = nullptr;
  if (address.address % kWordBytes != 0) broken = "is not aligned to a word";
  if (address.address % kBoundaryBytes + bytes > kBoundaryBytes)
    broken = "crosses a 4096-byte boundary";
  if (broken == nullptr) return true;
  error_ = std::string{what} + " burst of " + std::to_string(address.words) + " words at address " +
           std::to_string(address.address) + " " + broken;
  return false;
}

AxiResponse AxiSlave::perform(const Address& address, const Burst& burst) {
  if (!obeys_rules(address, "write")) return AxiResponse::SlaveError;
  if (burst.strobes.size() != address.words) {
    error_ = "write burst of " + std::to_string(address.words) + " words came with " +
             std::to_string(burst.strobes.size());
    return AxiResponse::SlaveError;
  }
  if (burst.is_whole_words) return memory_.write(address.address, burst.data);
  return perform_bytes(address, burst);
}

// One access for each run of strobed bytes.
AxiResponse AxiSlave::perform_bytes(const Address& address, const Burst& burst) {
  const auto is_strobed = [&](std::size_t byte) {
    return (burst.strobes[byte / kWordBytes] >> (byte % kWordBytes) & 1U) != 0;
  };
  AxiResponse worst = AxiResponse::Okay;
  std::size_t first = 0;
  while (first < burst.data.size()) {
    std::size_t end = first;
    while (end < burst.data.size() && is_strobed(end)) ++end;
    if (end > first) {
      worst = std::max(worst, memory_.write(address.address + first,
                                            std::span{burst.data}.subspan(first, end - first)));
    }
    first = end + 1;
  }
  return worst;
}

void AxiSlave::read_address(std::uint64_t address, std::uint8_t length) {
  const Address burst{address, length + 1U};
  Read& read = reads_.push();
  read.data.assign(burst.words * kWordBytes, 0);
  read.response =
      obeys_rules(burst, "read") ? memory_.read(address, read.data) : AxiResponse::SlaveError;
}

std::span<const std::uint8_t, AxiSlave::kWordBytes> AxiSlave::read_word() {
  return std::span<const std::uint8_t>{reads_.front().data}
      .subspan(read_words_ * kWordBytes)
      .first<kWordBytes>();
}

void AxiSlave::pop_read_word() {
  if (!read_is_last()) {
    ++read_words_;
    return;
  }
  read_words_ = 0;
  reads_.pop();
}

}  // namespace hotbook::card
