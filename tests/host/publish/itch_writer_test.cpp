// Every field of every message that is written is read as it was written.

#include "host/publish/itch_writer.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <type_traits>

#include "host/feed/itch_messages.hpp"

namespace hotbook::publish {
namespace {

// A value for each field, of its kind, other than its neighbours'.
class Values {
 public:
  template <class Kind>
  typename Kind::Value make() {
    next_ += 0x0101010101010101;
    if constexpr (std::is_same_v<typename Kind::Value, char>) {
      return static_cast<char>('a' + next_ % 26);
    } else if constexpr (std::is_same_v<typename Kind::Value, std::string_view>) {
      std::rotate(text_.begin(), text_.begin() + 1, text_.end());
      return text_;
    } else {
      return next_;
    }
  }

 private:
  std::uint64_t next_ = 0x0102030405060708;
  std::string text_ = "ABCDEFGH";
};

bool same(char written, char read) {
  return written == read;
}
bool same(std::string_view written, std::string_view read) {
  return written.substr(0, read.size()) == read;
}
bool same(std::uint64_t written, std::uint64_t read) {
  return written == read;
}
bool same(std::uint64_t written, std::uint32_t read) {
  return static_cast<std::uint32_t>(written) == read;
}
bool same(std::uint64_t written, Price read) {
  return static_cast<std::uint32_t>(written) == read.value;
}

#define ITCH_MESSAGE(View, name, type, length, section)                         \
  TEST(ItchWriter, View##IsReadAsItWasWritten) {                                \
    itch::View made{0x1234, 0xa1b2c3d4e5f6};                                    \
    Values written;                                                             \
    Values right;                                                               \
    std::vector<std::function<void()>> checks;                                  \
    const auto read = [&made] { return feed::itch::View::view(made.bytes()); }; \
    ASSERT_EQ(made.bytes().size(), std::size_t{length});                        \
    ASSERT_TRUE(read().has_value());                                            \
    EXPECT_EQ(read()->stock_locate(), 0x1234);                                  \
    EXPECT_EQ(read()->tracking_number(), 0);                                    \
    EXPECT_EQ(read()->timestamp(), 0xa1b2c3d4e5f6U);
#define ITCH_FIELD(View, field, offset, Kind) \
  made.field(written.make<itch::Kind>());     \
  checks.push_back([&] { EXPECT_TRUE(same(right.make<itch::Kind>(), read()->field())) << #field; });
#define ITCH_END(View)                      \
  for (const auto& check : checks) check(); \
  }
#include "host/feed/itch_fields.inc"
#undef ITCH_MESSAGE
#undef ITCH_FIELD
#undef ITCH_END

TEST(ItchWriter, ATextIsPaddedWithSpacesOrCut) {
  const itch::StockDirectory short_one = itch::StockDirectory{1, 2}.stock("AB");
  EXPECT_EQ(feed::itch::StockDirectory{short_one.bytes().data()}.stock(), "AB      ");
  const itch::StockDirectory long_one = itch::StockDirectory{1, 2}.stock("ABCDEFGHIJ");
  EXPECT_EQ(feed::itch::StockDirectory{long_one.bytes().data()}.stock(), "ABCDEFGH");
  EXPECT_EQ(feed::itch::StockDirectory{long_one.bytes().data()}.market_category(), '\0');
}

}  // namespace
}  // namespace hotbook::publish
