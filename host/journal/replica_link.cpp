#include "host/journal/replica_link.hpp"

#include <fmt/format.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

namespace hotbook::journal {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds kRetry{200};
constexpr std::chrono::seconds kSilenceMax{5};  // while records are unacknowledged

}  // namespace

ReplicaLink::ReplicaLink(Storage& storage, JournalWriter& writer, const Endpoint& standby)
    : writer_{writer},
      tail_{storage},
      standby_{standby},
      work_{asio::make_work_guard(context_)},
      socket_{context_},
      timer_{context_},
      watch_{context_} {
  writer_.on_synced([this] { asio::post(context_, [this] { send(); }); });
}

ReplicaLink::~ReplicaLink() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void ReplicaLink::start() {
  asio::post(context_, [this] { connect(); });
  thread_ = std::thread{[this] { context_.run(); }};
}

std::string ReplicaLink::problem() const {
  const std::lock_guard lock{mutex_};
  return problem_;
}

void ReplicaLink::set_problem(const std::string& problem) {
  const std::lock_guard lock{mutex_};
  problem_ = problem;
}

bool ReplicaLink::is_over(const Error& error, std::uint64_t attempt) {
  if (attempt != attempt_) return true;
  if (!error) return false;
  give_up(error.message());
  return true;
}

void ReplicaLink::give_up(const std::string& problem) {
  set_problem(
      fmt::format("standby {}:{}: {}", standby_.address().to_string(), standby_.port(), problem));
  ++attempt_;
  connected_.store(false, std::memory_order_release);
  talks_ = false;
  sending_ = false;
  Error ignored;
  socket_.close(ignored);
  timer_.expires_after(kRetry);
  timer_.async_wait([this](const Error& error) {
    if (!error) connect();
  });
}

void ReplicaLink::connect() {
  socket_ = asio::ip::tcp::socket{context_};
  socket_.async_connect(standby_, [this, attempt = attempt_](const Error& error) {
    if (is_over(error, attempt)) return;
    Error ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    hear_hello();
  });
}

void ReplicaLink::hear_hello() {
  asio::async_read(socket_, asio::buffer(&hello_, sizeof hello_),
                   [this, attempt = attempt_](const Error& error, std::size_t) {
                     if (is_over(error, attempt)) return;
                     if (const std::string fault = fault_of(hello_); !fault.empty())
                       return give_up(fault);
                     say_hello();
                   });
}

void ReplicaLink::say_hello() {
  const ReplicaHello standby = hello_;
  hello_ = {};
  hello_.journal_id = writer_.journal_id();
  hello_.synced_seq = writer_.synced_seq();
  hello_.max_orders = writer_.settings().max_orders;
  hello_.book_count = writer_.settings().book_count;
  hello_.day = writer_.day();
  seal(hello_);
  if (const std::string fault = mismatch(hello_, standby); !fault.empty()) return give_up(fault);
  sent_ = standby.synced_seq;
  asio::async_write(
      socket_, asio::buffer(&hello_, sizeof hello_),
      [this, attempt = attempt_, has = standby.synced_seq](const Error& error, std::size_t) {
        if (is_over(error, attempt)) return;
        talks_ = true;
        set_problem({});
        connected_.store(true, std::memory_order_release);
        writer_.replica_has(has);
        acknowledged_ = has;
        hear_ack();
        send();
        watch();
      });
}

// A machine that is gone does not say so.
void ReplicaLink::watch() {
  watch_.expires_after(kSilenceMax);
  watch_.async_wait([this, attempt = attempt_, heard = heard_](const Error& error) {
    if (error || attempt != attempt_) return;
    if (heard == heard_ && acknowledged_ < sent_) return give_up("does not answer");
    watch();
  });
}

void ReplicaLink::send() {
  if (!talks_ || sending_ || sent_ >= writer_.synced_seq()) return;
  if (const std::string fault = tail_.read(sent_ + 1, writer_.synced_seq(), records_);
      !fault.empty())
    return give_up(fault);
  sending_ = true;
  asio::async_write(socket_, asio::buffer(records_),
                    [this, attempt = attempt_](const Error& error, std::size_t) {
                      if (is_over(error, attempt)) return;
                      sending_ = false;
                      sent_ = records_.back().journal_seq;
                      send();
                    });
}

void ReplicaLink::hear_ack() {
  asio::async_read(socket_, asio::buffer(&ack_, sizeof ack_),
                   [this, attempt = attempt_](const Error& error, std::size_t) {
                     if (is_over(error, attempt)) return;
                     // It cannot have what the primary has not synced.
                     if (ack_ > writer_.synced_seq())
                       return give_up(fmt::format("says it has record {}", ack_));
                     acknowledged_ = ack_;
                     ++heard_;
                     writer_.replica_has(ack_);
                     hear_ack();
                   });
}

}  // namespace hotbook::journal
