#include "host/session/fix/fix_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace hotbook::fix {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kUnsentMost = 64U << 20U;  // a client that takes so little is left
constexpr std::chrono::seconds kCloseTime{2};

}  // namespace

FixDoor::Connection::Connection(FixDoor& door, tcp::socket socket, std::uint64_t number)
    : door_{door}, socket_{std::move(socket)}, deadline_{socket_.get_executor()}, number_{number} {
  error_code ignored;
  const tcp::endpoint peer = socket_.remote_endpoint(ignored);
  peer_ = peer.address().to_string() + ':' + std::to_string(peer.port());
  socket_.set_option(tcp::no_delay{true}, ignored);
  socket_.set_option(boost::asio::socket_base::keep_alive{true}, ignored);
}

void FixDoor::Connection::end_within(std::chrono::seconds time) {
  deadline_.expires_after(time);
  deadline_.async_wait([self = shared_from_this()](error_code error) {
    if (!error) self->end();
  });
}

void FixDoor::Connection::read_on() {
  if (!is_closing_) deadline_.cancel();
  std::string message;
  while (!is_closing_ && !is_ended_ && !is_waiting && framer_.next(message)) {
    door_.received(*this, message);
  }
  if (!is_closing_ && !is_ended_ && !is_waiting) read();
}

void FixDoor::Connection::read() {
  if (is_reading_) return;
  is_reading_ = true;
  socket_.async_read_some(boost::asio::buffer(bytes_),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            self->is_reading_ = false;
                            if (error || self->is_ended_) return self->end();
                            self->framer_.append({self->bytes_.data(), count});
                            const bool had_no_session = self->session == kNoSession;
                            if (!had_no_session) return self->read_on();
                            // Its deadline stands until it has introduced itself.
                            std::string message;
                            if (self->framer_.next(message)) {
                              self->door_.received(*self, message);
                            } else {
                              self->read();
                            }
                          });
}

void FixDoor::Connection::send(const std::string& bytes) {
  if (is_ended_ || is_closing_) return;
  waiting_ += bytes;
  if (waiting_.size() > kUnsentMost) return close();
  if (writing_.empty()) write();
}

// NOLINTBEGIN(misc-no-recursion): it comes again from the event loop, not from itself
void FixDoor::Connection::write() {
  writing_.swap(waiting_);
  boost::asio::async_write(socket_, boost::asio::buffer(writing_),
                           [self = shared_from_this()](error_code error, std::size_t) {
                             self->writing_.clear();
                             if (error) return self->end();
                             if (!self->waiting_.empty()) return self->write();
                             if (self->is_closing_) self->end();
                           });
}
// NOLINTEND(misc-no-recursion)

void FixDoor::Connection::close() {
  if (is_closing_ || is_ended_) return;
  is_closing_ = true;
  if (!writing_.empty()) return end_within(kCloseTime);
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->end(); });
}

void FixDoor::Connection::end() {
  if (is_ended_) return;
  is_ended_ = true;
  deadline_.cancel();
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  door_.ended(*this);
}

}  // namespace hotbook::fix
