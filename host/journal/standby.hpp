// The other end of a replica link: keeps a second copy of a journal, synced, in a directory of its
// own, which a venue can be started from.
//
// Threading: run() on one thread; stop() on any. The journal has its thread besides.
// Hot path:  none.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/journal/journal_thread.hpp"
#include "host/journal/journal_writer.hpp"
#include "host/journal/replica_hello.hpp"

namespace hotbook::journal {

class Standby {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;
  using Say = std::function<void(const std::string&)>;

  // Reads and checks the journal that is there. Throws std::runtime_error when it is damaged or the
  // address cannot be listened on. say: one line for each thing an operator wants to know.
  Standby(boost::asio::io_context& context, Storage& storage, const Endpoint& listen, Say say);
  ~Standby();
  Standby(const Standby&) = delete;
  Standby& operator=(const Standby&) = delete;

  // Once run() has ended: the primary is not kept waiting.
  void close() noexcept;

  [[nodiscard]] Endpoint endpoint() const { return acceptor_.local_endpoint(); }
  [[nodiscard]] std::uint64_t synced_seq() const noexcept;
  // The disk failed; the context was stopped. Empty otherwise.
  [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

 private:
  using Error = boost::system::error_code;

  void accept();
  void say_hello();
  void hear_hello();
  void hear_records();
  void take_records();
  void acknowledge();
  void hang_up(const std::string& reason);
  [[nodiscard]] bool is_over(const Error& error, std::uint64_t connection);
  [[nodiscard]] bool open_writer(const ReplicaHello& primary);

  boost::asio::io_context& context_;
  Storage& storage_;
  Say say_;
  JournalEnd end_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  std::uint64_t connection_ = 0;  // what belongs to an earlier one is not listened to
  bool talks_ = false;
  bool writing_ack_ = false;
  std::uint64_t acknowledged_ = 0;
  std::uint64_t ack_ = 0;
  ReplicaHello hello_{};
  std::vector<JournalRecord> records_;
  std::size_t bytes_ = 0;  // of records_ that have come and were not taken
  std::optional<JournalWriter> writer_;
  std::unique_ptr<JournalThread> thread_;
  std::string failure_;
};

}  // namespace hotbook::journal
