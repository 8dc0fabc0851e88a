#include "host/app/ouch_trader.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <chrono>

namespace hotbook::app {
namespace {

namespace asio = boost::asio;
namespace ouch = session::ouch;

std::uint64_t clock_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

}  // namespace

bool OuchTrader::wait(int milliseconds) {
  pollfd input{socket_.native_handle(), POLLIN, 0};
  return ::poll(&input, 1, milliseconds) == 1;
}

std::string OuchTrader::connect(const std::string& address, std::uint16_t port) {
  disconnect();
  boost::system::error_code error;
  socket_.connect({asio::ip::make_address(address, error), port}, error);
  if (error) return options_.user + ": cannot connect: " + error.message();
  socket_.non_blocking(true);
  client_.emplace(clock_ns());
  heard_ = 0;
  client_->login(options_.user, options_.password, 1);
  for (int tries = 0; tries < 500 && !client_->soupbin().is_logged_in(); ++tries) {
    static_cast<void>(wait(20));
    if (std::string wrong = take(); !wrong.empty()) return wrong;
    if (!socket_.is_open()) return options_.user + ": the login was not accepted";
  }
  return client_->soupbin().is_logged_in() ? listen() : options_.user + ": no answer to the login";
}

void OuchTrader::disconnect() {
  boost::system::error_code error;
  socket_.close(error);
}

void OuchTrader::flush() {
  while (socket_.is_open() && !client_->soupbin().output().empty()) {
    const session::Bytes bytes = client_->soupbin().output();
    boost::system::error_code error;
    const std::size_t count = socket_.send(asio::buffer(bytes.data(), bytes.size()), 0, error);
    if (error == asio::error::would_block) return;
    if (error) return disconnect();
    client_->soupbin().sent(count, clock_ns());
  }
}

std::string OuchTrader::take() {
  flush();
  std::array<std::uint8_t, 65536> bytes;
  while (socket_.is_open()) {
    boost::system::error_code error;
    const std::size_t count = socket_.receive(asio::buffer(bytes), 0, error);
    if (error == asio::error::would_block) return "";
    if (error || count == 0) {
      disconnect();
      return "";
    }
    client_->receive({bytes.data(), count}, clock_ns());
    while (const auto event = client_->next()) {
      if (event->kind == session::ClientEvent::Kind::LoginRejected) {
        return options_.user + ": login rejected";
      }
      if (event->kind != session::ClientEvent::Kind::Data) continue;
      if (event->seq != heard_ + 1) return options_.user + ": a gap in the stream";
      ++heard_;
      const std::string message{event->payload.begin(), event->payload.end()};
      if (heard_ > stream_.size()) {
        stream_.push_back(message);
        tally(message);
      } else if (stream_[heard_ - 1] != message) {
        return options_.user + ": message " + std::to_string(heard_) +
               " of the stream is another one";
      }
    }
  }
  return "";
}

void OuchTrader::send_one() {
  const std::uint64_t draw = random_();
  if (draw % 4 == 0 && user_ref_ != 0) {
    ouch::CancelOrder cancel{};
    cancel.user_ref = user_ref_ - static_cast<std::uint32_t>((draw >> 8U) % 20 % user_ref_);
    if (client_->send(cancel)) ++counts_.cancels;
  } else {
    ouch::EnterOrder order{};
    order.user_ref = ++user_ref_;
    order.side = (draw >> 4U) % 2 == 0 ? 'B' : 'S';
    order.quantity = 1 + static_cast<std::uint32_t>((draw >> 16U) % 100);
    order.symbol.fill(' ');
    std::copy_n(options_.symbol.begin(), std::min(options_.symbol.size(), order.symbol.size()),
                order.symbol.begin());
    order.price = options_.price_1e4 + options_.tick_1e4 * ((draw >> 32U) % 10);
    order.time_in_force = '0';
    order.display = 'Y';
    order.capacity = 'A';
    order.sweep = 'N';
    order.cross = 'N';
    order.cl_ord_id.fill(' ');
    if (client_->send(order)) {
      ++counts_.orders;
    } else {
      --user_ref_;
    }
  }
}

// Types of OUCH 5.0, sections 3.1 to 3.18.
void OuchTrader::tally(const std::string& message) {
  if (message.size() >= 13 && (message.front() == 'A' || message.front() == 'J')) {
    // UserRefNum, behind type and time: names that were used by whoever had this session before.
    std::uint32_t user_ref = 0;
    for (std::size_t at = 9; at < 13; ++at) {
      user_ref = user_ref << 8U | static_cast<unsigned char>(message[at]);
    }
    user_ref_ = std::max(user_ref_, user_ref);
  }
  switch (message.empty() ? '\0' : message.front()) {
    case 'A':
      ++counts_.accepted;
      break;
    case 'E':
      ++counts_.executed;
      break;
    case 'C':
      ++counts_.cancelled;
      break;
    case 'J':
      ++counts_.rejected;
      break;
    default:
      ++counts_.others;
  }
}

std::string OuchTrader::trade(std::size_t messages) {
  for (; messages != 0 && socket_.is_open(); --messages) send_one();
  return take();
}

std::string OuchTrader::listen() {
  if (std::string wrong = take(); !wrong.empty()) return wrong;
  while (socket_.is_open() && wait(50)) {
    if (std::string wrong = take(); !wrong.empty()) return wrong;
  }
  return "";
}

}  // namespace hotbook::app
