#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <deque>
#include <stdexcept>
#include <vector>

#include "sim/card/frame_source.hpp"
#include "sim/card/udp_frame.hpp"

namespace hotbook::card {

namespace {

using boost::asio::ip::udp;

class UdpSource final : public FrameSource {
 public:
  UdpSource(const std::string& address, std::uint16_t port) try : socket_{context_} {
    const auto target = boost::asio::ip::make_address_v4(address);
    target_ = UdpEnd{target.to_uint(), port};
    socket_.open(udp::v4());
    socket_.set_option(udp::socket::reuse_address{true});
    socket_.set_option(boost::asio::socket_base::receive_buffer_size{kReceiveBufferBytes});
    socket_.bind(udp::endpoint{target, port});
    if (target.is_multicast()) {
      socket_.set_option(
          boost::asio::ip::multicast::join_group{target, boost::asio::ip::address_v4::loopback()});
    }
    socket_.non_blocking(true);
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error{"udp:" + address + ":" + std::to_string(port) + ": " +
                             error.code().message()};
  }

  bool next(Frame& frame) override {
    if (is_given_) {
      waiting_.pop_front();
      is_given_ = false;
    }
    if (waiting_.empty()) return false;
    frame.bytes = waiting_.front();
    frame.is_bad = false;
    is_given_ = true;
    ++frames_;
    return true;
  }

  void gather() override {
    while (waiting_.size() < kWaitingMax) {
      udp::endpoint sender;
      boost::system::error_code error;
      const std::size_t size = socket_.receive_from(boost::asio::buffer(buffer_), sender, 0, error);
      if (error == boost::asio::error::would_block || error == boost::asio::error::try_again)
        return;
      if (error) {
        ++errors_;
        return;
      }
      const UdpEnd source{sender.address().to_v4().to_uint(), sender.port()};
      waiting_.push_back(make_udp_frame(source, target_, std::span{buffer_}.first(size)));
    }
  }

  int fd() const override { return const_cast<udp::socket&>(socket_).native_handle(); }

  std::string report() const override {
    return "udp_port=" + std::to_string(target_.port) + " frames=" + std::to_string(frames_) +
           " errors=" + std::to_string(errors_);
  }

 private:
  // Beyond it datagrams wait in the kernel, which drops what its buffer cannot hold.
  static constexpr std::size_t kWaitingMax = 4096;
  static constexpr int kReceiveBufferBytes = 4 << 20;

  boost::asio::io_context context_;
  udp::socket socket_;
  UdpEnd target_{};
  std::array<std::uint8_t, 65536> buffer_{};
  std::deque<std::vector<std::uint8_t>> waiting_;
  bool is_given_ = false;
  std::uint64_t frames_ = 0;
  std::uint64_t errors_ = 0;
};

}  // namespace

std::unique_ptr<FrameSource> open_udp_source(const std::string& address, std::uint16_t port) {
  return std::make_unique<UdpSource>(address, port);
}

}  // namespace hotbook::card
