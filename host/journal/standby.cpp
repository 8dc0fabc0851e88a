#include "host/journal/standby.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace hotbook::journal {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kReadRecords = 4096;
constexpr std::chrono::milliseconds kShortWait{1};

JournalEnd read_to_end(Storage& storage) {
  JournalReader reader{storage};
  while (!reader.next().empty()) {
  }
  return reader.end();
}

}  // namespace

Standby::Standby(asio::io_context& context, Storage& storage, const Endpoint& listen, Say say)
    : context_{context},
      storage_{storage},
      say_{std::move(say)},
      end_{read_to_end(storage)},
      acceptor_{context},
      socket_{context},
      timer_{context},
      records_(kReadRecords) {
  const bool is_usable =
      end_.condition == JournalCondition::Whole || end_.condition == JournalCondition::Torn;
  if (!is_usable) throw std::runtime_error(describe(end_));
  if (end_.condition == JournalCondition::Torn) say_(describe(end_));
  try {
    acceptor_.open(listen.protocol());
    acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address{true});
    acceptor_.bind(listen);
    acceptor_.listen();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(fmt::format("{}:{}: cannot be listened on: {}",
                                         listen.address().to_string(), listen.port(),
                                         error.code().message()));
  }
  // A journal that is there is made sure of before anything is said of it.
  if (!end_.last.name.empty() && !open_writer({})) throw std::runtime_error(failure_);
  accept();
}

Standby::~Standby() = default;

void Standby::close() noexcept {
  Error ignored;
  socket_.close(ignored);
  acceptor_.close(ignored);
}

std::uint64_t Standby::synced_seq() const noexcept {
  return writer_ ? writer_->synced_seq() : 0;
}

bool Standby::open_writer(const ReplicaHello& primary) {
  JournalSettings settings;
  settings.journal_id = primary.journal_id;
  settings.max_orders = primary.max_orders;
  settings.book_count = primary.book_count;
  settings.day = primary.day;
  writer_.emplace(storage_, settings, end_);
  writer_->on_durable([this] { asio::post(context_, [this] { acknowledge(); }); });
  if (!writer_->open()) {
    failure_ = writer_->reason();
    return false;
  }
  thread_ = std::make_unique<JournalThread>(*writer_, JournalWait::Sleep);
  return true;
}

void Standby::accept() {
  acceptor_.async_accept([this](const Error& error, asio::ip::tcp::socket socket) {
    if (error) return;
    // The primary connects again only when it has given up the connection before.
    if (socket_.is_open()) hang_up("another connection came");
    socket_ = std::move(socket);
    Error ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    say_hello();
    accept();
  });
}

bool Standby::is_over(const Error& error, std::uint64_t connection) {
  if (connection != connection_) return true;
  if (!error) return false;
  hang_up(error.message());
  return true;
}

void Standby::hang_up(const std::string& reason) {
  say_("connection ended: " + reason);
  ++connection_;
  talks_ = false;
  writing_ack_ = false;
  bytes_ = 0;
  Error ignored;
  socket_.close(ignored);
  timer_.cancel();
}

void Standby::say_hello() {
  // What an earlier connection brought is synced first: it must not come again, and must not be
  // called safe before it is.
  if (writer_ && writer_->synced_seq() != writer_->appended_seq() && !writer_->failed()) {
    timer_.expires_after(kShortWait);
    timer_.async_wait([this, connection = connection_](const Error& error) {
      if (!error && connection == connection_) say_hello();
    });
    return;
  }
  hello_ = {};
  hello_.journal_id = writer_ ? writer_->journal_id() : 0;
  hello_.synced_seq = synced_seq();
  seal(hello_);
  asio::async_write(socket_, asio::buffer(&hello_, sizeof hello_),
                    [this, connection = connection_](const Error& error, std::size_t) {
                      if (!is_over(error, connection)) hear_hello();
                    });
}

void Standby::hear_hello() {
  const std::uint64_t has = hello_.synced_seq;
  asio::async_read(
      socket_, asio::buffer(&hello_, sizeof hello_),
      [this, has, connection = connection_](const Error& error, std::size_t) {
        if (is_over(error, connection)) return;
        if (const std::string fault = fault_of(hello_); !fault.empty()) return hang_up(fault);
        if (!writer_ && !open_writer(hello_)) {
          context_.stop();
          return;
        }
        if (hello_.journal_id != writer_->journal_id()) return hang_up("it is of another journal");
        say_(fmt::format("connected: journal {:016x}, here up to record {}, there up to {}",
                         hello_.journal_id, has, hello_.synced_seq));
        talks_ = true;
        acknowledged_ = 0;
        hear_records();
        acknowledge();
      });
}

void Standby::hear_records() {
  auto* at = reinterpret_cast<char*>(records_.data()) + bytes_;
  socket_.async_read_some(asio::buffer(at, records_.size() * kRecordBytes - bytes_),
                          [this, connection = connection_](const Error& error, std::size_t count) {
                            if (is_over(error, connection)) return;
                            bytes_ += count;
                            take_records();
                          });
}

void Standby::take_records() {
  std::size_t taken = 0;
  bool is_full = false;
  for (; (taken + 1) * kRecordBytes <= bytes_ && !is_full; ++taken) {
    JournalRecord record = records_[taken];
    const std::uint64_t expected = writer_->appended_seq() + 1;
    if (const std::string fault = fault_of(record, expected); !fault.empty()) return hang_up(fault);
    if (writer_->append(record)) continue;
    if (writer_->failed()) return acknowledge();
    is_full = true;
    break;
  }
  bytes_ -= taken * kRecordBytes;
  std::memmove(records_.data(), records_.data() + taken, bytes_);
  if (!is_full) return hear_records();
  timer_.expires_after(kShortWait);
  timer_.async_wait([this, connection = connection_](const Error& error) {
    if (!error && connection == connection_) take_records();
  });
}

void Standby::acknowledge() {
  if (writer_->failed()) {
    failure_ = writer_->reason();
    context_.stop();
    return;
  }
  if (!talks_ || writing_ack_ || acknowledged_ == writer_->synced_seq()) return;
  ack_ = writer_->synced_seq();
  writing_ack_ = true;
  asio::async_write(socket_, asio::buffer(&ack_, sizeof ack_),
                    [this, connection = connection_](const Error& error, std::size_t) {
                      if (is_over(error, connection)) return;
                      writing_ack_ = false;
                      acknowledged_ = ack_;
                      acknowledge();
                    });
}

}  // namespace hotbook::journal
