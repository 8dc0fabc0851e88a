// What a client's messages ask of the venue.

#include "tests/host/session_fix/fix_desk_fixture.hpp"

namespace hotbook::fix {
namespace {

class FixDeskTest : public test::FixDeskFixture {};

TEST_F(FixDeskTest, AnOrderBecomesTheCommandThatItsFieldsMean) {
  desk_.set_account(17);
  const ClientRequest request = wish(order("A", "40=2 44=150.25 38=100 528=P 2964=2 18=6"));
  const MatchCommand& command = request.command;
  EXPECT_EQ(command.kind, CommandKind::NewOrder);
  EXPECT_EQ(command.book, 0);
  EXPECT_EQ(command.side, 0);
  EXPECT_EQ(command.order_type, static_cast<std::uint8_t>(OrderType::Limit));
  EXPECT_EQ(command.time_in_force, static_cast<std::uint8_t>(TimeInForce::Day));
  EXPECT_EQ(command.price, 15025U);
  EXPECT_EQ(command.quantity, 100U);
  EXPECT_EQ(command.flags, kOrderFlagPostOnly);
  EXPECT_EQ(command.self_match, static_cast<std::uint8_t>(SelfMatch::CancelOldest));
  EXPECT_EQ(command.account, 17U);
  EXPECT_EQ(command.session, 0);
  EXPECT_EQ(request.user_ref, 1U);
  EXPECT_EQ(request.cl_ord_id[0], 'A');
  EXPECT_EQ(request.door[0], 'D');
  EXPECT_EQ(request.door[1], 'P');
  EXPECT_EQ(request.sale, SaleKind::Long);
}

TEST_F(FixDeskTest, SidesAreTheBooksAndTheKindOfSale) {
  const auto sale = [&](const std::string& name, char side) {
    std::string words = order(name);
    words.replace(words.find("54=1"), 4, std::string{"54="} + side);
    return wish(words);
  };
  EXPECT_EQ(sale("A", '2').command.side, 1);
  EXPECT_EQ(sale("B", '2').sale, SaleKind::Long);
  EXPECT_EQ(sale("C", '5').sale, SaleKind::Short);
  EXPECT_EQ(sale("D", '6').sale, SaleKind::ShortExempt);
  EXPECT_EQ(sale("E", '3').door_reason, code(DoorReason::BadSide));
}

TEST_F(FixDeskTest, EveryOrderTypeHasItsFields) {
  const auto type = [&](const std::string& name, const std::string& more) {
    return static_cast<OrderType>(command(order(name, "38=100 " + more)).order_type);
  };
  EXPECT_EQ(type("A", "40=1"), OrderType::Market);
  EXPECT_EQ(type("B", "40=3 99=149"), OrderType::Stop);
  EXPECT_EQ(type("C", "40=4 99=149 44=148.99"), OrderType::StopLimit);
  EXPECT_EQ(type("D", "40=P"), OrderType::PeggedPrimary);
  EXPECT_EQ(type("E", "40=P 18=R"), OrderType::PeggedPrimary);
  EXPECT_EQ(type("F", "40=P 18=P"), OrderType::PeggedMarket);
  EXPECT_EQ(type("G", "40=P 18=M_6"), OrderType::PeggedMidpoint);
  EXPECT_EQ(type("H", "40=P 1094=2"), OrderType::PeggedMidpoint);
  EXPECT_EQ(type("I", "40=P 1094=4"), OrderType::PeggedMarket);
  EXPECT_EQ(command(order("J", "38=1 40=4 99=149 44=148.99")).stop_price, 14900U);
  EXPECT_EQ(refusal(order("K", "38=100 40=7")), code(DoorReason::BadOrderType));
}

TEST_F(FixDeskTest, APegsOffsetIsInDollarsOrTicks) {
  const auto offset = [&](const std::string& name, const std::string& more) {
    return static_cast<std::int32_t>(command(order(name, "38=1 40=P " + more)).stop_price);
  };
  EXPECT_EQ(offset("A", "211=-0.05"), -5);
  EXPECT_EQ(offset("B", "211=0.05 836=0"), 5);
  EXPECT_EQ(offset("C", "211=-7 836=2"), -7);
  for (const std::string more :
       {"40=P 211=0.001", "40=P 211=0.5 836=2", "40=P 211=99999999", "40=2 44=1 211=1",
        "40=2 44=1 18=R", "40=P 99=1", "40=P 1094=9", "40=P 18=R 1094=2"}) {
    EXPECT_EQ(refusal(order("X" + std::to_string(seq_), "38=1 " + more)),
              code(DoorReason::BadPegOffset))
        << more;
  }
  EXPECT_EQ(refusal(order("Y", "38=1 40=P 18=R_P")), code(DoorReason::BadFields));
  EXPECT_EQ(refusal(order("Z", "38=1 40=2 44=1 18=1")), code(DoorReason::BadFields));
}

TEST_F(FixDeskTest, EveryTimeInForceHasItsName) {
  const auto force = [&](const std::string& value) {
    return static_cast<TimeInForce>(
        command(order("T" + value.substr(0, 1), "38=1 40=2 44=1 59=" + value)).time_in_force);
  };
  EXPECT_EQ(force("0"), TimeInForce::Day);
  EXPECT_EQ(force("1"), TimeInForce::Gtc);
  EXPECT_EQ(force("2"), TimeInForce::AtOpen);
  EXPECT_EQ(force("3"), TimeInForce::Ioc);
  EXPECT_EQ(force("4"), TimeInForce::Fok);
  EXPECT_EQ(force("6 126=20251120-17:00:00"), TimeInForce::Gtd);
  EXPECT_EQ(force("7"), TimeInForce::AtClose);
  EXPECT_EQ(refusal(order("X", "38=1 40=2 44=1 59=5")), code(DoorReason::BadTimeInForce));
}

TEST_F(FixDeskTest, AnExpiryGoesWithGoodTillDateAlone) {
  const std::string limit = "38=1 40=2 44=1 ";
  EXPECT_EQ(command(order("A", limit + "59=6 126=20251120-16:49:54.9")).expire_s, 1'763'657'394U);
  EXPECT_EQ(command(order("B", limit + "59=6 432=20251120")).expire_s, 1'763'683'200U);
  EXPECT_EQ(refusal(order("C", limit + "59=6")), code(DoorReason::BadExpiry));
  EXPECT_EQ(refusal(order("D", limit + "126=20251120-16:49:54")), code(DoorReason::BadExpiry));
  EXPECT_EQ(refusal(order("E", limit + "59=6 432=20251131")), code(DoorReason::BadExpiry));
}

TEST_F(FixDeskTest, QuantitiesAreReadOrRefusedByTheirOwnReason) {
  const MatchCommand both = command(order("A", "38=100 40=2 44=1 59=3 110=40"));
  EXPECT_EQ(both.min_quantity, 40U);
  EXPECT_EQ(command(order("B", "38=100 40=2 44=1 111=10")).display_quantity, 10U);
  EXPECT_EQ(command(order("C", "38=100 40=2 44=1 1138=10")).display_quantity, 10U);
  EXPECT_EQ(command(order("D", "38=100 40=2 44=1 111=100")).display_quantity, 0U);
  EXPECT_EQ(refusal(order("E", "38=0 40=2 44=1")), code(DoorReason::BadQuantity));
  EXPECT_EQ(refusal(order("F", "40=2 44=1")), code(DoorReason::BadQuantity));
  EXPECT_EQ(refusal(order("G", "38=10 40=2 44=1 111=1.5")), code(DoorReason::BadDisplay));
  EXPECT_EQ(refusal(order("H", "38=10 40=2 44=1 110=x")), code(DoorReason::BadMinQuantity));
  EXPECT_EQ(refusal(order("I", "38=10 40=2 44=1 2964=9")), code(DoorReason::BadSelfMatch));
}

TEST_F(FixDeskTest, APriceOffTheTickIsRejectedWithAllThatIsWrongInText) {
  const auto messages = done(order("A", "38=10 40=2 44=150.255"));
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(field(messages[0], tag::kExecType), "8");
  EXPECT_EQ(field(messages[0], tag::kOrdStatus), "8");
  EXPECT_EQ(field(messages[0], tag::kText),
            "field 44: 150.255 is not a multiple of the tick, 0.01");
  EXPECT_EQ(refusal(order("B", "38=10 40=2 44=0")), code(DoorReason::BadPrice));
  EXPECT_EQ(refusal(order("C", "38=10 40=2 44=-1")), code(DoorReason::BadPrice));
  EXPECT_EQ(refusal(order("D", "38=10 40=2 44=21474836.48")), code(DoorReason::BadPrice));
  EXPECT_EQ(command(order("E", "38=10 40=2 44=21474836.47")).price, 2147483647U);
  EXPECT_EQ(refusal(order("F", "38=10 40=3 99=1.001")), code(DoorReason::BadPrice));
}

}  // namespace
}  // namespace hotbook::fix
