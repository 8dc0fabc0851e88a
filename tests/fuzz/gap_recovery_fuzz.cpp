// Fuzzes gap recovery: live records and gaps as a feed handler gives them, answers and snapshots of
// any bytes. It must never crash, never ask for what is not missing, never hold more than it may,
// and be known only when nothing is missing; and what is missing must be had when it is answered
// right.

#include "host/feed/gap_recovery.hpp"

#include <algorithm>

#include "host/feed/mold_packet.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

// Operations: a byte, and as many bytes of it as it takes.
void make_seeds(Seeds& seeds) {
  std::vector<std::uint8_t> input{0, 0, 0, 1, 2, 0, 0, 3, 0, 0};
  seeds.add(input);
  for (const auto& message : every_message()) {
    input.insert(input.end(), {4, static_cast<std::uint8_t>(message.size())});
    input.insert(input.end(), message.begin(), message.end());
  }
  input.insert(input.end(), {1, 9, 5, 6, 7, 20, 8, 8, 8});
  seeds.add(input);
}

}  // namespace hotbook::fuzz

namespace {

using namespace hotbook;
using fuzz::require;
using State = feed::GapRecovery::State;

constexpr feed::GapRecovery::Session kSession{'D', 'A', 'Y'};

class Runner {
 public:
  explicit Runner(feed::Bytes input) : input_{input} { recovery_.set_session(kSession); }

  void run() {
    while (!input_.empty()) step();
    finish();
  }

 private:
  std::uint8_t take() {
    if (input_.empty()) return 0;
    const std::uint8_t byte = input_[0];
    input_ = input_.subspan(1);
    return byte;
  }
  feed::Bytes take(std::size_t bytes) {
    const feed::Bytes taken = input_.first(std::min(bytes, input_.size()));
    input_ = input_.subspan(taken.size());
    return taken;
  }

  void record(RecordKind kind, std::uint64_t count = 0, std::uint32_t price = 0) {
    BookUpdate update{};
    update.kind = kind;
    update.seq = next_;
    update.book = kind == RecordKind::Gap ? 0xffff : 1;
    update.order_ref = kind == RecordKind::Gap ? count : 1 + take() % 16;
    update.price = kind == RecordKind::Gap ? price : 1 + price % 8;
    update.quantity = 1 + take() % 8;
    update.flags = kUpdateFlagOrderUnknown;
    if (kind == RecordKind::Add) update.flags = 0;
    static_cast<void>(recovery_.record(update));
  }

  void step() {
    now_ns_ += 1'000'000;
    switch (take() % 10) {
      case 0:
        record(static_cast<RecordKind>(1 + take() % 4), 0, take());
        ++next_;
        break;
      case 1: {
        const std::uint64_t count = take() % 32;
        record(RecordKind::Gap, count);
        next_ += count;
        break;
      }
      case 2: {
        // A frame of some messages turned out bad.
        const std::uint64_t count = std::min<std::uint64_t>(take() % 4, next_ - 1);
        next_ -= count;
        record(RecordKind::Gap, count, static_cast<std::uint32_t>(GapReason::BadFrame));
        next_ += count;
        break;
      }
      case 3:
        now_ns_ += std::uint64_t{take()} * 10'000'000;
        break;
      case 4:
        answer(take(take()));
        break;
      case 5:
        recovery_.answer(take(take()), now_ns_);
        break;
      case 6:
        if (recovery_.wants_snapshot(now_ns_)) recovery_.snapshot_begun();
        break;
      case 7:
        recovery_.snapshot_message(take(take()));
        break;
      case 8:
        recovery_.snapshot_ended(take() % 4 == 0 ? ~std::uint64_t{0} - take() : take(), now_ns_);
        break;
      default:
        take() % 2 == 0 ? recovery_.snapshot_failed(now_ns_) : recovery_.live_next(next_);
        break;
    }
    ask();
  }
  void ask() {
    while (const auto request = recovery_.next_request(now_ns_)) {
      const auto packet = feed::view_mold_packet(*request);
      require(recovery_.state() == State::Requesting);
      require(packet->header.session == kSession && packet->header.messages() != 0);
      require(packet->header.message_count <= kOptions.request_messages_max);
      asked_ = packet->header.seq;
      asked_count_ = packet->header.message_count;
    }
  }
  // As many messages as were asked for, each of these bytes.
  void answer(feed::Bytes message) {
    std::vector<std::uint8_t> packet(20);
    std::copy(kSession.begin(), kSession.end(), packet.begin());
    feed::store_be(&packet[10], asked_, 8);
    feed::store_be(&packet[18], asked_count_, 2);
    for (unsigned i = 0; i < asked_count_; ++i) {
      packet.push_back(static_cast<std::uint8_t>(message.size() >> 8U));
      packet.push_back(static_cast<std::uint8_t>(message.size()));
      packet.insert(packet.end(), message.begin(), message.end());
    }
    recovery_.answer(packet, now_ns_);
  }
  // With a venue that answers everything, all ends well.
  void finish() {
    for (int i = 0; i < 10'000 && !recovery_.is_known(); ++i) {
      now_ns_ += 100'000'000;
      ask();
      if (recovery_.state() == State::Requesting) answer({});
      recovery_.snapshot_failed(now_ns_);
      if (recovery_.wants_snapshot(now_ns_)) {
        recovery_.snapshot_begun();
        recovery_.snapshot_ended(next_, now_ns_);
      }
      if (recovery_.state() == State::CatchingUp) recovery_.live_next(~std::uint64_t{0});
    }
    require(recovery_.is_known());
    require(!recovery_.next_request(now_ns_));
  }

  static constexpr feed::RecoveryOptions kOptions{
      .missing_max = 60, .ranges_max = 6, .request_messages_max = 16, .held_records_max = 24};
  feed::Bytes input_;
  feed::BookBuilder books_{0};
  feed::GapRecovery recovery_{kOptions, books_};
  std::uint64_t next_ = 1;
  std::uint64_t now_ns_ = 0;
  std::uint64_t asked_ = 0;
  std::uint16_t asked_count_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Runner{{data, size}}.run();
  return 0;
}
