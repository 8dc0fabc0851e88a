#include "tests/rtl/lob/lob_bench.hpp"

#include <cstdlib>

namespace hotbook::test {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

std::string text_of(const BookUpdate& r) {
  static constexpr std::array<const char*, 13> kNames{
      "side_ask",      "top_changed",    "bid_known", "ask_known", "order_unknown",
      "order_ignored", "order_not_held", "bid_low",   "ask_low",   "refill_refused",
      "pair_first",    "pair_second",    "overfill"};
  std::ostringstream text;
  text << "kind=" << static_cast<unsigned>(r.kind) << " seq=" << r.seq << " book=" << r.book
       << " order_ref=" << r.order_ref << " price=" << r.price << " quantity=" << r.quantity
       << " bid=" << r.bid_quantity << "@" << r.bid_price << " ask=" << r.ask_quantity << "@"
       << r.ask_price << " latency=" << static_cast<unsigned>(r.latency_cycles)
       << " record_seq=" << r.record_seq << " venue_time=" << r.venue_time_ns
       << " rx_time=" << r.rx_time_ns;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((r.flags >> i) & 1) text << " " << kNames[i];
  }
  return text.str();
}

bool spoil(RefillCommand& refill, std::mt19937_64& random, unsigned books) {
  switch (random() % 12) {
    case 0:
      refill.as_of += 1 + random() % 16;
      return true;  // ahead of its time, or right by chance
    case 1:
      refill.as_of -= std::min<std::uint64_t>(refill.as_of, 1 + random() % 16);
      return true;
    case 2:
      refill.as_of |= std::uint64_t{1} << (48 + random() % 16);
      return true;
    case 3:
      std::swap(refill.price_0, refill.price_1);
      return true;
    case 4:
      refill.quantity_0 = 0;
      return true;
    case 5:
      refill.order_count_0 = random() % 2 == 0 ? 0 : 65536;
      return true;
    case 6:
      refill.level_count = static_cast<std::uint8_t>(refill.level_count + 1 + random() % 8);
      return true;
    case 7:
      refill.side = static_cast<std::uint8_t>(refill.side ^ (1U << random() % 8));
      return true;
    case 8:
      refill.deep = static_cast<std::uint8_t>(refill.deep ^ (1U << random() % 8));
      return true;
    case 9:
      refill.book =
          static_cast<std::uint16_t>(random() % 2 == 0 ? books + random() % 3 : random() % books);
      return true;
    case 10:
      refill.order_count_0 = 65535;
      return true;
    default:
      refill.quantity_0 = static_cast<std::uint32_t>(random());
      return true;
  }
}

}  // namespace hotbook::test
