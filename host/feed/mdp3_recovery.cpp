#include "host/feed/mdp3_recovery.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "host/feed/mdp3_describe.hpp"
#include "host/feed/mdp3_packet.hpp"

namespace hotbook::feed::mdp3 {
namespace {

constexpr std::int8_t kNanoExponent = -9;

// A block of fields, read by the names of the schema.
class Block {
 public:
  Block(std::span<const Field> fields, Bytes bytes, std::uint16_t version)
      : fields_{fields}, bytes_{bytes}, version_{version} {}

  // Nothing when the block does not hold the field, or it says that it has no value.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const {
    const Field* const field = find(name);
    if (field == nullptr || field->bytes > 8) return std::nullopt;
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_.data() + field->offset, field->bytes);
    const std::uint64_t mask =
        field->bytes == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * field->bytes) - 1;
    if (field->optional && value == (field->null_value & mask)) return std::nullopt;
    return value;
  }
  // In units of 10^-9; nothing when it passes 64 bits.
  [[nodiscard]] std::optional<std::int64_t> decimal(std::string_view name) const {
    const auto mantissa = number(name);
    if (!mantissa || find(name)->kind != FieldKind::Decimal) return std::nullopt;
    auto value = static_cast<std::int64_t>(*mantissa);
    for (int i = kNanoExponent; i < find(name)->exponent; ++i) {
      if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return std::nullopt;
    }
    return value;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    const Field* const field = find(name);
    if (field == nullptr) return {};
    std::string all(bytes_.data() + field->offset, bytes_.data() + field->offset + field->bytes);
    all.resize(std::min(all.find('\0'), all.size()));
    while (!all.empty() && all.back() == ' ') all.pop_back();
    return all;
  }

 private:
  [[nodiscard]] const Field* find(std::string_view name) const {
    for (const Field& field : fields_) {
      if (field.name != name || field.kind == FieldKind::Constant) continue;
      if (field.since > version_) return nullptr;
      return std::size_t{field.offset} + field.bytes <= bytes_.size() ? &field : nullptr;
    }
    return nullptr;
  }
  std::span<const Field> fields_;
  Bytes bytes_;
  std::uint16_t version_;
};

// A message taken apart: its root block, and the entries of each group.
struct Parts {
  const Message* meaning = nullptr;
  std::vector<Block> blocks;                // the root's alone
  std::vector<std::vector<Block>> entries;  // by group
  [[nodiscard]] const Block& root() const { return blocks.front(); }
};

std::optional<Parts> take_apart(Bytes message) {
  if (message.size() < kHeaderBytes || load_le16(message.data() + 4) != kSchemaId) {
    return std::nullopt;
  }
  Parts parts;
  parts.meaning = find_message(load_le16(message.data() + 2));
  Bytes rest = message.subspan(kHeaderBytes);
  const std::size_t block = load_le16(message.data());
  if (parts.meaning == nullptr || block > rest.size()) return std::nullopt;
  const std::uint16_t version = load_le16(message.data() + 6);
  parts.blocks.emplace_back(parts.meaning->fields, rest.first(block), version);
  rest = rest.subspan(block);
  for (const Group& group : parts.meaning->groups) {
    if (rest.empty() || group.since > version) break;
    if (rest.size() < group.dimension_bytes) return std::nullopt;
    const std::size_t bytes = load_le16(rest.data());
    const std::size_t count = rest[group.count_at];
    rest = rest.subspan(group.dimension_bytes);
    if (bytes * count > rest.size()) return std::nullopt;
    auto& entries = parts.entries.emplace_back();
    for (std::size_t i = 0; i < count; ++i) {
      entries.emplace_back(group.fields, rest.subspan(i * bytes, bytes), version);
    }
    rest = rest.subspan(bytes * count);
  }
  return parts;
}

// Of which template a snapshot is, told from its name in the schema: the numbers change.
bool is_named(const Parts& parts, std::string_view begin) {
  return std::string_view{parts.meaning->name}.starts_with(begin);
}

std::optional<Side> side_of(const Block& entry) {
  const auto type = entry.number("md_entry_type");
  if (type == '0') return Side::Bid;
  if (type == '1') return Side::Ask;
  return std::nullopt;
}

}  // namespace

std::optional<Definition> read_definition(Bytes message) {
  const auto parts = take_apart(message);
  if (!parts || !is_named(*parts, "MDInstrumentDefinition")) return std::nullopt;
  const Block& root = parts->root();
  const auto security = root.number("security_id");
  const auto action = root.number("security_update_action");
  if (!security || !action) return std::nullopt;
  Definition definition;
  definition.security = static_cast<std::uint32_t>(*security);
  definition.action = static_cast<char>(*action);
  definition.symbol = root.text("symbol");
  definition.asset = root.text("asset");
  definition.tick = root.decimal("min_price_increment").value_or(0);
  definition.display_factor = root.decimal("display_factor").value_or(0);
  for (std::size_t i = 0; i < parts->entries.size(); ++i) {
    for (const Block& entry : parts->entries[i]) {
      if (entry.text("md_feed_type") != "GBX") continue;
      definition.depth = static_cast<std::uint8_t>(entry.number("market_depth").value_or(0));
    }
  }
  return definition;
}

Instrument make_instrument(const Definition& definition, std::uint16_t book, bool by_order) {
  Instrument instrument;
  instrument.security = definition.security;
  instrument.book = book;
  instrument.depth = definition.depth;
  instrument.tick = definition.tick;
  instrument.by_order = by_order;
  instrument.symbol = definition.symbol;
  return instrument;
}

Recovery::Recovery(const Options& options, std::vector<Instrument> instruments)
    : options_{options}, told_{std::move(instruments)}, collected_(told_.size()) {
  for (std::size_t i = 0; i < told_.size(); ++i) {
    by_security_[told_[i].security] = i;
    collected_[i].book.security = told_[i].security;
    collected_[i].book.by_order = told_[i].by_order;
  }
}

void Recovery::hold(std::uint64_t seq, std::uint64_t rx_time_ns, Bytes payload) {
  if (!held_.empty() && held_.back().seq + 1 != seq) held_.clear();
  held_.push_back({seq, rx_time_ns, {payload.begin(), payload.end()}});
  if (held_.size() > options_.packets_max) held_.pop_front();
}

Recovery::Read Recovery::snapshot(Bytes message) {
  const auto parts = take_apart(message);
  if (!parts) return Read::Malformed;
  if (!is_named(*parts, "SnapshotFullRefresh")) return Read::Ignored;
  const auto security = parts->root().number("security_id");
  if (!security) return Read::Malformed;
  const auto found = by_security_.find(static_cast<std::uint32_t>(*security));
  if (found == by_security_.end()) return Read::Ignored;
  Collected& collected = collected_[found->second];
  if (is_named(*parts, "SnapshotFullRefreshOrderBook")) return orders(message, collected);
  return levels(message, collected, told_[found->second]);
}

Recovery::Read Recovery::levels(Bytes message, Collected& collected, const Instrument& instrument) {
  const Parts parts = *take_apart(message);
  const auto last_seq = parts.root().number("last_msg_seq_num_processed");
  const auto rpt_seq = parts.root().number("rpt_seq");
  if (!last_seq || !rpt_seq) return Read::Malformed;
  collected.numbered = {static_cast<std::uint32_t>(*last_seq),
                        static_cast<std::uint32_t>(*rpt_seq)};
  if (instrument.by_order) return Read::Taken;
  BookSnapshot book;
  book.security = instrument.security;
  book.last_seq = collected.numbered->first;
  book.rpt_seq = collected.numbered->second;
  book.time_ns = parts.root().number("transact_time").value_or(0);
  std::set<std::pair<Side, std::uint64_t>> places;
  for (const auto& entries : parts.entries) {
    for (const Block& entry : entries) {
      const auto side = side_of(entry);
      if (!side) continue;  // statistics, implied levels
      const auto price = entry.decimal("md_entry_price");
      const auto quantity = entry.number("md_entry_size");
      const auto place = entry.number("md_price_level");
      if (!price || !quantity || !place || *place < 1 || *place > instrument.depth ||
          !places.insert({*side, *place}).second) {
        return Read::Malformed;
      }
      book.levels.push_back({*side, static_cast<std::uint8_t>(*place), *price,
                             static_cast<std::uint32_t>(*quantity)});
    }
  }
  collected.book = std::move(book);
  collected.whole = true;
  return Read::Taken;
}

// Chunks come one after the other, all as of the same packet.
Recovery::Read Recovery::orders(Bytes message, Collected& collected) {
  if (!collected.book.by_order) return Read::Ignored;
  const Parts parts = *take_apart(message);
  const auto last_seq = parts.root().number("last_msg_seq_num_processed");
  const auto chunks = parts.root().number("no_chunks");
  const auto chunk = parts.root().number("current_chunk");
  if (!last_seq || !chunks || !chunk || *chunk < 1 || *chunk > *chunks) return Read::Malformed;
  BookSnapshot& book = collected.book;
  if (*chunk == 1) {
    book.orders.clear();
    book.last_seq = static_cast<std::uint32_t>(*last_seq);
    book.time_ns = parts.root().number("transact_time").value_or(0);
    collected.chunks_left = static_cast<std::uint32_t>(*chunks);
    collected.whole = false;
  } else if (collected.whole || book.last_seq != *last_seq || collected.chunks_left == 0 ||
             collected.chunks_left != *chunks - *chunk + 1) {
    if (!collected.whole) collected.chunks_left = 0;  // one was lost: the next loop's
    return Read::Ignored;
  }
  for (const auto& entries : parts.entries) {
    for (const Block& entry : entries) {
      const auto side = side_of(entry);
      const auto id = entry.number("order_id");
      const auto price = entry.decimal("md_entry_price");
      const auto quantity = entry.number("md_display_quantity");
      if (!side) continue;
      if (!id || !price || !quantity) {
        collected.chunks_left = 0;
        return Read::Malformed;
      }
      book.orders.push_back({*side, *id, *price, static_cast<std::uint32_t>(*quantity)});
    }
  }
  collected.whole = --collected.chunks_left == 0;
  return Read::Taken;
}

void Recovery::loop_ended() {
  std::optional<std::uint32_t> oldest;
  for (const Collected& collected : collected_) {
    if (!collected.whole) continue;
    oldest = std::min(oldest.value_or(collected.book.last_seq), collected.book.last_seq);
  }
  if (!oldest) return;
  for (Collected& collected : collected_) {
    const bool began = collected.numbered || collected.chunks_left != 0;
    if (collected.whole || began) continue;
    collected.book.last_seq = *oldest;
    collected.whole = true;
  }
}

// The packets held begin no later than behind the snapshot, and reach it.
bool Recovery::joins(const Collected& collected) const {
  if (!collected.whole) return false;
  const std::uint64_t last = collected.book.last_seq;
  return held_.empty() || held_.front().seq <= last + 1;
}

bool Recovery::is_complete() const {
  return missing() == 0;
}

std::size_t Recovery::missing() const {
  return static_cast<std::size_t>(std::count_if(collected_.begin(), collected_.end(),
                                                [&](const auto& one) { return !joins(one); }));
}

std::vector<BookSnapshot> Recovery::snapshots() const {
  std::vector<BookSnapshot> out;
  for (const Collected& collected : collected_) {
    out.push_back(collected.book);
    // The number of a book of orders is told with its levels, perhaps as of another packet.
    const auto& numbered = collected.numbered;
    if (out.back().by_order && numbered && numbered->first == out.back().last_seq) {
      out.back().rpt_seq = numbered->second;
    }
  }
  return out;
}

std::uint64_t Recovery::first_seq() const {
  if (!held_.empty()) return held_.front().seq;
  std::uint64_t first = ~std::uint64_t{0};
  for (const Collected& collected : collected_) {
    first = std::min<std::uint64_t>(first, std::uint64_t{collected.book.last_seq} + 1);
  }
  return first;
}

}  // namespace hotbook::feed::mdp3
