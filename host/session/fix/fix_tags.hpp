// The fields that the mapping reads and writes, by the standard's names in this project's words.
//
// Threading: constants.
// Hot path:  none.

#pragma once

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {
namespace tag {

constexpr int kAveragePrice = 6;
constexpr int kClOrdId = 11;
constexpr int kCumulativeQuantity = 14;
constexpr int kExecId = 17;
constexpr int kExecInst = 18;
constexpr int kLastPrice = 31;
constexpr int kLastQuantity = 32;
constexpr int kOrderId = 37;
constexpr int kOrderQuantity = 38;
constexpr int kOrdStatus = 39;
constexpr int kOrdType = 40;
constexpr int kOrigClOrdId = 41;
constexpr int kPrice = 44;
constexpr int kRefSeqNum = 45;
constexpr int kSide = 54;
constexpr int kSymbol = 55;
constexpr int kText = 58;
constexpr int kTimeInForce = 59;
constexpr int kTransactTime = 60;
constexpr int kStopPrice = 99;
constexpr int kCxlRejReason = 102;
constexpr int kOrdRejReason = 103;
constexpr int kMinQuantity = 110;
constexpr int kMaxFloor = 111;
constexpr int kExpireTime = 126;
constexpr int kExecType = 150;
constexpr int kLeavesQuantity = 151;
constexpr int kPegOffsetValue = 211;
constexpr int kTradingSessionId = 336;
constexpr int kTradSesStatus = 340;
constexpr int kRefMsgType = 372;
constexpr int kExecRestatementReason = 378;
constexpr int kBusinessRejectRefId = 379;
constexpr int kBusinessRejectReason = 380;
constexpr int kExpireDate = 432;
constexpr int kCxlRejResponseTo = 434;
constexpr int kSecondaryExecId = 527;
constexpr int kOrderCapacity = 528;
constexpr int kMassCancelRequestType = 530;
constexpr int kMassCancelResponse = 531;
constexpr int kMassCancelRejectReason = 532;
constexpr int kTotalAffectedOrders = 533;
constexpr int kOrdStatusReqId = 790;
constexpr int kPegOffsetType = 836;
constexpr int kLastLiquidityInd = 851;
constexpr int kPegPriceType = 1094;
constexpr int kDisplayQuantity = 1138;
constexpr int kMassActionReportId = 1369;
constexpr int kSelfMatchInstruction = 2964;

}  // namespace tag
}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
