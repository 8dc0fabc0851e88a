// A FIX message as its fields, without header and trailer but for what its receiver must know.
//
// C++14: the engine's sources are compiled as such.
//
// Threading: plain values.
// Hot path:  no; strings are allocated.

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {

enum class FixVersion : std::uint8_t { Fix44 = 0, Fix50Sp2 = 1 };

struct FixField {
  int tag;
  std::string value;
};

struct FixMessage {
  std::string type;              // MsgType (35)
  std::uint32_t seq = 0;         // MsgSeqNum (34); of a received one
  std::uint64_t ticket = 0;      // names a received one until it is answered
  bool is_poss_dup = false;      // 43
  bool is_poss_resend = false;   // 97
  std::vector<FixField> fields;  // of the body, each tag once

  FixMessage() = default;
  explicit FixMessage(std::string of_type) : type(std::move(of_type)) {}

  void add(int tag, std::string value) { fields.push_back({tag, std::move(value)}); }
  void add(int tag, char value) { fields.push_back({tag, std::string(1, value)}); }

  // nullptr when there is no such field.
  const std::string* find(int tag) const {
    for (const FixField& field : fields) {
      if (field.tag == tag) return &field.value;
    }
    return nullptr;
  }
  bool has(int tag) const { return find(tag) != nullptr; }
};

// A message to a client, and what its store is to remember with it.
struct FixAnswer {
  FixMessage message;
  std::uint64_t report = 0;   // number of the report it tells; 0 for none
  std::uint64_t answers = 0;  // ticket of the message that is answered for good; 0 for none
};

}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
