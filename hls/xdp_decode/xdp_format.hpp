// The constants of NYSE XDP that the kernel needs, each with the section that has it: "Common" is
// the XDP Common Client Specification 2.3c, "Integrated" the XDP Integrated Feed Client
// Specification 2.3a. Pillar 2.5 renames reserved bytes and lengthens none of these.
//
// Synthesis: C++14 constants.

#pragma once

#include <cstdint>

namespace hotbook {
namespace kernel {
namespace xdp {

// Common, 2.1.1: the packet header.
constexpr unsigned kHeaderBytes = 16;
constexpr unsigned kHeaderFlagAt = 2;
constexpr unsigned kHeaderCountAt = 3;
constexpr unsigned kHeaderSeqAt = 4;
constexpr unsigned kHeaderSecondAt = 8;
constexpr unsigned kHeaderNsAt = 12;

// Common, 2.1.1: delivery flags that are used; 9.2 says where a failover's numbers start.
constexpr std::uint8_t kHeartbeat = 1;
constexpr std::uint8_t kFailover = 10;
constexpr std::uint8_t kOriginal = 11;
constexpr std::uint8_t kSequenceReset = 12;
constexpr std::uint32_t kFirstSeq = 1;

// Common, 3.1: what every message starts with.
constexpr unsigned kMessageHeaderBytes = 4;
constexpr unsigned kTypeAt = 2;

enum Type : std::uint16_t {
  kSequenceNumberReset = 1,       // Common, 4.3
  kSourceTimeReference = 2,       // Common, 4.4
  kSymbolIndexMapping = 3,        // Common, 4.1
  kMessageUnavailable = 31,       // Common, 7.2
  kSymbolClear = 32,              // Common, 4.5
  kSecurityStatus = 34,           // Common, 4.2
  kRefreshHeader = 35,            // Common, 7.1
  kAddOrder = 100,                // Integrated, 2
  kModifyOrder = 101,             // Integrated, 3
  kDeleteOrder = 102,             // Integrated, 5
  kOrderExecution = 103,          // Integrated, 6
  kReplaceOrder = 104,            // Integrated, 4
  kImbalance = 105,               // Integrated, 12
  kAddOrderRefresh = 106,         // Integrated, 13
  kNonDisplayedTrade = 110,       // Integrated, 7
  kCrossTrade = 111,              // Integrated, 10
  kTradeCancel = 112,             // Integrated, 8
  kCrossCorrection = 113,         // Integrated, 11
  kRetailPriceImprovement = 114,  // Integrated, 9
  kStockSummary = 223,            // Integrated, 14
};

// The shortest form of each type in XDP 2.1, 2.3a and Pillar 2.5; 0 of a type there is not. A
// longer message has unknown bytes behind the known ones (Common, 3.1.1).
inline unsigned shortest(std::uint16_t type) {
  switch (type) {
    case kSequenceNumberReset:
      return 14;
    case kSourceTimeReference:
      return 16;
    case kSymbolIndexMapping:
      return 44;
    case kMessageUnavailable:
      return 14;
    case kSymbolClear:
      return 20;
    case kSecurityStatus:
      return 46;
    case kRefreshHeader:
      return 8;  // Common, 7.1.1: the short one
    case kAddOrder:
      return 39;
    case kModifyOrder:
      return 35;
    case kDeleteOrder:
      return 25;
    case kOrderExecution:
      return 42;
    case kReplaceOrder:
      return 42;
    case kImbalance:
      return 67;  // of XDP 2.1
    case kAddOrderRefresh:
      return 43;
    case kNonDisplayedTrade:
      return 33;
    case kCrossTrade:
      return 29;
    case kTradeCancel:
      return 20;
    case kCrossCorrection:
      return 24;
    case kRetailPriceImprovement:
      return 17;
    case kStockSummary:
      return 36;
    default:
      return 0;
  }
}

inline bool changes_book(std::uint16_t type) {
  return (type >= kAddOrder && type <= kReplaceOrder) || type == kAddOrderRefresh;
}

// What is kept of a message, and the longest venue message: two pieces of a venue_message.
constexpr unsigned kPieceBytes = 50;
constexpr unsigned kMessageBytes = 2 * kPieceBytes;

}  // namespace xdp
}  // namespace kernel
}  // namespace hotbook
