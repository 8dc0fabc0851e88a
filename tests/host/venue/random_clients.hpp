// Clients that send anything at all, and believe only what they are told.
//
// Threading: one thread.
// Hot path:  none. The same options and reports give the same requests.

#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "host/venue/venue_options.hpp"

namespace hotbook::venue {

class RandomClients {
 public:
  RandomClients(const VenueOptions& options, std::uint64_t seed);

  // A request of any session.
  [[nodiscard]] ClientRequest next();
  // What a session was told. Empty, or what is wrong with it.
  [[nodiscard]] std::string hear(const ClientReport& report);
  // The day is over for a client: orders good for longer stay, names begin again where they may.
  void start_day();

  struct Order {
    std::uint16_t book = 0;
    std::uint8_t side = 0;
    std::uint32_t total = 0;
    std::uint32_t open = 0;
    std::uint32_t executed = 0;
    std::uint32_t price = 0;
  };
  // By user_ref: what a session believes to be live.
  [[nodiscard]] const std::map<std::uint32_t, Order>& orders(std::uint16_t session) const {
    return sessions_[session].orders;
  }

 private:
  struct Session {
    std::uint32_t highest_ref = 0;
    std::uint64_t heard = 0;  // reports today
    std::map<std::uint32_t, Order> orders;
  };

  [[nodiscard]] std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }
  [[nodiscard]] bool chance(unsigned percent) { return below(100) < percent; }
  void new_order(ClientRequest& request, Session& session);
  [[nodiscard]] std::uint32_t known_ref(const Session& session);
  [[nodiscard]] std::string change(Session& session, const ClientReport& report);

  VenueOptions options_;
  std::mt19937_64 random_;
  std::vector<Session> sessions_;
};

}  // namespace hotbook::venue
