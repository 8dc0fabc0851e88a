// A desk on a venue that is simple to foresee, and messages written as words.

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/session/fix/fix_desk.hpp"
#include "host/session/fix/fix_tags.hpp"
#include "tests/host/session_fix/fake_venue.hpp"

namespace hotbook::fix::test {

class FixDeskFixture : public testing::Test {
 protected:
  // "D 11=A 55=AAPL": a message, fields apart by blanks; '_' is a blank in a value.
  FixMessage message(const std::string& words) {
    std::istringstream input{words};
    FixMessage message;
    input >> message.type;
    for (std::string word; input >> word;) {
      const std::size_t equals = word.find('=');
      std::string value = word.substr(equals + 1);
      std::replace(value.begin(), value.end(), '_', ' ');
      message.add(std::stoi(word), value);
    }
    message.seq = ++seq_;
    message.ticket = seq_;
    return message;
  }

  std::string order(const std::string& name, const std::string& more = "40=2 44=150.25 38=100") {
    return "D 11=" + name + " 55=AAPL 54=1 60=20251120-16:00:00 " + more;
  }

  ClientRequest wish(const std::string& words) {
    Outcome outcome = desk_.take(message(words));
    if (!outcome.request) throw std::logic_error{"no request: " + words};
    return *outcome.request;
  }
  MatchCommand command(const std::string& words) {
    const ClientRequest request = wish(words);
    EXPECT_EQ(request.door_reason, 0) << words;
    return request.command;
  }
  std::uint8_t refusal(const std::string& words) { return wish(words).door_reason; }

  // What the client is told when the venue has done it.
  std::vector<FixMessage> done(const std::string& words) {
    venue_.request(wish(words));
    return told();
  }
  std::vector<FixMessage> told() {
    std::vector<FixMessage> messages;
    for (; next_ <= venue_.reports(0).count(); ++next_) {
      answers_.push_back(desk_.tell(venue_.reports(0).report(next_)));
      messages.push_back(answers_.back().message);
    }
    return messages;
  }

  static std::string field(const FixMessage& message, int tag) {
    const std::string* const value = message.find(tag);
    return value == nullptr ? "-" : *value;
  }

  FakeVenue venue_{{{"C", "secret"}}};
  FixDesk desk_{venue_, 0, FixVersion::Fix44};
  std::vector<FixAnswer> answers_;
  std::uint64_t next_ = 1;
  std::uint32_t seq_ = 0;
};

}  // namespace hotbook::fix::test
