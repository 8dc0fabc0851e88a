#include "host/app/config_checks.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace hotbook::app {
namespace {

constexpr std::size_t kComplaintsMax = 50;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_one_of(char c, std::initializer_list<std::string_view> sets) {
  return std::any_of(sets.begin(), sets.end(),
                     [c](std::string_view set) { return set.find(c) != std::string_view::npos; });
}

bool is_allowed(char c, TextKind kind) {
  switch (kind) {
    case TextKind::Any:
      return c > ' ' && c < 0x7f;
    case TextKind::Name:
      return is_one_of(c, {kDigits, kLower, kUpper, "-_."});
    case TextKind::Symbol:
      return is_one_of(c, {kDigits, kUpper, ".-+#="});
    case TextKind::Sha256:
      return is_one_of(c, {kDigits, "abcdef"});
    case TextKind::Path:
      return static_cast<unsigned char>(c) >= ' ' && c != 0x7f;
    case TextKind::IpAddress:
      return is_one_of(c, {kDigits, "abcdefABCDEF.:"});
  }
  return false;
}

std::string_view kind_text(TextKind kind) {
  switch (kind) {
    case TextKind::Any:
      return "printable ASCII characters without blanks";
    case TextKind::Name:
      return "letters, digits, -, _ and .";
    case TextKind::Symbol:
      return "upper-case letters, digits and . - + # =";
    case TextKind::Sha256:
      return "lower-case hexadecimal digits";
    case TextKind::Path:
      return "characters of a path";
    case TextKind::IpAddress:
      return "an IPv4 or IPv6 address";
  }
  return "";
}

bool is_ip_address(const std::string& text) {
  in6_addr bytes{};
  return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

class Checker {
 public:
  Checker(const RunConfig& config, Complaints& complaints) : c_{config}, complaints_{complaints} {}

  void run() {
    instruments();
    accounts();
    sessions();
    addresses();
    control();
    if (c_.journal.policy == JournalPolicy::Replica && !c_.journal.replica) {
      complaints_.add("journal.policy", "replica needs journal.replica, the standby's address");
    }
  }

 private:
  // Complains where a name or number is there for the second time.
  class Unique {
   public:
    Unique(Complaints& complaints, std::string key)
        : complaints_{complaints}, key_{std::move(key)} {}
    void add(const std::string& value, const std::string& path) {
      if (!seen_.insert(value).second) {
        complaints_.add(path + key_, fmt::format("{} is there twice", value));
      }
    }

   private:
    Complaints& complaints_;
    std::string key_;
    std::set<std::string> seen_;
  };

  void instruments() {
    Unique symbols{complaints_, ".symbol"};
    for (std::size_t i = 0; i < c_.instruments.size(); ++i) {
      symbols.add(c_.instruments[i].symbol, fmt::format("instrument[{}]", i));
    }
  }

  void accounts() {
    Unique names{complaints_, ".name"};
    for (std::size_t i = 0; i < c_.accounts.size(); ++i) {
      names.add(c_.accounts[i].name, fmt::format("account[{}]", i));
    }
  }

  void sessions() {
    Unique users{complaints_, ".user"};
    for (std::size_t i = 0; i < c_.sessions.size(); ++i) {
      const SessionConfig& session = c_.sessions[i];
      const std::string path = fmt::format("session[{}]", i);
      const bool is_ouch = session.door == DoorKind::Ouch;
      users.add(fmt::format("{} user {}", is_ouch ? "ouch" : "fix", session.user), path);
      if (c_.find_account(session.account) == nullptr) {
        complaints_.add(path + ".account",
                        fmt::format("there is no [[account]] named \"{}\"", session.account));
      }
      if (is_ouch && session.user.size() > 6) {
        complaints_.add(path + ".user", "longer than the six characters of SoupBinTCP");
      }
      if (is_ouch && session.password.size() > 10) {
        complaints_.add(path + ".password", "longer than the ten characters of SoupBinTCP");
      }
      if (session.password.empty() == session.password_sha256.empty()) {
        complaints_.add(path, "needs either password or password_sha256");
      }
    }
  }

  // No two sockets may want one port, and no door may be open to others with the passwords that
  // anybody can read in the program's sources.
  void addresses() {
    Unique tcp{complaints_, ""};
    const auto listener = [&](const std::optional<Endpoint>& at, const std::string& path) {
      if (at && at->port != 0) tcp.add("TCP address " + at->text(), path);
    };
    listener(c_.ouch.address, "ouch.address");
    listener(c_.fix.address, "fix.address");
    listener(c_.publish.glimpse, "publish.glimpse");
    listener(c_.control.address, "control.address");
    Unique udp{complaints_, ""};
    for (const Endpoint& line : c_.publish.lines) {
      udp.add("UDP address " + line.text(), "publish.lines");
      if (line.port == 0) complaints_.add("publish.lines", "a line needs a port");
    }
    if (c_.publish.rerequest && c_.publish.rerequest->port != 0) {
      udp.add("UDP address " + c_.publish.rerequest->text(), "publish.rerequest");
    }
    const bool is_default = c_.sessions == default_run_config().sessions;
    const auto door = [&](const std::optional<Endpoint>& at, const std::string& path) {
      if (is_default && at && !at->is_loopback()) {
        complaints_.add(path,
                        "not loopback, yet the sessions are the well-known ones of the "
                        "default; name [[account]] and [[session]]");
      }
    };
    door(c_.ouch.address, "ouch.address");
    door(c_.fix.address, "fix.address");
    if (!is_ip_address(c_.publish.interface_address)) {
      complaints_.add("publish.interface_address", fmt::format("\"{}\" is no IPv4 or IPv6 address",
                                                               c_.publish.interface_address));
    }
  }

  void control() {
    const ControlConfig& control = c_.control;
    if (control.tls_certificate.empty() != control.tls_key.empty()) {
      complaints_.add(control.tls_key.empty() ? "control.tls_certificate" : "control.tls_key",
                      "tls_certificate and tls_key go together");
    }
    if (control.address && !control.address->is_loopback() &&
        (control.tls_certificate.empty() || control.tokens.empty())) {
      complaints_.add("control.address",
                      "not loopback, which needs tls_certificate, tls_key and a [[control.token]]");
    }
    Unique names{complaints_, ".name"};
    Unique hashes{complaints_, ".sha256"};
    for (std::size_t i = 0; i < control.tokens.size(); ++i) {
      const std::string path = fmt::format("control.token[{}]", i);
      names.add(control.tokens[i].name, path);
      hashes.add(control.tokens[i].sha256, path);
    }
  }

  const RunConfig& c_;
  Complaints& complaints_;
};

}  // namespace

void Complaints::place(const std::string& path, toml::source_position position) {
  places_.insert_or_assign(path, position);
}

void Complaints::add(toml::source_position position, const std::string& path,
                     const std::string& reason) {
  lines_.push_back({position, fmt::format("{}:{}:{}: {}{}{}", name_, position.line, position.column,
                                          path, path.empty() ? "" : ": ", reason)});
}

void Complaints::add(const std::string& path, const std::string& reason) {
  for (std::string around = path; !around.empty();) {
    if (const auto found = places_.find(around); found != places_.end() && found->second) {
      return add(found->second, path, reason);
    }
    const auto cut = around.rfind('.');
    around.resize(cut == std::string::npos ? 0 : cut);
  }
  add({1, 1}, path, reason);
}

void Complaints::throw_if_any() const {
  if (lines_.empty()) return;
  std::vector<Line> sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Line& a, const Line& b) {
    return std::pair{a.position.line, a.position.column} <
           std::pair{b.position.line, b.position.column};
  });
  std::string text;
  for (std::size_t i = 0; i < std::min(sorted.size(), kComplaintsMax); ++i) {
    text += (i == 0 ? "" : "\n") + sorted[i].text;
  }
  if (sorted.size() > kComplaintsMax) {
    text += fmt::format("\n{}: and {} more", name_, sorted.size() - kComplaintsMax);
  }
  throw ConfigError{text};
}

void check_run_config(const RunConfig& config, Complaints& complaints) {
  Checker{config, complaints}.run();
}

std::string text_fault(std::string_view text, const TextRule& rule) {
  const bool is_absent_hash = rule.kind == TextKind::Sha256 && rule.least == 0 && text.empty();
  const std::size_t least = rule.kind == TextKind::Sha256 && !is_absent_hash ? 64 : rule.least;
  if (text.size() < least || text.size() > rule.most) {
    return fmt::format("\"{}\" has {} characters, not {}", printable(text), text.size(),
                       least == rule.most ? std::to_string(least)
                                          : fmt::format("from {} to {}", least, rule.most));
  }
  for (const char c : text) {
    if (is_allowed(c, rule.kind)) continue;
    return fmt::format("\"{}\" has the character '{}'; {} fit", printable(text), printable({&c, 1}),
                       kind_text(rule.kind));
  }
  return "";
}

std::optional<std::uint32_t> parse_dollars(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string digits{whole};
  std::size_t decimals = 0;
  if (point != std::string_view::npos) {
    const std::string_view rest = text.substr(point + 1);
    if (rest.empty() || rest.size() > 4) return {};
    digits += rest;
    decimals = rest.size();
  }
  if (whole.empty() || whole.size() > 6) return {};
  digits.append(4 - decimals, '0');
  if (digits.find_first_not_of(kDigits) != std::string::npos) return {};
  const unsigned long long value = std::stoull(digits);
  if (value == 0 || value > 1'000'000'000) return {};
  return static_cast<std::uint32_t>(value);
}

std::string printable(std::string_view text) {
  constexpr std::size_t kMost = 80;
  std::string shown;
  for (const char c : text.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte < 0x7f) {
      shown += c;
    } else {
      shown += fmt::format("\\x{:02x}", byte);
    }
  }
  return text.size() > kMost ? shown + "..." : shown;
}

}  // namespace hotbook::app
