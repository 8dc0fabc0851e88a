// Fuzzes the decoder of the shim's messages: it refuses bytes, naming a place inside them, or gives
// fields that lie inside them and mean the same when they are written again.

#include <algorithm>

#include "sim/card/wire.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {

void make_seeds(Seeds& seeds) {
  const std::vector<std::uint8_t> data{1, 2, 3, 4};
  card::WireWriter writer;
  writer.number(1, ~std::uint64_t{0});
  writer.number(2, 0x1800000);
  writer.bytes(4, data);
  seeds.add(writer.data());
  seeds.add(Bytes{{0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4, 0xf8, 0x01, 0x96, 0x01}});
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using hotbook::card::WireMessage;
  using hotbook::fuzz::require;
  WireMessage message;
  const auto error = message.parse({data, size});
  if (error) {
    require(error->offset < size && error->reason != nullptr && *error->reason != 0);
    for (unsigned field = 0; field <= WireMessage::kFieldMax; ++field) require(!message.has(field));
    return 0;
  }
  require(!message.has(WireMessage::kFieldMax + 1));
  hotbook::card::WireWriter writer;
  for (unsigned field = 1; field <= WireMessage::kFieldMax; ++field) {
    if (!message.has(field)) continue;
    const auto bytes = message.bytes(field);
    if (bytes.data() == nullptr) {
      writer.number(field, message.number(field));
    } else {
      require(bytes.data() >= data && bytes.data() + bytes.size() <= data + size);
      writer.bytes(field, bytes);
    }
  }
  WireMessage again;
  require(!again.parse(writer.data()));
  for (unsigned field = 0; field <= WireMessage::kFieldMax; ++field) {
    require(again.has(field) == message.has(field));
    require(again.number(field) == message.number(field));
    require(std::ranges::equal(again.bytes(field), message.bytes(field)));
  }
  return 0;
}
