#include "tests/rtl/feed/traffic.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace hotbook::feed_test {
namespace {

struct TypeLength {
  char type;
  std::size_t length;
};

// Written out again here, so that the RTL is not compared with a copy of itself.
constexpr TypeLength kTypes[] = {{'A', 36}, {'F', 40}, {'E', 31}, {'C', 36}, {'X', 23}, {'D', 19},
                                 {'U', 35}, {'S', 12}, {'R', 39}, {'H', 25}, {'Y', 20}, {'L', 26},
                                 {'V', 35}, {'W', 12}, {'K', 28}, {'J', 35}, {'h', 21}, {'P', 44},
                                 {'Q', 40}, {'B', 19}, {'I', 50}, {'N', 20}, {'O', 48}};

std::size_t length_of(char type) {
  for (const TypeLength& entry : kTypes) {
    if (entry.type == type) return entry.length;
  }
  return 0;
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 0);
}

void fill_random(Random& random, Bytes& bytes) {
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
}

}  // namespace

std::uint64_t seed_or(std::uint64_t own) {
  return from_environment("HOTBOOK_SEED", own);
}

std::size_t scaled(std::size_t amount) {
  const std::size_t all = amount * from_environment("HOTBOOK_SCALE", 1);
  if (std::getenv("HOTBOOK_COVERAGE_DIR") == nullptr) return all;
  // Counters make a model several times as slow, and show nothing new after the first tenth.
  return std::max(all / 10, std::min<std::size_t>(all, 6));
}

bool chance(Random& random, unsigned percent) {
  return random() % 100 < percent;
}

Bytes whole_message(Random& random, char type) {
  Bytes message(length_of(type));
  fill_random(random, message);
  message[0] = static_cast<std::uint8_t>(type);
  if (type == 'A' || type == 'F') message[19] = chance(random, 50) ? 'B' : 'S';
  return message;
}

Bytes any_message(Random& random, unsigned malformed_percent) {
  // Half of all are changes of a book.
  const std::size_t types = chance(random, 50) ? 7 : std::size(kTypes);
  Bytes message = whole_message(random, kTypes[random() % types].type);
  if (!chance(random, malformed_percent)) return message;
  switch (random() % 6) {
    case 0:
      message.resize(message.size() + 1 + random() % 30, 0x5a);
      break;
    case 1:
      message.resize(1 + random() % (message.size() - 1));
      break;
    case 2:
      message.clear();
      break;
    case 3:
      do message[0] = static_cast<std::uint8_t>(random());
      while (length_of(static_cast<char>(message[0])) != 0);
      break;
    case 4:
      message = whole_message(random, 'A');
      do message[19] = static_cast<std::uint8_t>(random());
      while (message[19] == 'B' || message[19] == 'S');
      break;
    default:
      message.resize(1 + random() % 90);
      fill_random(random, message);
      break;
  }
  return message;
}

Bytes body_of(const Packet& packet) {
  Bytes body;
  for (const Bytes& message : packet.messages) {
    body.push_back(static_cast<std::uint8_t>(message.size() >> 8));
    body.push_back(static_cast<std::uint8_t>(message.size()));
    body.insert(body.end(), message.begin(), message.end());
  }
  body.insert(body.end(), packet.trailing.begin(), packet.trailing.end());
  body.resize(body.size() - (packet.cut_bytes < body.size() ? packet.cut_bytes : body.size()));
  return body;
}

std::vector<Found> messages_in(const Packet& packet) {
  const Bytes body = body_of(packet);
  std::vector<Found> found;
  if (packet.message_count == kEndOfSession) return found;
  std::size_t at = 0;
  for (unsigned i = 0; i < packet.message_count; ++i) {
    if (at + 2 > body.size()) break;
    const std::size_t length = std::size_t{body[at]} << 8 | body[at + 1];
    at += 2;
    found.push_back({at, length, at + length <= body.size()});
    if (!found.back().complete) break;
    at += length;
  }
  return found;
}

bool has_trailing(const Packet& packet) {
  const std::vector<Found> found = messages_in(packet);
  const bool none = packet.message_count == 0 || packet.message_count == kEndOfSession;
  if (none) return !body_of(packet).empty();
  return found.size() == packet.message_count && found.back().complete &&
         found.back().start + found.back().length < body_of(packet).size();
}

channel::PacketHeader header_of(const Packet& packet) {
  channel::PacketHeader header;
  header.session = packet.session;
  header.seq = packet.seq;
  header.message_count = packet.message_count;
  return header;
}

std::vector<channel::MessageWord> message_words(const Packet& packet, std::size_t lane) {
  const Bytes body = body_of(packet);
  const std::vector<Found> found = messages_in(packet);
  const std::size_t word_count = (lane + body.size() + 7) / 8;
  std::vector<channel::MessageWord> words;

  // Where message i begins and ends, in words; an empty one stands where its length ends.
  const auto start_at = [&](std::size_t i) {
    return lane + found[i].start - (found[i].length == 0 ? 1 : 0);
  };
  const auto end_at = [&](std::size_t i) { return lane + found[i].start + found[i].length - 1; };

  std::size_t next = 0;  // first message not yet started
  bool open = false;     // the one before it is
  for (std::size_t w = 0; w < word_count; ++w) {
    channel::MessageWord raw;
    raw.rx_time_ns = packet.rx_time_ns;
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t at = 8 * w + i;
      // Bytes before the body are the header's, bytes behind it padding; neither may matter.
      const std::uint64_t byte = at >= lane && at < lane + body.size() ? body[at - lane] : 0x41 + i;
      raw.data |= byte << (8 * i);
    }
    const auto starts_here = [&] {
      return next < found.size() && start_at(next) / 8 == w &&
             (found[next].length == 0 || start_at(next) < lane + body.size());
    };
    const auto ends_here = [&](std::size_t i) { return found[i].complete && end_at(i) / 8 == w; };
    do {
      channel::MessageWord word = raw;
      const bool closes = open && ends_here(next - 1);
      if (closes) {
        word.finish = 1;
        word.finish_lane = end_at(next - 1) % 8;
        open = false;
      }
      if (!open && starts_here() && !(closes && ends_here(next))) {
        word.start = 1;
        word.start_lane = start_at(next) % 8;
        word.length = found[next].length;
        open = !ends_here(next);
        if (!open) {
          word.finish = 1;
          word.finish_lane = end_at(next) % 8;
        }
        ++next;
      }
      words.push_back(word);
    } while (!open && starts_here());
  }
  words.front().first = 1;
  words.back().last = 1;
  words.back().bad = packet.bad;
  words.back().trailing = has_trailing(packet);
  return words;
}

std::vector<channel::PacketWord> packet_words(const Packet& packet, std::size_t lane,
                                              std::size_t padding) {
  Bytes payload(packet.session.begin(), packet.session.end());
  for (int shift = 56; shift >= 0; shift -= 8)
    payload.push_back(static_cast<std::uint8_t>(packet.seq >> shift));
  payload.push_back(static_cast<std::uint8_t>(packet.message_count >> 8));
  payload.push_back(static_cast<std::uint8_t>(packet.message_count));
  const Bytes body = body_of(packet);
  payload.insert(payload.end(), body.begin(), body.end());

  const std::size_t end = lane + payload.size();
  std::vector<channel::PacketWord> words((end + 7) / 8 + padding);
  for (std::size_t w = 0; w < words.size(); ++w) {
    channel::PacketWord& word = words[w];
    word.rx_time_ns = packet.rx_time_ns;
    word.first_lane = w == 0 ? lane : 0;
    word.end_lane = end >= 8 * w + 8 ? 8 : end > 8 * w ? end - 8 * w : 0;
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t at = 8 * w + i;
      const std::uint64_t byte = at >= lane && at < end ? payload[at - lane] : 0x53;
      word.data |= byte << (8 * i);
    }
  }
  words.front().first = 1;
  words.back().last = 1;
  words.back().bad = packet.bad;
  return words;
}

}  // namespace hotbook::feed_test
