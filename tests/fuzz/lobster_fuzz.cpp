// Fuzzes the import of LOBSTER's pair of CSV files, parted by the first zero byte: it throws an
// error that names file and line, or its messages make exactly the levels that the files give.

#include <algorithm>
#include <map>

#include "sim/replay/lobster_importer.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {
namespace {

using replay::LobsterLevel;

// The book of the messages, kept as naively as can be.
class NaiveBook {
 public:
  void take(Bytes message) {
    const std::uint64_t order_ref = message.size() < 19 ? 0 : number(message, 11, 8);
    switch (message[0]) {
      case 'A':
        require(orders_
                    .emplace(order_ref, Order{message[19] == 'B', number(message, 32, 4),
                                              number(message, 20, 4)})
                    .second);
        break;
      case 'D':
        require(orders_.erase(order_ref) == 1);
        break;
      case 'E':
      case 'X': {
        const auto found = orders_.find(order_ref);
        const std::uint64_t quantity = number(message, 19, 4);
        require(found != orders_.end() && quantity >= 1 && quantity <= found->second.quantity);
        found->second.quantity -= quantity;
        if (found->second.quantity == 0) orders_.erase(found);
        break;
      }
      default:
        require(std::string_view{"SRHPQ"}.find(static_cast<char>(message[0])) !=
                std::string_view::npos);
    }
  }

  [[nodiscard]] bool is(const std::vector<LobsterLevel>& wanted, bool bid) const {
    std::map<std::uint64_t, std::uint64_t> levels;
    for (const auto& [order_ref, order] : orders_) {
      if (order.bid == bid) levels[order.price] += order.quantity;
    }
    return levels.size() == wanted.size() &&
           std::all_of(wanted.begin(), wanted.end(), [&](const LobsterLevel& level) {
             const auto found = levels.find(level.price);
             return found != levels.end() && found->second == level.quantity;
           });
  }

 private:
  struct Order {
    bool bid;
    std::uint64_t price;
    std::uint64_t quantity;
  };
  static std::uint64_t number(Bytes message, std::size_t offset, std::size_t size) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : message.subspan(offset, size)) value = value << 8U | byte;
    return value;
  }

  std::map<std::uint64_t, Order> orders_;
};

void import(Bytes messages, Bytes books) {
  const MemoryFile message_file{messages};
  const MemoryFile book_file{books};
  replay::LobsterImporter importer{{message_file.path(), book_file.path(), "GOOG", 7, 1}};
  replay::LobsterEvent event;
  NaiveBook book;
  std::uint64_t seq = 0;
  while (importer.next(event)) {
    for (const auto& message : event.messages) {
      require(message.is_whole());
      book.take(message.bytes());
    }
    seq += event.messages.size();
    require(event.last_seq == seq);
    require(book.is(event.row.bids, true) && book.is(event.row.asks, false));
  }
}

}  // namespace

void make_seeds(Seeds& seeds) {
  using namespace std::string_view_literals;
  seeds.add(
      "34200.000000001,1,11,5,1010000,-1\n34200.5,1,12,3,1005000,-1\n"
      "34201.25,4,12,1,1005000,-1\n34202,3,12,2,1005000,-1\n34203,2,99,2,1000000,1\n"
      "34204,5,0,4,1003000,-1\n34205,7,0,0,-1,-1\n\0"
      "1010000,5,1000000,7\n1005000,3,1000000,7\n1005000,2,1000000,7\n1010000,5,1000000,7\n"
      "1010000,5,1000000,5\n1010000,5,1000000,5\n1010000,5,1000000,5\n"sv);
  seeds.add(
      "1,1,1,5,1010000,-1\r\n2,6,0,1,1000000,1\r\n3,3,1,5,1010000,-1\r\n\0"
      "1010000,5,1000000,7,1020000,1,-9999999999,0\r\n1010000,9,1000000,6,1020000,1,990000,2\r\n"
      "9999999999,0,-9999999999,0,9999999999,0,-9999999999,0\r\n"sv);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  const fuzz::Bytes all{data, size};
  const auto parted =
      static_cast<std::size_t>(std::find(all.begin(), all.end(), std::uint8_t{0}) - all.begin());
  try {
    fuzz::import(all.first(parted), all.subspan(std::min(size, parted + 1)));
  } catch (const replay::LobsterError& error) {
    fuzz::require(std::string_view{error.what()}.find(": line ") != std::string_view::npos);
  } catch (const replay::CaptureError& error) {
    fuzz::require(!error.reason().empty());
  }
  return 0;
}
