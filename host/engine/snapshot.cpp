// The whole state as bytes, and back. Numbers are little-endian, everything is whole 64-bit words:
//
//   SnapshotHead | for each book that is not as at the start: BookImage, its OrderImages in the
//   order of rule 9.1 | checksum, the hash of rule 9.1 over all words before it

#include <bit>
#include <cstring>
#include <string>

#include "host/engine/engine.hpp"
#include "host/engine/visit.inl"

namespace hotbook::engine {

namespace {

static_assert(std::endian::native == std::endian::little);

constexpr char kMagic[8] = {'H', 'B', 'M', 'A', 'T', 'C', 'H', '\0'};
constexpr std::uint64_t kVersion = 1;

struct SnapshotHead {
  char magic[8];
  std::uint64_t version;
  std::uint64_t bytes;  // of all, with the checksum
  std::uint64_t book_count;
  std::uint64_t order_count;
  std::uint64_t books_told;
  std::uint64_t input_seq;
  std::uint64_t now_ns;
  std::uint64_t highest_id;
};

struct BookImage {
  std::uint64_t state_since_ns;
  std::uint32_t order_count;
  std::uint32_t last;
  std::uint32_t reference_bid;
  std::uint32_t reference_ask;
  std::uint32_t reference_price;
  std::uint32_t lower;
  std::uint32_t upper;
  std::uint16_t number;
  std::uint8_t state;
  std::uint8_t is_protected;
};

struct OrderImage {
  std::uint64_t id;
  std::uint64_t entered;
  std::uint32_t price;
  std::uint32_t open;
  std::uint32_t visible;
  std::uint32_t account;
  std::uint32_t display;
  std::uint32_t stop_price;
  std::uint32_t expire_s;
  std::uint32_t cap;
  std::uint16_t session;
  std::uint8_t side;
  std::uint8_t type;
  std::uint8_t time_in_force;
  std::uint8_t self_match;
  std::uint8_t post_only;
  std::uint8_t place;
};
static_assert(sizeof(SnapshotHead) == 72 && sizeof(BookImage) == 40 && sizeof(OrderImage) == 56);

std::uint64_t checksum(const std::byte* bytes, std::size_t count) {
  std::uint64_t hash = 0x243f6a8885a308d3U;
  for (std::size_t at = 0; at < count; at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + at, sizeof word);
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29U;
  }
  return hash;
}

template <class Image>
void put(std::vector<std::byte>& bytes, const Image& image) {
  const std::size_t at = bytes.size();
  bytes.resize(at + sizeof image);
  std::memcpy(bytes.data() + at, &image, sizeof image);
}

OrderImage image_of(const Order& order) {
  return {order.id,
          order.entered,
          order.price,
          order.open,
          order.visible,
          order.account,
          order.display,
          order.stop_price,
          order.expire_s,
          order.cap,
          order.session,
          order.side,
          static_cast<std::uint8_t>(order.type),
          static_cast<std::uint8_t>(order.time_in_force),
          order.self_match,
          order.post_only,
          static_cast<std::uint8_t>(order.place)};
}

bool has_good_fields(const OrderImage& order) {
  return order.open - 1 < kQuantityMax && order.visible - 1 < order.open &&
         order.price <= kPriceMax && order.cap <= kPriceMax && order.side <= 1 &&
         order.type <= static_cast<std::uint8_t>(OrderType::PeggedMidpoint) &&
         order.time_in_force <= static_cast<std::uint8_t>(TimeInForce::AtClose) &&
         order.self_match <= static_cast<std::uint8_t>(SelfMatch::Decrement) &&
         order.post_only <= 1 && (order.display != 0 || order.visible == order.open);
}

// Whether an order of its type may be where it is said to be.
bool has_good_place(const Order& order) {
  switch (order.place) {
    case Place::OnSide:
      return (order.type == OrderType::Limit || order.is_pegged()) && order.price != 0;
    case Place::Stop:
      return order.is_stop() && order.stop_price - 1 < kPriceMax;
    case Place::WaitingPeg:
      return order.is_pegged() && order.price == 0;
    case Place::Auction:
      return order.type == OrderType::Market || order.is_auction_only();
    default:
      return false;
  }
}

}  // namespace

// Takes images out of a snapshot; what is wrong is told with the offset where it is.
class SnapshotReader {
 public:
  explicit SnapshotReader(std::span<const std::byte> bytes) : bytes_{bytes} {}

  template <class Image>
  Image take() {
    require(bytes_.size() - at_ >= sizeof(Image) + sizeof(std::uint64_t), "is cut short");
    Image image;
    std::memcpy(&image, bytes_.data() + at_, sizeof image);
    at_ += sizeof image;
    return image;
  }
  void require(bool holds, const char* otherwise) const {
    if (holds) return;
    throw SnapshotError{"matching engine: snapshot at byte " + std::to_string(at_) + ": " +
                        otherwise};
  }
  SnapshotHead take_head() {
    require(bytes_.size() >= sizeof(SnapshotHead) + 8 && bytes_.size() % 8 == 0, "is cut short");
    const auto head = take<SnapshotHead>();
    require(std::memcmp(head.magic, kMagic, sizeof kMagic) == 0, "is no snapshot");
    require(head.version == kVersion, "is of another version");
    require(head.bytes == bytes_.size(), "has another size than it says");
    std::uint64_t sum = 0;
    std::memcpy(&sum, bytes_.data() + bytes_.size() - 8, sizeof sum);
    require(sum == checksum(bytes_.data(), bytes_.size() - 8), "has a wrong checksum");
    return head;
  }
  void finish() const { require(at_ + 8 == bytes_.size(), "goes on behind its last order"); }

 private:
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

void Core::snapshot(std::vector<std::byte>& bytes) const {
  std::vector<std::byte> image;
  SnapshotHead head{{}, kVersion,   0,       books_.count(), order_count(),
                    0,  input_seq_, now_ns_, highest_id_};
  std::memcpy(head.magic, kMagic, sizeof kMagic);
  put(image, head);
  for (std::size_t i = 0; i < books_.count(); ++i) {
    const Book& book = books_[i];
    if (is_as_at_the_start(book)) continue;
    ++head.books_told;
    const std::size_t at = image.size();
    BookImage told{book.state_since_ns,
                   0,
                   book.last,
                   book.reference_bid,
                   book.reference_ask,
                   book.reference_price,
                   book.lower,
                   book.upper,
                   static_cast<std::uint16_t>(i),
                   static_cast<std::uint8_t>(book.state),
                   book.is_protected ? std::uint8_t{1} : std::uint8_t{0}};
    put(image, told);
    for_each_order(told.number, [&](const Order& order) {
      put(image, image_of(order));
      ++told.order_count;
    });
    std::memcpy(image.data() + at, &told, sizeof told);
  }
  head.bytes = image.size() + 8;
  std::memcpy(image.data(), &head, sizeof head);
  put(image, checksum(image.data(), image.size()));
  bytes.insert(bytes.end(), image.begin(), image.end());
}

// Into an engine that has done nothing yet.
void Core::restore(std::span<const std::byte> bytes) {
  SnapshotReader reader{bytes};
  const SnapshotHead head = reader.take_head();
  reader.require(head.book_count == books_.count(), "is of another number of books");
  reader.require(head.order_count <= options_.max_orders, "has more orders than there is room");
  input_seq_ = head.input_seq;
  now_ns_ = head.now_ns;
  highest_id_ = head.highest_id;
  std::size_t next_book = 0;
  for (std::uint64_t i = 0; i < head.books_told; ++i) next_book = restore_book(reader, next_book);
  reader.require(order_count() == head.order_count, "has another number of orders than it says");
  reader.finish();
}

// Books below next_book were told; gives the first that was not.
std::size_t Core::restore_book(SnapshotReader& reader, std::size_t next_book) {
  const auto told = reader.take<BookImage>();
  reader.require(told.number >= next_book && told.number < books_.count(),
                 "book is out of order or unknown");
  reader.require(told.state <= static_cast<std::uint8_t>(TradingState::LimitDown) &&
                     told.is_protected <= 1 && told.state_since_ns <= now_ns_,
                 "book has no such state");
  reader.require(told.last <= kPriceMax && told.reference_bid <= kPriceMax &&
                     told.reference_ask <= kPriceMax && told.reference_price <= kPriceMax &&
                     told.lower <= kPriceMax && told.upper <= kPriceMax,
                 "book has a price out of range");
  Book& book = books_[told.number];
  book.state = static_cast<TradingState>(told.state);
  book.state_since_ns = told.state_since_ns;
  book.last = told.last;
  book.reference_bid = told.reference_bid;
  book.reference_ask = told.reference_ask;
  book.reference_price = told.reference_price;
  book.lower = told.lower;
  book.upper = told.upper;
  book.is_protected = told.is_protected != 0;
  limit_state_count_ += book.is_limit_state() ? 1 : 0;
  for (std::uint32_t i = 0; i < told.order_count; ++i) restore_order(reader, told.number);
  restore_pegs(book);
  book.update_plain();
  shown_level_count_ = 0;
  touched_count_ = 0;
  return std::size_t{told.number} + 1;
}

void Core::restore_order(SnapshotReader& reader, std::uint16_t number) {
  const auto told = reader.take<OrderImage>();
  reader.require(has_good_fields(told), "order has a field out of range");
  reader.require(told.id != 0 && told.id <= highest_id_ && look_up(told.id).slot == 0 &&
                     told.entered != 0 && told.entered <= input_seq_,
                 "order has an impossible id or time");
  reader.require(free_count_ != 0, "has more orders than there is room");
  Book& book = books_[number];
  Order& order = take_slot();
  order = {};
  order.id = told.id;
  order.entered = told.entered;
  order.price = told.price;
  order.open = told.open;
  order.account = told.account;
  order.display = told.display;
  order.stop_price = told.stop_price;
  order.expire_s = told.expire_s;
  order.cap = told.cap;
  order.book = number;
  order.session = told.session;
  order.side = told.side & 1U;
  order.post_only = told.post_only & 1U;
  order.self_match = told.self_match & 7U;
  order.type = static_cast<OrderType>(told.type);
  order.time_in_force = static_cast<TimeInForce>(told.time_in_force);
  order.place = static_cast<Place>(told.place);
  reader.require(has_good_place(order), "order is in no place for its type");
  admit(order);
  if (order.place == Place::OnSide) {
    join_side(book, order);
    show(ladder_.find(side_of(book, order), key_of(order.side, order.price)),
         std::int64_t{told.visible} - std::int64_t{order.visible}, 0);
  } else if (order.place == Place::Stop) {
    wait_as_stop(book, order);
  } else if (order.place == Place::Auction) {
    append(book.auction_orders, order);
  }
  order.visible = told.visible;
  shown_level_count_ = 0;
  touched_count_ = 0;
  book.touched_at = 0;
}

// The pegs of a book are in one list by `entered`, wherever they are.
void Core::restore_pegs(Book& book) {
  for (std::uint32_t slot = book.pegs.head; slot != 0; slot = links_[slot].peg_next) {
    choose(orders_[slot]);
  }
  sort_chosen();
  book.pegs = {0, 0};
  for (std::size_t i = 0; i < chosen_count_; ++i) link_peg(book, orders_[chosen_[i].slot]);
  chosen_count_ = 0;
}

}  // namespace hotbook::engine
