// A FIX door on a venue that is simple to foresee, in a process of its own: what a test kills.
//
//   fill <session> <user_ref> <quantity>     settle     day <name>     over     quit
//   drop <session>     peer <session>
//
// Usage: fix_server <folder> <port> <delay_us>
// Requests are journalled, and their reports released, every delay_us. Clients: C44 (FIX 4.4) and
// C50 (FIX 5.0 SP2), password "secret".

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <functional>
#include <iostream>
#include <mutex>
#include <sstream>

#include "host/session/fix/fix_gateway.hpp"
#include "tests/host/session_fix/fake_venue.hpp"

namespace {

using hotbook::fix::FixGateway;
using hotbook::fix::FixVersion;
using hotbook::fix::test::FakeVenue;

void say(std::string_view text) {
  static std::mutex lock;
  const std::lock_guard guard{lock};
  std::cout << text << std::endl;
}

class Server {
 public:
  Server(const std::string& folder, std::uint16_t port, unsigned delay_us)
      : delay_{delay_us},
        venue_{{{"C44", "secret"}, {"C50", "secret"}}},
        gateway_{io_,
                 venue_,
                 {.address = "127.0.0.1",
                  .port = port,
                  .comp_id = "HOTBOOK",
                  .store_directory = folder + "/store",
                  .synchronous = false,
                  .sessions = {{"C44", FixVersion::Fix44, 0}, {"C50", FixVersion::Fix50Sp2, 1}}},
                 [](const hotbook::fix::FixEvent& event) {
                   say("fix_event client=" + std::string{event.client} + " text=\"" +
                       std::string{event.text} + '"');
                 }} {
    venue_.use_journal(folder + "/journal");
    venue_.defers_requests = true;
  }

  void run() {
    say("port " + std::to_string(gateway_.start()));
    release();
    read();
    io_.run();
    gateway_.stop();
    say("logouts " + std::to_string(venue_.logouts));
  }

 private:
  void release() {
    timer_.expires_after(delay_);
    timer_.async_wait([this](boost::system::error_code error) {
      if (error) return;
      if (venue_.logouts != logouts_) say("logged_out " + std::to_string(venue_.logouts));
      logouts_ = venue_.logouts;
      // Told only the next time, so that a kill finds reports that are safe and not told.
      gateway_.flush();
      venue_.release();
      if (turns_to_settle_ != 0 && --turns_to_settle_ == 0) say("settled");
      release();
    });
  }

  void read() {
    boost::asio::async_read_until(input_, line_, '\n',
                                  [this](boost::system::error_code error, std::size_t) {
                                    if (error) return io_.stop();
                                    std::istream words{&line_};
                                    std::string line;
                                    std::getline(words, line);
                                    obey(line);
                                    read();
                                  });
  }

  void obey(const std::string& line) {
    std::istringstream words{line};
    std::string word;
    words >> word;
    if (word == "fill") {
      std::uint16_t session = 0;
      std::uint32_t user_ref = 0;
      std::uint32_t quantity = 0;
      words >> session >> user_ref >> quantity;
      venue_.fill(session, user_ref, quantity);
    } else if (word == "settle") {
      turns_to_settle_ = 3;  // released in the first, told in the second
    } else if (word == "day") {
      std::string name;
      words >> name;
      venue_.start_day(name);
    } else if (word == "drop" || word == "peer") {
      std::uint16_t session = 0;
      words >> session;
      if (word == "drop") gateway_.drop(session);
      if (word == "peer") say("peer " + gateway_.peer(session) + '.');
    } else if (word == "over") {
      venue_.system_event('E');
      venue_.end_day();
    } else if (word == "quit") {
      io_.stop();
    }
  }

  std::chrono::microseconds delay_;
  boost::asio::io_context io_{1};
  boost::asio::steady_timer timer_{io_};
  boost::asio::posix::stream_descriptor input_{io_, ::dup(STDIN_FILENO)};
  boost::asio::streambuf line_;
  FakeVenue venue_;
  FixGateway gateway_;
  unsigned logouts_ = 0;
  unsigned turns_to_settle_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  try {
    Server server{words[1], static_cast<std::uint16_t>(std::stoul(words[2])),
                  static_cast<unsigned>(std::stoul(words[3]))};
    server.run();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
