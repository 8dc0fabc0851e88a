// Fuzzes order-flow files of every form: they end with an error that names file and place, or give
// commands, and those that CSV can tell come back from it unchanged.

#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "sim/replay/order_flow.hpp"
#include "sim/replay/order_flow_file.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace hotbook::fuzz {
namespace {

constexpr std::size_t kHeldMost = 256;  // commands that are written again

std::vector<MatchCommand> some_commands() {
  replay::OrderFlow flow{{.regime = replay::FlowRegime::Mixed, .count = 40, .books = 2}};
  std::vector<MatchCommand> commands;
  MatchCommand command;
  while (flow.next(command)) commands.push_back(command);
  return commands;
}

std::string csv_of(const std::vector<MatchCommand>& commands) {
  std::string text = replay::order_flow_csv_header() + '\n';
  for (const MatchCommand& command : commands) replay::append_order_flow_row(text, command);
  return text;
}

void round_trip(std::vector<MatchCommand> commands) {
  if (commands.size() > kHeldMost) commands.resize(kHeldMost);
  std::string text;
  try {
    text = csv_of(commands);
  } catch (const std::invalid_argument&) {
    return;  // a field that no column has
  }
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  const auto read = replay::read_order_flow("again", bytes);
  require(read.size() == commands.size());
  for (std::size_t i = 0; i < read.size(); ++i)
    require(std::memcmp(&read[i], &commands[i], sizeof(MatchCommand)) == 0);
}

}  // namespace

void make_seeds(Seeds& seeds) {
  const auto commands = some_commands();
  seeds.add(csv_of(commands));
  seeds.add("# people\nkind,order_id,side,price,quantity,type,offset\nnew,1,Buy,5,6,stop,\r\n");
  seeds.add("kind,scope,state,book\nmass_cancel,account+book,,1\ntrading_state,,halted,all\n");
  // The header's bytes in front of the records, as HBOF has them, and an OBW1 file of one record.
  std::vector<std::uint8_t> hbof{'H', 'B', 'O', 'F', 1, 0, sizeof(MatchCommand), 0};
  for (unsigned i = 0; i < 4; ++i) hbof.push_back(static_cast<std::uint8_t>(kLayoutHash >> 8 * i));
  hbof.resize(64);
  hbof[12] = 2;
  hbof[16] = static_cast<std::uint8_t>(commands.size());
  for (const MatchCommand& command : commands) {
    std::array<std::uint8_t, sizeof command> bytes{};
    std::memcpy(bytes.data(), &command, sizeof command);
    hbof.insert(hbof.end(), bytes.begin(), bytes.end());
  }
  seeds.add(hbof);
  std::vector<std::uint8_t> obw(128 + 24);
  for (const auto& [at, value] : {std::pair{0, 'O'},
                                  {1, 'B'},
                                  {2, 'W'},
                                  {3, '1'},
                                  {8, '\1'},
                                  {12, '\30'},
                                  {16, '\1'},
                                  {40, '\1'},
                                  {128, '\3'},
                                  {140, '\5'}})
    obw[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
  seeds.add(obw);
}

}  // namespace hotbook::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hotbook;
  try {
    fuzz::round_trip(replay::read_order_flow("file", {data, size}));
  } catch (const replay::OrderFlowError& error) {
    fuzz::require(std::string_view{error.what()}.starts_with("file: line "));
  } catch (const replay::CaptureError& error) {
    fuzz::require(error.file() == "file" && !error.reason().empty());
  }
  return 0;
}
