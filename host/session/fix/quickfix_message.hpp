// QuickFIX's messages and dictionaries, as the engine uses them. Only for sources in C++14.
//
// Threading: dictionaries are read by one thread.
// Hot path:  no.

#pragma once

#include <quickfix/DataDictionary.h>
#include <quickfix/DataDictionaryProvider.h>
#include <quickfix/Message.h>

#include <string>

#include "host/session/fix/fix_message.hpp"

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {

constexpr const char* kApplVersion = "9";  // FIX 5.0 SP2

std::string begin_string(FixVersion version);
// Whether the door speaks this application message.
bool is_supported(const std::string& type);

struct Dictionaries {
  std::shared_ptr<FIX::DataDictionary> session;
  std::shared_ptr<FIX::DataDictionary> application;

  explicit Dictionaries(FixVersion version);
  FIX::DataDictionaryProvider provider(FixVersion version) const;
  // Throws FIX::InvalidMessage when length or checksum is wrong, or a number fits no int. Of a
  // message that the door does not speak only the header is kept, so that it is refused for its
  // type, whatever it holds.
  FIX::Message parse(const std::string& text) const;

  // QuickFIX reads digits into an int however many there are, which no int can hold. Throws
  // FIX::InvalidMessage that names the first field whose number does not fit.
  void check_integers(const std::string& text) const;

 private:
  bool is_integer(int tag) const;
};

FixMessage plain(const FIX::Message& message);

}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
