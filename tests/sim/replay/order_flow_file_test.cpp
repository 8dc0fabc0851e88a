// Order-flow files: what is written is read again, and whatever is wrong is named.

#include "sim/replay/order_flow_file.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "sim/replay/order_flow.hpp"
#include "sim/replay/order_flow_columns.hpp"
#include "sim/replay/order_flow_words.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/read_text.hpp"

namespace hotbook::replay {
namespace {

using Bytes = std::vector<std::uint8_t>;

bool same(const MatchCommand& left, const MatchCommand& right) {
  return std::memcmp(&left, &right, sizeof left) == 0;
}

Bytes bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

std::vector<MatchCommand> flow(FlowRegime regime, std::uint64_t count) {
  OrderFlow made{{.regime = regime, .seed = 3, .count = count}};
  std::vector<MatchCommand> commands;
  MatchCommand command;
  while (made.next(command)) commands.push_back(command);
  return commands;
}

// What is wrong with a CSV text, without the file's name.
std::string csv_error(std::string_view text) {
  try {
    (void)read_order_flow("f", bytes_of(text));
  } catch (const OrderFlowError& error) {
    return std::string{error.what()}.substr(3);
  } catch (const CaptureError& error) {
    return std::string{error.what()}.substr(3);
  }
  return "no error";
}

std::string binary_error(const Bytes& bytes) {
  try {
    (void)read_order_flow("f", bytes);
  } catch (const CaptureError& error) {
    return std::string{error.what()}.substr(3);
  }
  return "no error";
}

MatchCommand row(std::string_view header, std::string_view fields) {
  const auto read =
      read_order_flow("f", bytes_of(std::string{header} + "\n" + std::string{fields} + "\n"));
  return read.at(0);
}

class OrderFlowFile : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string file(const std::string& name) const {
    return (folder_ / name).string();
  }

  Bytes hbof(const std::vector<MatchCommand>& commands) {
    OrderFlowWriter writer{file("x.hbof"), 8, commands.size()};
    for (const MatchCommand& command : commands) writer.write(command);
    writer.finish();
    return bytes_of(testing::read_text(file("x.hbof")));
  }

  std::filesystem::path folder_ = testing::scratch_folder();
};

TEST_F(OrderFlowFile, ReadsWhatWasWrittenInEveryFormAndEveryRegime) {
  for (const FlowProfile& profile : flow_profiles()) {
    const auto commands = flow(profile.regime, 4000);
    for (const char* name : {"a.hbof", "a.hbof.gz", "a.csv", "a.csv.gz"}) {
      OrderFlowWriter writer{file(name), 64, commands.size()};
      for (const MatchCommand& command : commands) writer.write(command);
      writer.finish();
      const auto reader = open_order_flow(file(name));
      MatchCommand command;
      std::size_t count = 0;
      while (reader->next(command)) {
        ASSERT_LT(count, commands.size());
        ASSERT_TRUE(same(command, commands[count])) << profile.name << ' ' << name << ' ' << count;
        ++count;
      }
      EXPECT_EQ(count, commands.size()) << profile.name << ' ' << name;
      const bool csv = std::string_view{name}.starts_with("a.csv");
      EXPECT_EQ(reader->info().book_count, csv ? 0U : 64U);
    }
    EXPECT_LT(std::filesystem::file_size(file("a.hbof.gz")),
              std::filesystem::file_size(file("a.hbof")) / 2);
  }
}

TEST_F(OrderFlowFile, KeepsEveryValueOfEveryColumnThroughCsv) {
  const std::uint64_t seed = testing::seed(1);
  Draw draw{seed};
  for (std::uint64_t i = 0; i < 20'000 * testing::scale(); ++i) {
    const auto words = command_words();
    const CommandWord& word = words[draw.below(static_cast<std::uint32_t>(words.size()))];
    MatchCommand command{};
    command.kind = word.kind;
    const std::uint64_t type = draw.once_in(4) ? draw.below(256) : draw.below(7);
    for (const FlowField& field : fields_of(word, type)) {
      std::uint64_t value = draw.bits() >> draw.below(64);
      if (field.bytes < 8) value &= (std::uint64_t{1} << (8 * field.bytes)) - 1;
      store_field(command, field, draw.once_in(3) ? 0 : value);
    }
    if (word.kind == CommandKind::NewOrder) command.order_type = static_cast<std::uint8_t>(type);
    std::string line;
    append_order_flow_row(line, command);
    const MatchCommand read = row(order_flow_csv_header(), line);
    ASSERT_TRUE(same(read, command)) << "HOTBOOK_SEED=" << seed << " row " << i << ": " << line;
  }
}

TEST_F(OrderFlowFile, ReadsWordsInAnyCaseAndColumnsInAnyOrder) {
  const MatchCommand command =
      row("Quantity, KIND ,side,price,order_id,type,Time_In_Force,self_match,post_only",
          " 100 ,New, Buy ,250,7,LIMIT,gtc,Cancel_Both,Yes");
  EXPECT_EQ(command.kind, CommandKind::NewOrder);
  EXPECT_EQ(command.side, static_cast<std::uint8_t>(Side::Bid));
  EXPECT_EQ(command.price, 250U);
  EXPECT_EQ(command.quantity, 100U);
  EXPECT_EQ(command.order_id, 7U);
  EXPECT_EQ(command.time_in_force, static_cast<std::uint8_t>(TimeInForce::Gtc));
  EXPECT_EQ(command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelBoth));
  EXPECT_EQ(command.flags, kOrderFlagPostOnly);
  EXPECT_EQ(row("kind,order_id,side,quantity", "new_order,1,sell,5").side, 1U);
  EXPECT_EQ(row("kind,book,state", "trading_state,all,opening_call").book, 0xffffU);
  EXPECT_EQ(row("kind,scope,account", "mass_cancel,account+book,4").flags,
            kScopeFlagAccount | kScopeFlagBook);
  const std::string pegged = "kind,order_id,side,quantity,type,offset";
  EXPECT_EQ(static_cast<std::int32_t>(row(pegged, "new,1,ask,5,pegged_market,-3").stop_price), -3);
  EXPECT_EQ(row(pegged, "new,1,ask,5,pegged_market,-2147483648").stop_price, 0x80000000U);
  EXPECT_THROW((void)row(pegged, "new,1,ask,5,pegged_market,2147483648"), OrderFlowError);
  EXPECT_THROW((void)row(pegged, "new,1,ask,5,pegged_market,-2147483649"), OrderFlowError);
}

TEST_F(OrderFlowFile, SkipsCommentsEmptyLinesAndAByteOrderMark) {
  const auto read = read_order_flow("f", bytes_of("\xef\xbb\xbf# how it began\n\nkind,time_ns\r\n"
                                                  "  # noon\r\ntimer,43200\r\n\r\ntimer,43201"));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1].new_order_id, 43201U);
}

TEST_F(OrderFlowFile, NamesLineColumnAndReasonOfWhateverIsWrongInCsv) {
  EXPECT_EQ(csv_error(""), "line 1: there is no line that names the columns");
  EXPECT_EQ(csv_error("# nothing\n\n"), "line 3: there is no line that names the columns");
  EXPECT_EQ(csv_error("kind;side\n"),
            "line 1: no column is called \"kind;side\"; the first line names the columns, with "
            "commas between");
  EXPECT_EQ(csv_error("kind,side,kind\n"), "line 1: column kind stands twice");
  EXPECT_EQ(csv_error("side,price\n"), "line 1: there is no column kind");
  EXPECT_EQ(csv_error("kind,time_ns\ntimer\n"), "line 2: 1 fields, but the header names 2 columns");
  EXPECT_EQ(csv_error("kind,time_ns\ntimer,1,\n"),
            "line 2: 3 fields, but the header names 2 columns");
  EXPECT_EQ(csv_error("kind,time_ns\ntimer,1\nbuy,2\n"),
            "line 3: column kind: \"buy\" is not new, cancel, replace, mass_cancel, trading_state, "
            "reference, bands or timer");
  EXPECT_EQ(csv_error("kind,time_ns\ntimer,\n"), "line 2: column time_ns: a timer needs it");
  EXPECT_EQ(csv_error("kind,time_ns,price\ntimer,1,5\n"),
            "line 2: column price: \"5\", but a timer has none");
  EXPECT_EQ(csv_error("kind,time_ns\n" + std::string(5000, '1')),
            "line 2: more than 4096 bytes without an end of line");
  EXPECT_EQ(csv_error(std::string{"kind\0", 5}),
            "byte 4: no order flow: it is neither text (CSV) nor begins with HBOF or OBW1");
}

// A line with every column that the kind has, and one of them wrong at a time.
TEST_F(OrderFlowFile, RefusesWhatIsNoValueInEveryColumn) {
  std::size_t wrong = 0;
  for (const CommandWord& word : command_words()) {
    for (const std::uint64_t type : {0U, 5U}) {
      const auto fields = fields_of(word, type);
      for (const FlowField& bad : fields) {
        for (const char* text : {"x", "-1x", "1.5", "18446744073709551616", "1 2"}) {
          std::string header = "kind";
          std::string line{word.word};
          for (const FlowField& field : fields) {
            header += "," + std::string{column_texts()[field.column].name};
            line += ",";
            if (field.column == bad.column) {
              line += text;
            } else if (field.column == ColumnType) {
              line += order_type_words()[type];
            } else {
              line += "1";
            }
          }
          const std::string error = csv_error(header + "\n" + line + "\n");
          const std::string column{column_texts()[bad.column].name};
          // A type that is none makes offset and stop_price another column's.
          if (bad.column == ColumnType && type != 0) continue;
          EXPECT_TRUE(error.starts_with("line 2: column " + column + ": \"" + text + "\" is not "))
              << error;
          ++wrong;
        }
      }
    }
  }
  EXPECT_GT(wrong, 400U);
}

TEST_F(OrderFlowFile, NeverWritesIntoCsvWhatItCouldNotReadAgain) {
  MatchCommand cancel{};
  cancel.kind = CommandKind::CancelOrder;
  cancel.order_id = 1;
  std::string out;
  append_order_flow_row(out, cancel);
  cancel.stop_price = 1;
  EXPECT_THROW(append_order_flow_row(out, cancel), std::invalid_argument);
  cancel.stop_price = 0;
  cancel.kind = CommandKind::Grant;
  EXPECT_THROW(append_order_flow_row(out, cancel), std::invalid_argument);
}

TEST_F(OrderFlowFile, NamesTheOffsetOfWhateverIsWrongInHbof) {
  const Bytes good = hbof(flow(FlowRegime::Calm, 3));
  ASSERT_EQ(good.size(), 64U + 3 * 64);
  EXPECT_EQ(binary_error(good), "no error");
  const auto with = [&](std::size_t at, std::uint8_t value) {
    Bytes bytes = good;
    bytes[at] = value;
    return binary_error(bytes);
  };
  EXPECT_EQ(with(4, 2), "byte 4: HBOF of version 2; 1 is known");
  EXPECT_EQ(with(6, 32), "byte 6: records of 32 bytes; 64 are known");
  EXPECT_TRUE(with(8, good[8] ^ 1).starts_with("byte 8: written with the layout 0x"));
  EXPECT_EQ(with(12, 0), "byte 12: 0 books; 1 to 65535 are possible");
  EXPECT_EQ(with(15, 1), "byte 12: 16777224 books; 1 to 65535 are possible");
  EXPECT_EQ(with(16, 2), "byte 192: more bytes behind the last of 2 records");
  EXPECT_EQ(with(16, 4), "byte 256: the file ends inside record 4 of 4");
  EXPECT_EQ(with(63, 1), "byte 24: the header's last 40 bytes are not all zero");
  for (std::size_t size = 4; size < good.size(); ++size) {
    const std::string error = binary_error({good.begin(), good.begin() + static_cast<long>(size)});
    EXPECT_TRUE(error.starts_with("byte " + std::to_string(size) + ": the file ends inside "))
        << error;
  }
}

TEST_F(OrderFlowFile, TellsOfDamagedCompression) {
  const auto commands = flow(FlowRegime::Calm, 500);
  for (const char* name : {"a.hbof.gz", "a.csv.gz"}) {
    OrderFlowWriter writer{file(name), 64, commands.size()};
    for (const MatchCommand& command : commands) writer.write(command);
    writer.finish();
    Bytes bytes = bytes_of(testing::read_text(file(name)));
    bytes.resize(bytes.size() / 2);
    EXPECT_NE(binary_error(bytes).find("gzip data ends inside a member"), std::string::npos);
  }
}

TEST_F(OrderFlowFile, RefusesANameWithoutAFormAndAFolderThatIsNot) {
  EXPECT_THROW((OrderFlowWriter{file("flow.bin"), 1, 0}), CaptureError);
  EXPECT_THROW((OrderFlowWriter{file("none/flow.csv"), 1, 0}), CaptureError);
  OrderFlowWriter short_of{file("a.hbof"), 1, 2};
  short_of.write(MatchCommand{});
  EXPECT_THROW(short_of.finish(), CaptureError);
  if (std::filesystem::exists("/dev/full")) {
    std::filesystem::create_symlink("/dev/full", folder_ / "full.hbof");
    OrderFlowWriter full{file("full.hbof"), 1, 1};
    full.write(MatchCommand{});
    EXPECT_THROW(full.finish(), CaptureError);
  }
}

TEST_F(OrderFlowFile, ScansForTheHighestBook) {
  std::ofstream{file("a.csv")} << "kind,order_id,side,quantity,book,state\n"
                                  "trading_state,,,,all,closed\nnew,1,bid,1,6,\nnew,2,bid,1,2,\n";
  const OrderFlowScan scan = scan_order_flow(file("a.csv"));
  EXPECT_EQ(scan.book_count, 7U);
  EXPECT_EQ(scan.count, 3U);
}

}  // namespace
}  // namespace hotbook::replay
