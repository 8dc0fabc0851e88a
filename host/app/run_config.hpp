// What `hotbook run` is told: one TOML file, read once, of which every key has a default that
// works.
//
// Threading: plain values; parsing is a pure function.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "host/control/control_role.hpp"
#include "host/risk/limit_kind.hpp"

namespace hotbook::app {

// A socket's address: numbers, never a name that would have to be asked for.
struct Endpoint {
  std::string address = "127.0.0.1";  // IPv4, or IPv6 without brackets
  std::uint16_t port = 0;             // 0: any free one

  [[nodiscard]] bool is_loopback() const;
  [[nodiscard]] std::string text() const;  // 127.0.0.1:7000, [::1]:7000
  bool operator==(const Endpoint&) const = default;
};
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text);

enum class DeviceKind : std::uint8_t { Software, Card, Both };
enum class DoorKind : std::uint8_t { Ouch, Fix };  // as session::Door
enum class FixVersionKind : std::uint8_t { Fix44, Fix50Sp2 };  // as fix::FixVersion
enum class JournalPolicy : std::uint8_t { Write, Sync, Replica };
enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };
enum class LogFormat : std::uint8_t { Json, Logfmt };

struct LimitSetting {
  risk::LimitKind kind = risk::LimitKind::OrderQuantity;
  std::uint64_t value = 0;
  bool operator==(const LimitSetting&) const = default;
};

struct VenueConfig {
  std::string name = "HOTBOOK";
  std::string state_directory;  // empty: state_directory_default()
  std::int32_t timezone_offset_minutes = 0;
  DeviceKind device = DeviceKind::Software;
  std::uint32_t max_orders = 1U << 20U;
  std::uint32_t session_orders_max = 1U << 16U;
  bool is_open_at_start = true;
  bool operator==(const VenueConfig&) const = default;
};

struct InstrumentConfig {  // its place in the file is its book index
  std::string symbol;
  std::uint32_t tick_dollars_1e4 = 100;
  std::uint32_t lot = 1;
  std::vector<LimitSetting> limits;
  bool operator==(const InstrumentConfig&) const = default;
};

struct AccountConfig {  // its place in the file is its number in journal and reports
  std::string name;
  std::vector<LimitSetting> limits;
  bool operator==(const AccountConfig&) const = default;
};

struct SessionConfig {  // the same
  DoorKind door = DoorKind::Ouch;
  std::string user;
  std::string password;         // either this
  std::string password_sha256;  // or this; 64 hexadecimal digits
  std::string account;
  bool cancel_on_disconnect = true;
  FixVersionKind fix_version = FixVersionKind::Fix44;
  bool operator==(const SessionConfig&) const = default;
};

struct CardConfig {
  std::string xclbin;  // empty: the one beside the program
  std::string manifest;
  std::uint32_t index = 0;
  bool operator==(const CardConfig&) const = default;
};

struct OuchConfig {
  std::optional<Endpoint> address;  // without one the door is closed
  std::uint32_t connections_max = 256;
  bool operator==(const OuchConfig&) const = default;
};

struct FixConfig {
  std::optional<Endpoint> address;
  std::string comp_id = "HOTBOOK";
  std::string store = "fix";  // directory, in the state directory unless absolute
  bool operator==(const FixConfig&) const = default;
};

struct JournalConfig {
  std::string directory = "journal";  // the same
  JournalPolicy policy = JournalPolicy::Sync;
  std::optional<Endpoint> replica;
  std::uint32_t segment_mib = 64;
  bool operator==(const JournalConfig&) const = default;
};

struct PublishConfig {
  std::vector<Endpoint> lines;
  std::string interface_address = "127.0.0.1";
  std::optional<Endpoint> rerequest;  // UDP
  std::optional<Endpoint> glimpse;    // TCP
  bool operator==(const PublishConfig&) const = default;
};

struct ControlToken {
  std::string name;
  control::Role role = control::Role::Viewer;
  std::string sha256;
  bool operator==(const ControlToken&) const = default;
};

struct ControlConfig {
  std::optional<Endpoint> address;
  std::string tls_certificate;  // PEM; both or none
  std::string tls_key;
  std::string access_file;  // empty: control::access_file_default()
  std::string audit_file = "audit.jsonl";
  std::uint32_t connections_max = 1024;
  std::vector<ControlToken> tokens;
  bool operator==(const ControlConfig&) const = default;
};

struct LogConfig {
  LogLevel level = LogLevel::Info;
  LogFormat format = LogFormat::Logfmt;
  std::string file;  // empty: standard error
  bool operator==(const LogConfig&) const = default;
};

struct RunConfig {
  VenueConfig venue;
  std::vector<InstrumentConfig> instruments;
  std::vector<AccountConfig> accounts;
  std::vector<SessionConfig> sessions;
  std::vector<LimitSetting> default_limits;  // of each account; a kind that it names itself wins
  std::vector<LimitSetting> firm_limits;
  CardConfig card;
  OuchConfig ouch;
  FixConfig fix;
  JournalConfig journal;
  PublishConfig publish;
  ControlConfig control;
  LogConfig log;

  // nullptr when there is none.
  [[nodiscard]] const AccountConfig* find_account(std::string_view name) const;
  // A file's or directory's place: as it is when absolute, else in the state directory.
  [[nodiscard]] std::string in_state_directory(const std::string& path) const;
  bool operator==(const RunConfig&) const = default;
};

// Every mistake of a file, one a line: file:line:column: where: what is wrong and what is right.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(const std::string& lines) : std::runtime_error{lines} {}
};

// What holds without a file: eight instruments, two accounts with a session at each door, and every
// socket on loopback.
[[nodiscard]] RunConfig default_run_config();

// Both throw ConfigError. name is how the text is called in errors.
[[nodiscard]] RunConfig parse_run_config(const std::string& text, const std::string& name);
[[nodiscard]] RunConfig load_run_config(const std::string& path);

// The file that says all of it, with what each key means. Parsing it gives config again.
[[nodiscard]] std::string write_run_config(const RunConfig& config);

// $STATE_DIRECTORY (systemd), else $XDG_STATE_HOME/hotbook, else ~/.local/state/hotbook.
[[nodiscard]] std::string state_directory_default();

}  // namespace hotbook::app
