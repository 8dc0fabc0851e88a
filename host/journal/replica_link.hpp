// Sends a standby what the journal has synced, and tells the writer how far the standby has it.
//
// What is sent is read from the journal's own files, so that a standby that comes late gets what it
// missed in the same way. Only synced records are sent: a standby never has what its primary may
// lose. A connection that ends is made again.
//
// Threading: made and ended by one thread; works on one of its own, and calls replica_has() there.
//            The writer's thread ends before the link does.
// Hot path:  none on the venue's thread; the journal's thread posts once for each sync.

#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/journal/journal_tail.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/journal/replica_hello.hpp"

namespace hotbook::journal {

class ReplicaLink {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  // Before writer.open(): takes its on_synced().
  ReplicaLink(Storage& storage, JournalWriter& writer, const Endpoint& standby);
  ~ReplicaLink();
  ReplicaLink(const ReplicaLink&) = delete;
  ReplicaLink& operator=(const ReplicaLink&) = delete;

  // Once the writer is open.
  void start();

  [[nodiscard]] bool is_connected() const noexcept {
    return connected_.load(std::memory_order_acquire);
  }
  // Why there is no connection; empty while there is one, or none was tried yet.
  [[nodiscard]] std::string problem() const;

 private:
  using Error = boost::system::error_code;

  void connect();
  void hear_hello();
  void say_hello();
  void send();
  void hear_ack();
  void watch();
  // The connection is given up, and tried again later.
  void give_up(const std::string& problem);
  [[nodiscard]] bool is_over(const Error& error, std::uint64_t attempt);
  void set_problem(const std::string& problem);

  JournalWriter& writer_;
  JournalTail tail_;
  Endpoint standby_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer watch_;
  std::uint64_t heard_ = 0;    // acknowledgements of this connection
  std::uint64_t attempt_ = 0;  // answers to an earlier one are not listened to
  bool sending_ = false;
  bool talks_ = false;  // both said hello
  std::uint64_t sent_ = 0;
  std::uint64_t ack_ = 0;
  std::uint64_t acknowledged_ = 0;
  ReplicaHello hello_{};
  std::vector<JournalRecord> records_;
  std::atomic<bool> connected_{false};
  mutable std::mutex mutex_;
  std::string problem_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace hotbook::journal
