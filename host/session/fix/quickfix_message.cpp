#include "host/session/fix/quickfix_message.hpp"

#include <quickfix/Values.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <sstream>

#include "host/session/fix/dictionary.hpp"
#include "host/session/fix/fix_engine.hpp"

namespace hotbook {
namespace fix {

namespace {

constexpr int kTooLarge = -1;

// The magnitude that digits say, a sign before them or not. 0 where they are not digits, which is
// for QuickFIX to say.
int number_of(const std::string& text, std::size_t from, std::size_t end) {
  std::int64_t number = 0;
  if (from < end && text[from] == '-') ++from;
  for (; from < end; ++from) {
    if (text[from] < '0' || text[from] > '9') return 0;
    number = 10 * number + (text[from] - '0');
    if (number > std::numeric_limits<int>::max()) return kTooLarge;
  }
  return static_cast<int>(number);
}

}  // namespace

std::string begin_string(FixVersion version) {
  return version == FixVersion::Fix44 ? FIX::BeginString_FIX44 : FIX::BeginString_FIXT11;
}

bool is_supported(const std::string& type) {
  return type.size() == 1 && std::strchr("DFGqH", type[0]) != nullptr;
}

Dictionaries::Dictionaries(FixVersion version) {
  const bool is_44 = version == FixVersion::Fix44;
  std::istringstream text(is_44 ? kFix44Dictionary : kFixt11Dictionary);
  session.reset(new FIX::DataDictionary(text));
  if (is_44) {
    application = session;
  } else {
    std::istringstream orders(kFix50Sp2Dictionary);
    application.reset(new FIX::DataDictionary(orders));
  }
}

FIX::DataDictionaryProvider Dictionaries::provider(FixVersion version) const {
  FIX::DataDictionaryProvider provider;
  const FIX::BeginString begin(begin_string(version));
  const FIX::ApplVerID orders = version == FixVersion::Fix44 ? FIX::Message::toApplVerID(begin)
                                                             : FIX::ApplVerID(kApplVersion);
  provider.addTransportDataDictionary(begin, session);
  provider.addApplicationDataDictionary(orders, application);
  return provider;
}

void Dictionaries::check_integers(const std::string& text) const {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\001', at), text.size());
    const std::size_t equals = std::min(text.find('=', at), end);
    const int tag = number_of(text, at, equals);
    if (tag > 0 && equals < end && is_integer(tag) && number_of(text, equals + 1, end) < 0) {
      throw FIX::InvalidMessage("field " + std::to_string(tag) + " is too large");
    }
    at = end + 1;
  }
}

bool Dictionaries::is_integer(int tag) const {
  FIX::TYPE::Type type = FIX::TYPE::Unknown;
  if (!session->getFieldType(tag, type) && !application->getFieldType(tag, type)) return false;
  return type == FIX::TYPE::Int || type == FIX::TYPE::Length || type == FIX::TYPE::NumInGroup ||
         type == FIX::TYPE::SeqNum || type == FIX::TYPE::DayOfMonth;
}

FIX::Message Dictionaries::parse(const std::string& text) const {
  check_integers(text);
  FIX::Message message(text, *session, *application, true);
  if (message.isApp() && !is_supported(message.getHeader().getField(FIX::FIELD::MsgType))) {
    message.FieldMap::clear();
  }
  return message;
}

FixMessage plain(const FIX::Message& from) {
  FixMessage message(from.getHeader().getField(FIX::FIELD::MsgType));
  FIX::MsgSeqNum seq;
  from.getHeader().getField(seq);
  message.seq = static_cast<std::uint32_t>(seq.getValue());
  FIX::PossDupFlag dup(false);
  from.getHeader().getFieldIfSet(dup);
  message.is_poss_dup = dup.getValue();
  FIX::PossResend resend(false);
  from.getHeader().getFieldIfSet(resend);
  message.is_poss_resend = resend.getValue();
  for (const FIX::FieldBase& field : from) {
    message.add(field.getTag(), field.getString());
  }
  return message;
}

std::string parse_fix(FixVersion version, const std::string& text, FixMessage& message) {
  static const Dictionaries fix44(FixVersion::Fix44);
  static const Dictionaries fix50(FixVersion::Fix50Sp2);
  const Dictionaries& dictionaries = version == FixVersion::Fix44 ? fix44 : fix50;
  try {
    dictionaries.check_integers(text);
    const FIX::Message parsed(text, *dictionaries.session, *dictionaries.application, true);
    const FIX::DataDictionary* const application =
        parsed.isAdmin() ? dictionaries.session.get() : dictionaries.application.get();
    FIX::DataDictionary::validate(parsed, dictionaries.session.get(), application);
    message = plain(parsed);
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace fix
}  // namespace hotbook
