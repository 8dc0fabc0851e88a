#include "host/app/card_run.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "sim/replay/pcap_writer.hpp"

namespace hotbook::app {
namespace {

constexpr std::size_t kPollMax = 4'096;
constexpr std::chrono::milliseconds kIdleStep{2};
constexpr std::chrono::milliseconds kAliveEvery{500};

std::string temporary_directory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hotbook-lines-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error(fmt::format("{}: cannot be made: {}", pattern, std::strerror(errno)));
  }
  return pattern;
}

}  // namespace

LineFiles::LineFiles(const InputOptions& options, const InputSummary& summary) {
  if (options.files.size() == 1 && !summary.line_b) {
    line_a_ = std::filesystem::absolute(options.files.front()).string();
    return;
  }
  directory_ = temporary_directory();
  line_a_ = directory_ + "/line_a.pcap";
  replay::PcapWriter a{line_a_};
  std::optional<replay::PcapWriter> b;
  if (summary.line_b) {
    line_b_ = directory_ + "/line_b.pcap";
    b.emplace(line_b_);
  }
  ReplayInput input{options.files, summary.line_b};
  InputFrame frame;
  while (input.next(frame))
    (frame.line == feed::Line::B ? *b : a).write(frame.time_ns, frame.bytes);
  a.finish();
  if (b) b->finish();
}

LineFiles::~LineFiles() {
  std::error_code ignored;
  if (!directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

CardRun::CardRun(const card::CardOptions& card, const InputOptions& options,
                 const InputSummary& summary)
    : files_{options, summary},
      frames_{static_cast<std::uint32_t>(summary.frames[0]),
              static_cast<std::uint32_t>(summary.frames[1])} {
  card::CardOptions with_lines = card;
  with_lines.emulation.line_a = "file:" + files_.line_a();
  if (!files_.line_b().empty()) with_lines.emulation.line_b = "file:" + files_.line_b();
  card::FeedConfig feed;
  if (options.venue != reference::Venue::Itch) {
    with_lines.emulation.kernel = reference::name_of(options.venue);
    feed.decoder = card::Decoder::Kernel;
  }
  card_ = card::Card::open(with_lines);
  feed.first_seq = summary.feed.first_seq;
  card_->configure(summary.feed.lines[0], summary.feed.lines[1], feed);
  if (!summary.commands.empty()) card_->load_instruments(summary.commands);
  follower_.emplace(
      FollowerOptions{card_->read(kControlBookCount), card_->read(kControlWindowLevels)});
  card_->start();
  alive_ = std::chrono::steady_clock::now();
}

void CardRun::take(const card::Record64& record) {
  if (!difference_.empty()) return;
  if (record.kind() == RecordKind::VenueMessage) {
    ++venue_messages_;
    return;
  }
  const auto update = record.as<BookUpdate>();
  const CardFollower::Followed followed = follower_->follow(update);
  if (followed.verdict == CardFollower::Verdict::Differs) {
    difference_ = fmt::format("record {} of the card differs from the twin\n  card: {}\n  twin: {}",
                              follower_->counts().inputs - 1, describe(update),
                              describe(follower_->twin_view(update)));
    return;
  }
  if (hook_) hook_(followed.update);
  tracker_.update(followed.update, [this](const TopRow& row) { rows_.push_back(row); });
}

void CardRun::refill() {
  while (const auto command = follower_->next_refill()) {
    if (card_->send(*command)) continue;
    follower_->give_back(*command);
    return;
  }
}

bool CardRun::poll() {
  const card::PollResult result =
      card_->poll(kPollMax, [this](const card::Record64& record) { take(record); });
  if (result.fault != card::RingFault::None) {
    throw card::CardError(fmt::format("records were lost: {}", to_string(result.fault)));
  }
  refill();
  return result.count != 0;
}

std::optional<TopRow> CardRun::next_row() {
  while (rows_.empty() && !finished_ && difference_.empty()) {
    const auto now = std::chrono::steady_clock::now();
    if (poll()) {
      alive_ = now;
      continue;
    }
    if (wait_hook_) wait_hook_();
    if (card_->quiet(frames_)) {
      finished_ = true;
    } else if (now - alive_ > kAliveEvery) {
      card_->check_alive();
      alive_ = now;
    }
    std::this_thread::sleep_for(kIdleStep);
  }
  if (rows_.empty()) return std::nullopt;
  const TopRow row = rows_.front();
  rows_.pop_front();
  return row;
}

}  // namespace hotbook::app
