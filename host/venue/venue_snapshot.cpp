// A venue's whole state as bytes. The store of snapshots (host/journal) guards them by a checksum;
// what is checked here is that they are of a venue like this one and are read to the last byte.

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>
#include <type_traits>

#include "host/venue/venue.hpp"

namespace hotbook::venue {
namespace {

constexpr std::uint64_t kMagic = 0x3145'554e'4556'4248;  // a dump begins with HBVENUE1

struct Head {
  std::uint64_t magic = kMagic;
  std::uint64_t layout_hash = kLayoutHash;
  std::uint64_t instrument_count = 0;
  std::uint64_t session_count = 0;
  std::uint64_t account_count = 0;
  std::uint64_t now_ns = 0;
  std::uint64_t timer_ns = 0;
  std::uint64_t journal_seq = 0;
  std::uint64_t input_seq = 0;
  std::uint64_t highest_order_id = 0;
  std::uint64_t executions = 0;
  std::uint64_t order_count = 0;
  std::uint64_t day = 0;
  std::uint64_t is_day = 0;
  std::uint64_t has_bands = 0;
};
static_assert(std::is_trivially_copyable_v<OrderEntry>);

class Writer {
 public:
  explicit Writer(std::vector<std::byte>& bytes) : bytes_{bytes} {}
  template <typename T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto* const first = reinterpret_cast<const std::byte*>(&value);
    bytes_.insert(bytes_.end(), first, first + sizeof value);
  }
  void put_block(std::span<const std::byte> block) {
    put(std::uint64_t{block.size()});
    bytes_.insert(bytes_.end(), block.begin(), block.end());
  }

 private:
  std::vector<std::byte>& bytes_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_{bytes} {}
  template <typename T>
  [[nodiscard]] T get() {
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  [[nodiscard]] std::span<const std::byte> get_block() { return take(get<std::uint64_t>()); }
  void expect_end() const {
    if (at_ == bytes_.size()) return;
    throw std::runtime_error{
        fmt::format("snapshot: {} bytes too many behind byte {}", bytes_.size() - at_, at_)};
  }

 private:
  std::span<const std::byte> take(std::uint64_t size) {
    if (size > bytes_.size() - at_) {
      throw std::runtime_error{
          fmt::format("snapshot: it ends at byte {}, inside a field of {} bytes at {}",
                      bytes_.size(), size, at_)};
    }
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }

  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
};

void expect_same(std::string_view what, std::uint64_t found, std::uint64_t here) {
  if (found == here) return;
  throw std::runtime_error{fmt::format("snapshot: it is of {} {}, here are {}", found, what, here)};
}

}  // namespace

void Venue::snapshot(std::vector<std::byte>& bytes) const {
  if (!is_idle()) throw std::logic_error{"snapshot: the venue is not idle"};
  Head head;
  head.instrument_count = options_.instruments.size();
  head.session_count = options_.sessions.size();
  head.account_count = options_.accounts.size();
  head.now_ns = now_ns_;
  head.timer_ns = timer_ns_;
  head.journal_seq = journal_seq_;
  head.input_seq = input_seq_;
  head.highest_order_id = highest_order_id_;
  head.executions = reporter_.executions();
  head.order_count = orders_.count();
  head.day = day_;
  head.is_day = is_day_ ? 1 : 0;
  head.has_bands = has_bands_ ? 1 : 0;
  Writer writer{bytes};
  writer.put(head);
  std::vector<std::byte> block;
  matching_.engine().snapshot(block);
  writer.put_block(block);
  writer.put_block(risk_.snapshot());
  for (std::size_t book = 0; book < options_.instruments.size(); ++book) {
    writer.put(reporter_.figures(static_cast<std::uint16_t>(book)));
  }
  orders_.for_each([&](const OrderEntry& order) { writer.put(order); });
  for (std::size_t number = 0; number < sessions_.count(); ++number) {
    const auto session = static_cast<std::uint16_t>(number);
    const session::ReportLog& reports = sessions_.reports(session);
    writer.put(sessions_.highest_ref(session));
    writer.put(std::uint32_t{sessions_.is_enabled(session)});
    writer.put(reports.count());
    for (std::uint64_t report = 1; report <= reports.count(); ++report) {
      writer.put(reports.report(report));
    }
  }
}

void Venue::restore(std::span<const std::byte> bytes) {
  if (journal_seq_ != 0) throw std::logic_error{"snapshot: the venue has begun"};
  Reader reader{bytes};
  const auto head = reader.get<Head>();
  if (head.magic != kMagic) throw std::runtime_error{"snapshot: it is not one of a venue"};
  if (head.layout_hash != kLayoutHash) {
    throw std::runtime_error{
        fmt::format("snapshot: layout {:08x}, here {:08x}", head.layout_hash, kLayoutHash)};
  }
  expect_same("instruments", head.instrument_count, options_.instruments.size());
  expect_same("sessions", head.session_count, options_.sessions.size());
  expect_same("accounts", head.account_count, options_.accounts.size());
  matching_.restore(reader.get_block());
  if (const std::string_view wrong = risk_.restore(reader.get_block()); !wrong.empty()) {
    throw std::runtime_error{fmt::format("snapshot: risk: {}", wrong)};
  }
  for (std::size_t book = 0; book < options_.instruments.size(); ++book) {
    reporter_.set_figures(static_cast<std::uint16_t>(book), reader.get<BookFigures>());
  }
  for (std::uint64_t order = 0; order < head.order_count; ++order)
    restore_order(reader.get<OrderEntry>());
  for (std::size_t number = 0; number < sessions_.count(); ++number) {
    const auto session = static_cast<std::uint16_t>(number);
    sessions_.highest_ref(session) = reader.get<std::uint32_t>();
    sessions_.enable(session, reader.get<std::uint32_t>() != 0);
    const auto reports = reader.get<std::uint64_t>();
    for (std::uint64_t report = 0; report < reports; ++report) {
      restore_report(session, reader.get<ClientReport>());
    }
  }
  reader.expect_end();
  now_ns_ = head.now_ns;
  timer_ns_ = head.timer_ns;
  journal_seq_ = head.journal_seq;
  input_seq_ = head.input_seq;
  highest_order_id_ = head.highest_order_id;
  reporter_.set_executions(head.executions);
  day_ = static_cast<std::uint32_t>(head.day);
  day_name_ = day_ == 0 ? "" : std::to_string(day_);
  is_day_ = head.is_day != 0;
  has_bands_ = head.has_bands != 0;
}

void Venue::restore_order(const OrderEntry& order) {
  if (order.order_id == 0 || order.session >= sessions_.count() ||
      orders_.find(order.order_id) != nullptr) {
    throw std::runtime_error{fmt::format("snapshot: order {} cannot be", order.order_id)};
  }
  orders_.add(order);
}

void Venue::restore_report(std::uint16_t session, const ClientReport& report) {
  if (report.session != session) {
    throw std::runtime_error{
        fmt::format("snapshot: a report of session {} among those of {}", report.session, session)};
  }
  sessions_.append(report);
}

}  // namespace hotbook::venue
