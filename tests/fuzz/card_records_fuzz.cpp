// Fuzzes what a broken card can say: any records in the ring, under any status, are taken in order
// or stop the ring with a fault, and the twin that follows them judges each without breaking.

#include <algorithm>
#include <cstring>

#include "host/card/record_ring.hpp"
#include "host/takeover/card_follower.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  std::vector<std::uint8_t> input;
  const auto append = [&input](BookUpdate update) {
    update.record_seq = static_cast<std::uint16_t>(input.size() / sizeof update);
    const std::size_t at = input.size();
    input.resize(at + sizeof update);
    std::memcpy(input.data() + at, &update, sizeof update);
  };
  BookUpdate update{};
  update.kind = RecordKind::Add;
  update.order_ref = 1;
  update.price = update.bid_price = 10'000;
  update.quantity = update.bid_quantity = 5;
  update.book = 1;
  update.flags = kUpdateFlagBidKnown | kUpdateFlagAskKnown | kUpdateFlagTopChanged;
  append(update);
  update.kind = RecordKind::Execute;
  update.quantity = 2;
  update.bid_quantity = 3;
  append(update);
  update.kind = RecordKind::Gap;
  update.book = 0xffff;
  update.flags = 0;
  append(update);
  update.kind = RecordKind::Refill;
  update.book = 1;
  append(update);
  seeds.add(input);
}

}  // namespace hotbook::fuzz

// The last eight bytes, when they are over, are the status; before them lie the records.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  using fuzz::require;
  constexpr std::size_t kSlots = 64;
  static std::vector<card::Record64> slots;
  slots.assign(kSlots, {});
  const std::size_t count = std::min(size / sizeof(card::Record64), kSlots);
  std::memcpy(slots.data(), data, count * sizeof(card::Record64));
  alignas(64) std::uint8_t status[64] = {};
  std::uint64_t written = count;
  if (size % sizeof(card::Record64) == 8) std::memcpy(&written, data + size - 8, sizeof written);
  std::memcpy(status, &written, sizeof written);

  card::RecordRing ring{slots, status};
  CardFollower follower{{.book_count = 8, .window_levels = 2, .order_capacity = 16}};
  std::size_t taken = 0;
  ring.poll(kSlots, [&](const card::Record64& record) {
    ++taken;
    if (record.kind() == RecordKind::VenueMessage) return;
    const auto update = record.as<BookUpdate>();
    const CardFollower::Followed followed = follower.follow(update);
    require(!describe(followed.update).empty());
    require(!describe(follower.twin_view(update)).empty());
    if (const auto command = follower.next_refill(); command && taken % 2 == 0) {
      follower.give_back(*command);
    }
  });
  require(taken == ring.consumed());
  require((taken == kSlots || taken == written) || ring.fault() != card::RingFault::None);
  return 0;
}
