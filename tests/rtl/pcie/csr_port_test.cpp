// CsrPort against an AXI4-Lite master that stalls every channel on its own.

#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "Vcsr_port_v.h"
#include "sim/harness/channels.hpp"
#include "sim/harness/clock.hpp"
#include "sim/harness/stall.hpp"
#include "tests/rtl/pcie/host_memory.hpp"

namespace hotbook::test {
namespace {

struct Write {
  std::uint16_t address;
  std::uint32_t data;
  std::uint8_t strobe;
};

// What the registers would answer: a function of the access, so that a wrong pairing shows.
channel::CsrAnswer answer_to(const channel::CsrAccess& access) {
  channel::CsrAnswer answer;
  answer.ok = (access.address >> 3) & 1U;
  answer.data = access.write != 0 ? 0 : (access.address * 0x9e37'79b9U) & 0xffff'ffffU;
  return answer;
}

TEST(CsrPort, EveryAccessIsDoneOnceAndAnsweredInOrder) {
  const std::uint64_t seed = seed_of(1);
  std::mt19937_64 random{seed};
  for (std::uint64_t round = 0; round < 10 * scale(); ++round) {
    sim::Clock<Vcsr_port_v> clock;
    clock->write_address_valid_i = clock->write_data_valid_i = clock->read_address_valid_i = 0;
    clock->write_answer_ready_i = clock->read_answer_ready_i = 0;
    clock.reset();
    std::vector<sim::Stall> stalls;
    for (unsigned i = 0; i < 5; ++i)
      stalls.emplace_back(random(), static_cast<unsigned>(random() % 4) * 30);
    std::deque<Write> write_addresses;
    std::deque<Write> write_data;
    std::deque<Write> write_done;  // addressed, not yet seen as an access
    std::deque<Write> write_answers;
    std::deque<std::uint16_t> reads;
    std::deque<std::uint16_t> read_done;
    std::deque<std::uint16_t> read_answers;
    for (unsigned i = 0; i < 500; ++i) {
      const Write write{static_cast<std::uint16_t>(random()), static_cast<std::uint32_t>(random()),
                        static_cast<std::uint8_t>(random() % 16)};
      write_addresses.push_back(write);
      write_data.push_back(write);
      reads.push_back(static_cast<std::uint16_t>(random()));
    }
    channel::CsrAnswer next;
    channel::CsrAnswer now;
    std::size_t answered = 0;
    for (unsigned cycle = 0; answered < 1000; ++cycle) {
      ASSERT_LT(cycle, 100'000U) << "seed " << seed << " round " << round;
      const auto offer = [&](auto& valid, std::size_t stall, bool any) {
        valid = any && (valid || !stalls[stall].held());
      };
      offer(clock->write_address_valid_i, 0, !write_addresses.empty());
      offer(clock->write_data_valid_i, 1, !write_data.empty());
      offer(clock->read_address_valid_i, 2, !reads.empty());
      clock->write_answer_ready_i = !stalls[3].held();
      clock->read_answer_ready_i = !stalls[4].held();
      if (!write_addresses.empty()) clock->write_address_i = write_addresses.front().address;
      if (!write_data.empty()) {
        clock->write_data_i = write_data.front().data;
        clock->write_strobe_i = write_data.front().strobe;
      }
      if (!reads.empty()) clock->read_address_i = reads.front();
      now.store(clock->answer_i);
      clock.settle();

      now = next;
      next = {};
      if (clock->access_valid_o) {
        const auto access = channel::CsrAccess::load(clock->access_o);
        next = answer_to(access);
        if (access.write != 0) {
          ASSERT_FALSE(write_done.empty());
          ASSERT_EQ(access.address, write_done.front().address);
          ASSERT_EQ(access.data, write_done.front().data);
          ASSERT_EQ(access.strobe, write_done.front().strobe);
          write_answers.push_back(write_done.front());
          write_done.pop_front();
        } else {
          ASSERT_FALSE(read_done.empty());
          ASSERT_EQ(access.address, read_done.front());
          read_answers.push_back(read_done.front());
          read_done.pop_front();
        }
      }
      ASSERT_EQ(clock->write_address_valid_i && clock->write_address_ready_o,
                clock->write_data_valid_i && clock->write_data_ready_o);
      if (clock->write_address_valid_i && clock->write_address_ready_o) {
        write_done.push_back(write_addresses.front());
        write_addresses.pop_front();
        write_data.pop_front();
        clock->write_address_valid_i = clock->write_data_valid_i = 2;  // leaves with this edge
      }
      if (clock->read_address_valid_i && clock->read_address_ready_o) {
        read_done.push_back(reads.front());
        reads.pop_front();
        clock->read_address_valid_i = 2;
      }
      if (clock->write_answer_valid_o && clock->write_answer_ready_i) {
        channel::CsrAccess access;
        access.write = 1;
        access.address = write_answers.front().address;
        ASSERT_EQ(clock->write_answer_o, answer_to(access).ok != 0 ? 0 : 2);
        write_answers.pop_front();
        ++answered;
      }
      if (clock->read_answer_valid_o && clock->read_answer_ready_i) {
        channel::CsrAccess access;
        access.address = read_answers.front();
        ASSERT_EQ(clock->read_answer_o, answer_to(access).ok != 0 ? 0 : 2);
        ASSERT_EQ(clock->read_answer_data_o, answer_to(access).data);
        read_answers.pop_front();
        ++answered;
      }
      const bool write_left = clock->write_address_valid_i == 2;
      const bool read_left = clock->read_address_valid_i == 2;
      if (write_left) clock->write_address_valid_i = clock->write_data_valid_i = 1;
      if (read_left) clock->read_address_valid_i = 1;
      clock.tick();
      if (write_left) clock->write_address_valid_i = clock->write_data_valid_i = 0;
      if (read_left) clock->read_address_valid_i = 0;
    }
  }
}

}  // namespace
}  // namespace hotbook::test
