#include "host/card/card.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include "experimental/xrt_ip.h"
#include "experimental/xrt_xclbin.h"
#include "host/card/call_guard.hpp"
#include "host/card/manifest.hpp"
#include "host/card/stdout_keeper.hpp"
#include "host/card/xclbin_info.hpp"
#include "host/domain/sha256.hpp"
#include "xrt/xrt_bo.h"
#include "xrt/xrt_device.h"

namespace hotbook::card {

namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t kMagic = 0x484f5442;
constexpr std::uint32_t kNobody = 0xffffffff;  // what a read gives when nothing answers
constexpr std::size_t kStatusBytes = 4096;
constexpr milliseconds kRegisterLimit{30'000};  // the card's own watchdog answers before it
constexpr milliseconds kOpenLimit{60'000};
constexpr milliseconds kCloseLimit{60'000};
constexpr milliseconds kInstrumentsLimit{30'000};
constexpr std::uint32_t kSettleCycles = 4096;  // longer than any path through the card

[[nodiscard]] std::string hex(std::uint32_t value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", value);
  return text.data();
}

// The shim takes over three signals when it loads, and answers them by killing the whole process
// group.
class SignalKeeper {
 public:
  SignalKeeper() {
    for (std::size_t i = 0; i < kSignals.size(); ++i)
      ::sigaction(kSignals[i], nullptr, &actions_[i]);
  }
  ~SignalKeeper() {
    for (std::size_t i = 0; i < kSignals.size(); ++i)
      ::sigaction(kSignals[i], &actions_[i], nullptr);
  }
  SignalKeeper(const SignalKeeper&) = delete;
  SignalKeeper& operator=(const SignalKeeper&) = delete;

 private:
  static constexpr std::array kSignals{SIGSEGV, SIGFPE, SIGABRT};
  std::array<struct sigaction, kSignals.size()> actions_{};
};

void check_image(const CardOptions& options, const XclbinInfo& info) {
  if (!info.ok()) throw CardError{info.error};
  if (info.layout_hash && *info.layout_hash != kLayoutHash) {
    throw CardError{options.xclbin + ": layout hash " + hex(*info.layout_hash) +
                    " of the image is not " + hex(kLayoutHash) + " of this program"};
  }
  if (options.manifest.empty()) return;
  try {
    const Manifest manifest = Manifest::load(options.manifest);
    const std::string sha256 = sha256_hex_of_file(options.xclbin);
    const Image* image = manifest.find_by_sha256(sha256);
    if (image == nullptr) {
      const Image* other = manifest.find_by_uuid(info.uuid);
      throw CardError{options.xclbin + ": sha256 " + sha256 + " is not in " + options.manifest +
                      (other == nullptr ? "" : "; its uuid is, with sha256 " + other->sha256)};
    }
    if (image->uuid != info.uuid || image->target != info.target ||
        image->layout_hash != kLayoutHash) {
      throw CardError{options.manifest + ": the entry of " + image->file + " says uuid " +
                      image->uuid + ", target " + image->target + ", layout hash " +
                      hex(image->layout_hash) + "; the image is " + info.uuid + ", " + info.target +
                      " and this program's layout hash is " + hex(kLayoutHash)};
    }
  } catch (const CardError&) {
    throw;
  } catch (const std::exception& error) {
    throw CardError{error.what()};
  }
}

}  // namespace

// Order matters: what is declared last goes first, and the guard outlives every call into XRT.
struct Card::Xrt {
  CallGuard guard;
  XclbinInfo info;
  Emulation* emulation = nullptr;
  bool has_feed_kernel = true;  // of a real card its image knows
  xrt::device device;
  xrt::ip ip;
  xrt::bo records;
  xrt::bo status;
  xrt::bo commands;

  ~Xrt() {
    const CallGuard::Call call{guard, "close", kCloseLimit};
    commands = {};
    status = {};
    records = {};
    ip = {};
    device = {};
  }
};

Card::Card(std::unique_ptr<Xrt> xrt) : xrt_{std::move(xrt)} {}

std::unique_ptr<Card> Card::open(const CardOptions& options) {
  auto xrt = std::make_unique<Xrt>();
  xrt->info = read_xclbin_file(options.xclbin);
  check_image(options, xrt->info);
  if (xrt->info.target == "hw_emu") {
    xrt->emulation = &Emulation::prepare(options.emulation);
    xrt->has_feed_kernel = !options.emulation.kernel.empty() && options.emulation.kernel != "none";
  }
  try {
    const SignalKeeper signals;
    const StdoutKeeper standard_output{xrt->emulation == nullptr ? "" : xrt->emulation->log_path()};
    const CallGuard::Call call{xrt->guard, "open", kOpenLimit};
    xrt->device = xrt::device{options.device_index};
    const xrt::uuid uuid = xrt->device.load_xclbin(xrt::xclbin{options.xclbin});
    xrt->ip =
        xrt::ip{xrt->device, uuid, xrt->info.kernel_name + ":{" + xrt->info.instance_name + "}"};
  } catch (const std::exception& error) {
    throw CardError{options.xclbin + ": XRT: " + error.what()};
  }
  std::unique_ptr<Card> card{new Card{std::move(xrt)}};
  card->check_identity();
  card->set_up_rings(options);
  return card;
}

Card::~Card() = default;

void Card::check_identity() {
  check_alive();
  const std::uint32_t hash = read_raw(kControlLayoutHash);
  if (hash != kLayoutHash) {
    throw CardError{"layout hash " + hex(hash) + " of the card is not " + hex(kLayoutHash) +
                    " of this program"};
  }
}

void Card::check_alive() {
  const std::uint32_t magic = read_raw(kControlMagic);
  if (magic == kMagic) return;
  const std::string log =
      xrt_->emulation == nullptr ? std::string{} : "; its log: " + xrt_->emulation->log_tail();
  if (magic == kNobody) throw CardError{"the card does not answer: it is gone" + log};
  throw CardError{"magic " + hex(magic) + " is not a Hotbook card's " + hex(kMagic) + log};
}

void Card::set_up_rings(const CardOptions& options) {
  if (options.record_slots_log2 < 6 || options.record_slots_log2 > 24 ||
      options.command_slots_log2 < 6 || options.command_slots_log2 > 16) {
    throw CardError{"record_slots_log2 is 6 to 24 and command_slots_log2 is 6 to 16"};
  }
  const std::size_t record_count = std::size_t{1} << options.record_slots_log2;
  const std::size_t command_bytes =
      (std::size_t{1} << options.command_slots_log2) * CommandRing::kSlotBytes;
  const CallGuard::Call call{xrt_->guard, "allocate", kRegisterLimit};
  try {
    const auto group = static_cast<xrt::memory_group>(*xrt_->info.host_memory);
    constexpr auto kHostOnly = xrt::bo::flags::host_only;
    xrt_->records = xrt::bo{xrt_->device, record_count * sizeof(Record64), kHostOnly, group};
    xrt_->status = xrt::bo{xrt_->device, kStatusBytes, kHostOnly, group};
    xrt_->commands = xrt::bo{xrt_->device, command_bytes, kHostOnly, group};
    records_.emplace(std::span{xrt_->records.map<const Record64*>(), record_count},
                     xrt_->status.map<const std::uint8_t*>());
    commands_.emplace(std::span{xrt_->commands.map<std::uint8_t*>(), command_bytes});
  } catch (const std::exception& error) {
    throw CardError{std::string{"host memory for the rings: "} + error.what()};
  }
  const auto write_address = [this](std::uint32_t low, std::uint32_t high, std::uint64_t address) {
    write(low, static_cast<std::uint32_t>(address));
    write(high, static_cast<std::uint32_t>(address >> 32));
  };
  write(kControlRun, 0);
  write(kRingEnable, 0);
  write_address(kRingRecordBaseLow, kRingRecordBaseHigh, xrt_->records.address());
  write_address(kRingRecordStatusLow, kRingRecordStatusHigh, xrt_->status.address());
  write_address(kRingCommandBaseLow, kRingCommandBaseHigh, xrt_->commands.address());
  write(kRingRecordSlotsLog2, options.record_slots_log2);
  write(kRingCommandSlotsLog2, options.command_slots_log2);
  restart_rings();
}

// A status write of the old numbering may still be under way when enable falls; it must not land
// in the new one.
void Card::restart_rings() {
  constexpr int kSameReads = 16;
  constexpr int kReadsMax = 10'000;
  write(kRingEnable, 0);
  std::uint32_t written = read(kRingRecordWritten);
  int same = 0;
  for (int i = 0; same < kSameReads; ++i) {
    if (i == kReadsMax) throw CardError{"the record ring does not stop"};
    const std::uint32_t now = read(kRingRecordWritten);
    same = now == written ? same + 1 : 0;
    written = now;
  }
  std::memset(xrt_->status.map<void*>(), 0, kStatusBytes);
  records_->restart();
  commands_->restart();
  quiet_since_.reset();
  instruments_ = 0;
  write(kRingRecordConsumed, 0);
  write(kRingCommandProduced, 0);
  write(kRingEnable, 1);
}

void Card::set_line(std::uint32_t base, const LineConfig& line) {
  const auto at = [base](std::uint32_t address_in_a) {
    return base + (address_in_a - kLineAEnable);
  };
  write(at(kLineAEnable), line.enable ? 1 : 0);
  write(at(kLineAGroup), line.group);
  write(at(kLineAUdpPort), line.udp_port);
  write(at(kLineAMacLow), static_cast<std::uint32_t>(line.mac));
  write(at(kLineAMacHigh), static_cast<std::uint32_t>(line.mac >> 32));
  write(at(kLineAVlan), line.vlan);
  write(at(kLineAChecksumIgnore), line.checksum_ignore ? 1 : 0);
}

void Card::configure(const LineConfig& line_a, const LineConfig& line_b, const FeedConfig& feed) {
  if (feed.decoder == Decoder::Kernel && !xrt_->has_feed_kernel) {
    throw CardError{"the simulated card has no feed kernel: its options name none"};
  }
  stop();
  set_line(kLineAEnable, line_a);
  set_line(kLineBEnable, line_b);
  write(kFeedFirstSeqLow, static_cast<std::uint32_t>(feed.first_seq));
  write(kFeedFirstSeqHigh, static_cast<std::uint32_t>(feed.first_seq >> 32));
  write(kFeedLineWaitCycles, feed.line_wait_cycles);
  write(kFeedDecoder, static_cast<std::uint32_t>(feed.decoder));  // in force from clear on
  decoder_ = feed.decoder;
  write(kRingEnable, 0);
  write(kControlClear, 1);
  restart_rings();
  // One enabled line has nothing to wait for.
  const bool may_wait = line_a.enable && line_b.enable;
  quiet_cycles_ =
      kSettleCycles + (may_wait ? std::min(feed.line_wait_cycles, kNobody - kSettleCycles) : 0);
}

void Card::load_instruments(std::span<const InstrumentCommand> instruments) {
  if (decoder_ != Decoder::Kernel) throw CardError{"instruments: no feed kernel decodes"};
  const std::uint32_t bad_before = read(kRingCommandBad);
  const auto deadline = std::chrono::steady_clock::now() + kInstrumentsLimit;
  const auto wait = [&](const char* what) {
    if (std::chrono::steady_clock::now() > deadline)
      throw CardError{std::string{"instruments: "} + what};
    std::this_thread::sleep_for(milliseconds{1});
  };
  for (const InstrumentCommand& instrument : instruments) {
    while (!post(instrument)) {
      write(kRingCommandProduced, commands_->produced());
      wait("the command ring stays full");
    }
  }
  write(kRingCommandProduced, commands_->produced());
  while (read(kRingCommandConsumed) != commands_->produced())
    wait("the feed kernel does not take them");
  const std::uint32_t bad = read(kRingCommandBad) - bad_before;
  instruments_ += static_cast<std::uint32_t>(instruments.size()) - bad;
  if (bad != 0) {
    throw CardError{std::to_string(bad) + " of " + std::to_string(instruments.size()) +
                    " instruments were refused: a field is outside its domain, or no feed kernel "
                    "is there to take them"};
  }
}

// The card itself keeps frames out until its memories are swept.
void Card::start() {
  write(kControlRun, 1);
}

void Card::stop() {
  write(kControlRun, 0);
}

std::uint32_t Card::read_raw(std::uint32_t address) {
  const CallGuard::Call call{xrt_->guard, "read_register", kRegisterLimit};
  try {
    return xrt_->ip.read_register(address);
  } catch (const std::exception& error) {
    throw CardError{"register " + hex(address) + ": " + error.what()};
  }
}

std::uint32_t Card::read(std::uint32_t address) {
  const std::uint32_t value = read_raw(address);
  if (value == kNobody) check_alive();  // a counter may well hold that value
  return value;
}

void Card::write(std::uint32_t address, std::uint32_t value) {
  const CallGuard::Call call{xrt_->guard, "write_register", kRegisterLimit};
  try {
    xrt_->ip.write_register(address, value);
  } catch (const std::exception& error) {
    throw CardError{"register " + hex(address) + ": " + error.what()};
  }
}

void Card::tell_consumed(std::uint32_t consumed) noexcept {
  try {
    write(kRingRecordConsumed, consumed);
  } catch (const CardError&) {
    // The card then stops for want of slots, which check_alive() and quiet() tell.
  }
}

bool Card::make_room() noexcept {
  try {
    return commands_->note_consumed(read(kRingCommandConsumed));
  } catch (const CardError&) {
    return false;
  }
}

bool Card::ring_doorbell() noexcept {
  try {
    write(kRingCommandProduced, commands_->produced());
    return true;
  } catch (const CardError&) {
    return false;
  }
}

Counters Card::counters() {
  Counters counters;
  // In order of address: reading cycle_low latches cycle_high.
  for (std::size_t i = 0; i < Counters::kCount; ++i) counters.set(i, read(kRegisters[i].address));
  return counters;
}

std::uint64_t Card::cycle() {
  const std::uint64_t low = read(kControlCycleLow);
  return low | std::uint64_t{read(kControlCycleHigh)} << 32;
}

bool Card::quiet(const FrameCounts& expected) {
  check_alive();
  const std::uint32_t frames_a = read(kLineAFrames);
  const std::uint32_t frames_b = read(kLineBFrames);
  const std::uint32_t refills = read(kLobRefillTaken) + read(kLobRefillRefused);
  const std::uint32_t matched = read(kMatchDecided) + read(kMatchPassed) + read(kMatchPunted) +
                                read(kMatchRefillTaken) + read(kMatchRefillRefused) +
                                read(kMatchGrantTaken) + read(kMatchGrantRefused);
  // A venue message of a feed kernel may be several records; these are at the ring's end in the
  // time that nothing must change.
  const std::uint32_t records = decoder_ == Decoder::Itch
                                    ? read(kLobEvents) + read(kFeedVenueMessages) + refills +
                                          read(kMatchOutputs) + read(kMatchEchoes)
                                    : read(kRingRecordWritten);
  const bool has_all =
      frames_a >= expected.line_a && frames_b >= expected.line_b &&
      records == static_cast<std::uint32_t>(records_->consumed()) &&
      refills + matched + instruments_ + read(kRingCommandBad) >= commands_->produced();
  if (!has_all) {
    quiet_since_.reset();
    return false;
  }
  const QuietSample now{cycle(), records, frames_a + frames_b,
                        read(kLobEvents) + read(kFeedExpectedLow)};
  if (quiet_since_ && quiet_since_->records == now.records && quiet_since_->frames == now.frames &&
      quiet_since_->progress == now.progress) {
    return now.cycle - quiet_since_->cycle >= quiet_cycles_;
  }
  quiet_since_ = now;
  // A simulated card whose clock stands still goes on for a while after a register write.
  write(kRingRecordConsumed,
        records_->consumed_to_tell(1).value_or(static_cast<std::uint32_t>(records_->consumed())));
  return false;
}

const std::string& Card::uuid() const {
  return xrt_->info.uuid;
}

bool Card::is_emulated() const {
  return xrt_->emulation != nullptr;
}

std::string Card::log_path() const {
  return xrt_->emulation == nullptr ? std::string{} : xrt_->emulation->log_path();
}

}  // namespace hotbook::card
