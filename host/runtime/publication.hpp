// The venue's own market data: what the inputs did, published as far as the journal is safe.
//
// Threading: the venue's thread.
// Hot path:  on_input() as ItchPublisher; release() and flush() as MessageStore and MoldPublisher.

#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "host/publish/itch_publisher.hpp"
#include "host/publish/message_store.hpp"
#include "host/publish/mold_publisher.hpp"
#include "host/publish/rerequest_server.hpp"
#include "host/venue/reporter.hpp"

namespace hotbook::runtime {

class Publication final : public venue::InputObserver {
 public:
  // The lines outlive it. Throws what ItchPublisher does.
  Publication(const publish::PublisherOptions& options,
              const std::vector<publish::Instrument>& instruments, publish::PacketSink& line_a,
              publish::PacketSink& line_b)
      : publisher_{options, instruments, store_},
        mold_{store_, line_a, line_b},
        rerequests_{{}, store_} {}

  void on_input(const journal::JournalRecord& record, std::span<const MatchOutput> outputs,
                const engine::Engine& after) noexcept override;
  void on_control(const journal::JournalRecord& record,
                  const engine::Engine& engine) noexcept override;

  // After a recovery: what was published before is not sent again, whoever missed it asks for it.
  void resume(std::uint64_t journal_seq, std::uint64_t now_ns) noexcept;
  // The journal has these records safe.
  void release(std::uint64_t journal_seq) noexcept;
  // At the end of each turn.
  void flush(std::uint64_t now_ns) noexcept {
    mold_.flush(now_ns);
    mold_.on_time(now_ns);
  }

  [[nodiscard]] publish::MessageStore& store() noexcept { return store_; }
  [[nodiscard]] publish::RerequestServer& rerequests() noexcept { return rerequests_; }
  [[nodiscard]] const publish::ItchPublisher& publisher() const noexcept { return publisher_; }
  [[nodiscard]] const publish::MoldPublisher& mold() const noexcept { return mold_; }

 private:
  struct Mark {
    std::uint64_t journal_seq;
    std::uint64_t store_seq;  // the last message that the record made
  };

  void mark(std::uint64_t journal_seq);
  void start_day(const journal::JournalRecord& record, const engine::Engine& engine);

  publish::MessageStore store_;
  publish::ItchPublisher publisher_;
  publish::MoldPublisher mold_;
  publish::RerequestServer rerequests_;
  publish::MoldSession session_{};
  bool is_open_ = false;
  std::deque<Mark> marks_;
};

}  // namespace hotbook::runtime
