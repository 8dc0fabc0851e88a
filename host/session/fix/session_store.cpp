#include "host/session/fix/session_store.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace hotbook {
namespace fix {
namespace {

constexpr std::uint32_t kMagic = 0x53584648;  // "HFXS"
constexpr std::uint32_t kBodyMost = 1U << 30U;

// In front of each record's body. next_sender and next_target are as they are after it.
struct Header {
  std::uint32_t magic;
  std::uint32_t kind;
  std::uint32_t body_bytes;
  std::uint32_t seq;  // of a message
  std::uint32_t next_sender;
  std::uint32_t next_target;
  std::uint64_t last_report;
  std::uint32_t body_checksum;    // CRC-32
  std::uint32_t header_checksum;  // of all before it
};
static_assert(sizeof(Header) == 40, "");

std::uint32_t checksum_of(const std::string& body) {
  const auto* const bytes = reinterpret_cast<const Bytef*>(body.data());
  return static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(body.size())));
}

std::uint32_t checksum_of(const Header& header) {
  std::array<Bytef, offsetof(Header, header_checksum)> bytes;
  std::memcpy(bytes.data(), &header, bytes.size());
  return static_cast<std::uint32_t>(crc32(0, bytes.data(), bytes.size()));
}

bool is_whole(const Header& header) {
  return header.magic == kMagic && header.body_bytes <= kBodyMost &&
         header.header_checksum == checksum_of(header);
}

bool read_at(int file, std::uint64_t offset, char* bytes, std::size_t count) {
  while (count != 0) {
    const ssize_t got = ::pread(file, bytes, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    count -= static_cast<std::size_t>(got);
    offset += static_cast<std::uint64_t>(got);
  }
  return true;
}

bool write_at(int file, std::uint64_t offset, const char* bytes, std::size_t count) {
  while (count != 0) {
    const ssize_t put = ::pwrite(file, bytes, count, static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes += put;
    count -= static_cast<std::size_t>(put);
    offset += static_cast<std::uint64_t>(put);
  }
  return true;
}

}  // namespace

SessionStore::SessionStore(const std::string& path, bool synchronous)
    : path_(path), synchronous_(synchronous) {
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | (synchronous ? O_DSYNC : 0), 0640);
  if (file_ < 0) fail(std::string("cannot be opened: ") + std::strerror(errno));
  try {
    read_all();
  } catch (...) {
    ::close(file_);
    throw;
  }
}

SessionStore::~SessionStore() {
  ::close(file_);
}

void SessionStore::fail(const std::string& what) const {
  throw std::runtime_error("FIX store " + path_ + ": " + what);
}

void SessionStore::read_all() {
  Header header;
  std::string body;
  std::array<char, sizeof header> bytes{};
  while (read_at(file_, bytes_, bytes.data(), bytes.size())) {
    std::memcpy(&header, bytes.data(), sizeof header);
    if (!is_whole(header)) break;
    body.resize(header.body_bytes);
    if (!read_at(file_, bytes_ + sizeof header, &body[0], body.size())) break;
    if (checksum_of(body) != header.body_checksum) break;
    next_sender_ = header.next_sender;
    next_target_ = header.next_target;
    last_report_ = header.last_report;
    if (static_cast<Kind>(header.kind) == Kind::Message) places_.resize(header.seq);
    take(header.kind, bytes_ + sizeof header, body);
    bytes_ += sizeof header + body.size();
  }
  cut_torn_end();
}

// A crash tears the last record alone, and that one was never sent; anything else is a broken file.
void SessionStore::cut_torn_end() {
  const off_t end = ::lseek(file_, 0, SEEK_END);
  if (end < 0) fail(std::string("cannot be read: ") + std::strerror(errno));
  const std::uint64_t torn = static_cast<std::uint64_t>(end) - bytes_;
  if (torn == 0) return;
  Header header;
  std::array<char, sizeof header> bytes{};
  if (torn >= sizeof header && read_at(file_, bytes_, bytes.data(), bytes.size())) {
    std::memcpy(&header, bytes.data(), sizeof header);
    const bool is_zero = header.magic == 0 && header.header_checksum == 0;  // a size, no bytes yet
    if (!is_zero && (!is_whole(header) || sizeof header + header.body_bytes < torn)) {
      fail("the record at byte " + std::to_string(bytes_) + " is broken");
    }
  }
  if (::ftruncate(file_, static_cast<off_t>(bytes_)) != 0) {
    fail(std::string("cannot be cut after its last whole record: ") + std::strerror(errno));
  }
}

void SessionStore::take(std::uint32_t kind, std::uint64_t offset, const std::string& body) {
  switch (static_cast<Kind>(kind)) {
    case Kind::Day:
      day_ = body;
      places_.clear();
      return;
    case Kind::Message:
      places_.back() = {offset, static_cast<std::uint32_t>(body.size())};
      return;
    case Kind::Reset:
      places_.clear();
      return;
    case Kind::Numbers:
      return;
  }
}

std::string SessionStore::record(Kind kind, std::uint32_t next_sender,
                                 const std::string& body) const {
  Header header{};
  header.magic = kMagic;
  header.kind = static_cast<std::uint32_t>(kind);
  header.body_bytes = static_cast<std::uint32_t>(body.size());
  header.seq = kind == Kind::Message ? next_sender - 1 : 0;
  header.next_sender = next_sender;
  header.next_target = next_target_;
  if (!held_.empty()) {
    header.next_target = std::min(next_target_, static_cast<std::uint32_t>(*held_.begin()));
  }
  header.last_report = last_report_;
  header.body_checksum = checksum_of(body);
  header.header_checksum = checksum_of(header);
  std::string bytes(sizeof header, '\0');
  std::memcpy(&bytes[0], &header, sizeof header);
  return bytes + body;
}

void SessionStore::append(Kind kind, std::uint32_t next_sender, const std::string& body) {
  const std::string bytes = record(kind, next_sender, body);
  if (!write_at(file_, bytes_, bytes.data(), bytes.size())) {
    const std::string why = std::strerror(errno);
    if (::ftruncate(file_, static_cast<off_t>(bytes_)) != 0) {
      fail("cannot be written, nor cut where it was whole: " + why);
    }
    fail("cannot be written: " + why);
  }
  bytes_ += bytes.size();
}

void SessionStore::start_day(const std::string& day) {
  // The old file is whole until the new one takes its name.
  held_.clear();
  next_sender_ = next_target_ = 1;
  last_report_ = 0;
  const std::string bytes = record(Kind::Day, 1, day);
  const std::string fresh = path_ + ".new";
  const int flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | (synchronous_ ? O_DSYNC : 0);
  const int file = ::open(fresh.c_str(), flags, 0640);
  if (file < 0 || !write_at(file, 0, bytes.data(), bytes.size()) ||
      (synchronous_ && ::fsync(file) != 0) || ::rename(fresh.c_str(), path_.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    if (file >= 0) ::close(file);
    fail("cannot begin a day: " + why);
  }
  ::close(file_);
  file_ = file;
  bytes_ = bytes.size();
  day_ = day;
  places_.clear();
}

void SessionStore::set(std::uint32_t seq, const std::string& message) {
  const std::uint64_t told_before = last_report_;
  const std::uint64_t answers = next_answers_;
  const bool was_held = held_.erase(answers) != 0;
  if (next_report_ > last_report_) last_report_ = next_report_;
  try {
    append(Kind::Message, seq + 1, message);
  } catch (...) {
    last_report_ = told_before;
    if (was_held) held_.insert(answers);
    throw;
  }
  next_report_ = 0;
  next_answers_ = 0;
  places_.resize(seq);
  places_.back() = {bytes_ - message.size(), static_cast<std::uint32_t>(message.size())};
}

std::vector<std::string> SessionStore::get(std::uint32_t first, std::uint32_t last) const {
  std::vector<std::string> messages;
  for (std::uint32_t seq = std::max(first, 1U); seq <= last && seq <= places_.size(); ++seq) {
    const Place& place = places_[seq - 1];
    if (place.bytes == 0) continue;
    std::string message(place.bytes, '\0');
    if (!read_at(file_, place.offset, &message[0], message.size())) {
      fail("message " + std::to_string(seq) + " cannot be read");
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

void SessionStore::set_next_sender(std::uint32_t seq) {
  append(Kind::Numbers, seq, std::string());
  next_sender_ = seq;
}

void SessionStore::set_next_target(std::uint32_t seq) {
  next_target_ = seq;
}

void SessionStore::reset() {
  const std::uint32_t target = next_target_;
  next_target_ = 1;
  std::set<std::uint64_t> held;
  held.swap(held_);
  try {
    append(Kind::Reset, 1, std::string());
  } catch (...) {
    next_target_ = target;
    held_.swap(held);
    throw;
  }
  next_sender_ = 1;
  ++resets_;
  places_.clear();
}

void SessionStore::write_numbers() {
  append(Kind::Numbers, next_sender_, std::string());
}

}  // namespace fix
}  // namespace hotbook
