// Fuzzes what a FIX client's bytes go through: they are framed, read against the dictionary and
// mapped, and come to a request whose fields are within what the venue takes, or to an answer that
// the dictionary knows.

#include <algorithm>

#include "host/session/fix/fix_desk.hpp"
#include "host/session/fix/fix_engine.hpp"
#include "host/session/fix/fix_framer.hpp"
#include "host/session/fix/fix_tags.hpp"
#include "host/session/fix/fix_values.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/host/session_fix/fake_venue.hpp"

namespace hotbook::fuzz {
namespace {

using fix::FixMessage;
using fix::FixVersion;
using fix::test::FakeVenue;

std::string whole(const std::string& begin, const std::string& body) {
  std::string text = "8=" + begin + "\0019=" + std::to_string(body.size()) + '\001' + body;
  unsigned sum = 0;
  for (const char byte : text) sum += static_cast<unsigned char>(byte);
  const std::string digits = std::to_string(sum % 256);
  return text + "10=" + std::string(3 - digits.size(), '0') + digits + '\001';
}

std::string sent(FixVersion version, const std::string& type, const std::string& fields) {
  static unsigned seq = 0;
  const bool is_44 = version == FixVersion::Fix44;
  return whole(is_44 ? "FIX.4.4" : "FIXT.1.1",
               "35=" + type + "\00134=" + std::to_string(++seq) +
                   "\00149=C\00152=20251120-16:49:54\00156=HOTBOOK\001" + fields);
}

// Wrong length or checksum would end most inputs early: they are put right for the reader.
std::string put_right(const std::string& message) {
  const std::size_t begin = message.find('\001');
  const std::size_t body = message.find('\001', begin + 1) + 1;
  return whole(message.substr(2, begin - 2), message.substr(body, message.size() - body - 7));
}

void judge(const ClientRequest& request) {
  const MatchCommand& command = request.command;
  require(command.session == 0 && command.account == 17 && command.side <= 1);
  require(command.order_id == 0 && command.new_order_id == 0 && command.host_number == 0);
  require(request.cl_ord_id[fix::kNameMost] == '\0' && request.cl_ord_id[0] != '\0');
  if (request.door_reason != 0) {
    require(request.door_reason >= 200);
    return;
  }
  require(command.price <= INT32_MAX && command.quantity <= INT32_MAX);
  if (command.kind == CommandKind::NewOrder) {
    require(command.quantity != 0 && request.user_ref != 0 && request.other_user_ref == 0);
    require(command.display_quantity < command.quantity || command.display_quantity == 0);
    require(command.order_type <= 6 && command.time_in_force <= 6 && command.self_match <= 4);
  }
  if (command.kind == CommandKind::ReplaceOrder) {
    require(request.other_user_ref != 0 && request.other_user_ref < request.user_ref);
  }
}

// What is told can be read by a client with the same dictionary.
void judge(FixVersion version, const FixMessage& message) {
  std::string fields;
  for (const fix::FixField& field : message.fields) {
    require(!field.value.empty() && field.value.find('\001') == std::string::npos);
    fields += std::to_string(field.tag) + '=' + field.value + '\001';
  }
  FixMessage read;
  const std::string wrong = fix::parse_fix(version, sent(version, message.type, fields), read);
  require(wrong.empty());
  require(read.fields.size() == message.fields.size());
}

void follow(FixVersion version, Bytes bytes) {
  FakeVenue venue{{{"C", "secret"}}};
  fix::FixDesk desk{venue, 0, version};
  desk.set_account(17);
  fix::FixFramer framer;
  framer.append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::uint64_t told = 0;
  std::uint64_t ticket = 0;
  for (std::string text; framer.next(text);) {
    FixMessage message;
    if (!fix::parse_fix(version, put_right(text), message).empty()) continue;
    if (std::string_view{"DFGqH"}.find(message.type) == std::string_view::npos) continue;
    message.ticket = ++ticket;
    const fix::Outcome outcome = desk.take(message);
    require(!outcome.request || !outcome.answer);
    if (outcome.answer) judge(version, outcome.answer->message);
    if (!outcome.request) continue;
    judge(*outcome.request);
    venue.request(*outcome.request);
    while (told < venue.reports(0).count()) {
      judge(version, desk.tell(venue.reports(0).report(++told)).message);
    }
  }
  require(desk.waiting() == 0);
}

}  // namespace

void make_seeds(Seeds& seeds) {
  // '|' ends a field.
  const auto sent = [](FixVersion version, const std::string& type, std::string fields) {
    std::replace(fields.begin(), fields.end(), '|', '\001');
    return fuzz::sent(version, type, fields);
  };
  const std::string rest = "|55=AAPL|54=5|60=20251120-16:00:00|";
  for (const FixVersion version : {FixVersion::Fix44, FixVersion::Fix50Sp2}) {
    const std::string first =
        sent(version, "D", "11=A" + rest + "38=107|40=2|44=150.25|528=A|59=1|111=10|2964=1|");
    for (const std::string& message :
         {sent(version, "D", "11=B" + rest + "38=9|40=P|18=M 6|211=-0.05|836=0|44=151|"),
          sent(version, "D", "11=C" + rest + "38=9|40=4|44=1|99=2|59=6|126=20301120-16:00:00|"),
          sent(version, "D", "11=D" + rest + "38=9|40=1|59=3|110=4|453=1|448=X|447=D|452=3|"),
          sent(version, "D", "11=E" + rest + "38=9|40=2|44=0.001|59=6|432=20301120|"),
          sent(version, "G", "11=F|41=A" + rest + "38=50|40=2|44=151|"),
          sent(version, "F", "11=G|41=A" + rest), sent(version, "H", "11=A|55=AAPL|54=5|790=q|"),
          sent(version, "q", "11=I|530=7|60=20251120-16:00:00|"),
          sent(version, "q", "11=J|530=1|55=AAPL|60=20251120-16:00:00|"),
          sent(version, "AF", "584=1|585=7|")}) {
      const char lead = version == FixVersion::Fix44 ? '\0' : '\1';
      seeds.add(std::string(1, lead) + first + message);
    }
  }
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  if (size == 0) return 0;
  const auto version = (data[0] & 1) == 0 ? fix::FixVersion::Fix44 : fix::FixVersion::Fix50Sp2;
  fuzz::follow(version, {data + 1, size - 1});
  return 0;
}
