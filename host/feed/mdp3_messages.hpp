// Generated from SBE schema 1 version 9 by gen_sbe.py. Do not edit.
//
// What the fields of CME's MDP 3.0 messages are and where they stand.
//
// Threading: constants.
// Hot path:  none; tables.
#pragma once

#include <cstdint>
#include <span>

namespace hotbook::feed::mdp3 {

inline constexpr std::uint16_t kSchemaId = 1;
inline constexpr std::uint16_t kSchemaVersion = 9;

constexpr std::uint8_t kAbsent = 255;

// Where in an entry of a repeating group its fields stand; kAbsent where it has none.
struct EntryLayout {
  std::uint8_t dimension_bytes;  // in front of the entries: block length (2) first
  std::uint8_t count_at;         // in the dimension
  std::uint8_t needed_bytes;     // of an entry, up to the end of the last field named here
  std::int8_t price_exponent;
  std::uint8_t price;
  std::uint8_t quantity;
  std::uint8_t security;
  std::uint8_t rpt_seq;
  std::uint8_t level;
  std::uint8_t action;
  std::uint8_t type;
  std::uint8_t order_id;
  std::uint8_t reference;
};

// A message whose first group has entries of securities.
struct EntriesMessage {
  std::uint16_t template_id;
  std::uint8_t transact_time;  // in the root block
  EntryLayout entries;
  EntryLayout orders;  // the group behind them
};

inline constexpr EntriesMessage kEntriesMessages[] = {
    {32, 0, {3, 2, 27, -7, 0, 8, 12, 16, 24, 25, 26, 255, 255},
     {8, 7, 22, 0, 255, 16, 255, 255, 255, 21, 255, 0, 20}},  // MDIncrementalRefreshBook32
    {33, 0, {3, 2, 25, -7, 0, 8, 12, 16, 255, 23, 24, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshDailyStatistics33
    {34, 0, {3, 2, 32, 0, 255, 255, 24, 28, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshLimitsBanding34
    {35, 0, {3, 2, 23, -7, 0, 19, 8, 12, 255, 17, 18, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshSessionStatistics35
    {37, 0, {3, 2, 13, 0, 255, 0, 4, 8, 255, 12, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshVolume37
    {39, 0, {3, 2, 24, 0, 255, 255, 20, 255, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // QuoteRequest39
    {42, 0, {3, 2, 26, -7, 0, 8, 12, 16, 255, 25, 255, 255, 255},
     {8, 7, 8, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255}},  // MDIncrementalRefreshTradeSummary42
    {43, 0, {3, 2, 34, -7, 16, 24, 28, 255, 255, 32, 33, 0, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshOrderBook43
    {46, 0, {3, 2, 27, -9, 0, 8, 12, 16, 24, 25, 26, 255, 255},
     {8, 7, 22, 0, 255, 16, 255, 255, 255, 21, 255, 0, 20}},  // MDIncrementalRefreshBook46
    {47, 0, {3, 2, 34, -9, 16, 24, 28, 255, 255, 32, 33, 0, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshOrderBook47
    {48, 0, {3, 2, 26, -9, 0, 8, 12, 16, 255, 25, 255, 255, 255},
     {8, 7, 8, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255}},  // MDIncrementalRefreshTradeSummary48
    {49, 0, {3, 2, 25, -9, 0, 8, 12, 16, 255, 23, 24, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshDailyStatistics49
    {50, 0, {3, 2, 32, 0, 255, 255, 24, 28, 255, 255, 255, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshLimitsBanding50
    {51, 0, {3, 2, 23, -9, 0, 19, 8, 12, 255, 17, 18, 255, 255},
     {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255}},  // MDIncrementalRefreshSessionStatistics51
};

// A value of an enum, or a set's bit, and its name; the last of a table has none.
struct NamedValue {
  std::uint8_t value;
  const char* name;
};

enum class FieldKind : std::uint8_t {
  Unsigned, Signed, Char, Text, Decimal, MonthYear, Enum, CharEnum, Set, Constant
};

struct Field {
  const char* name;
  std::uint16_t offset;
  std::uint8_t bytes;
  FieldKind kind;
  std::int8_t exponent;  // of a decimal
  bool optional;         // then null_value says that there is no value
  std::uint64_t null_value;
  const NamedValue* names;
  const char* constant;
  std::uint8_t since;  // version: an older message has other bytes there, or none
};

struct Group {
  const char* name;
  std::uint8_t since;
  std::uint8_t dimension_bytes;
  std::uint8_t count_at;
  std::uint16_t block_bytes;
  std::span<const Field> fields;
};

struct Message {
  std::uint16_t template_id;
  const char* name;
  std::uint16_t block_bytes;
  std::span<const Field> fields;
  std::span<const Group> groups;
};

inline constexpr NamedValue kAggressorSide[] = {
    {0, "NoAggressor"},
    {1, "Buy"},
    {2, "Sell"},
    {0, nullptr}};
inline constexpr NamedValue kEventType[] = {
    {5, "Activation"},
    {7, "LastEligibleTradeDate"},
    {0, nullptr}};
inline constexpr NamedValue kHaltReason[] = {
    {0, "GroupSchedule"},
    {1, "SurveillanceIntervention"},
    {2, "MarketEvent"},
    {3, "InstrumentActivation"},
    {4, "InstrumentExpiration"},
    {5, "Unknown"},
    {6, "RecoveryInProcess"},
    {0, nullptr}};
inline constexpr NamedValue kLegSide[] = {
    {1, "BuySide"},
    {2, "SellSide"},
    {0, nullptr}};
inline constexpr NamedValue kMDEntryType[] = {
    {48, "Bid"},
    {49, "Offer"},
    {50, "Trade"},
    {52, "OpenPrice"},
    {54, "SettlementPrice"},
    {55, "TradingSessionHighPrice"},
    {56, "TradingSessionLowPrice"},
    {66, "ClearedVolume"},
    {67, "OpenInterest"},
    {69, "ImpliedBid"},
    {70, "ImpliedOffer"},
    {74, "BookReset"},
    {78, "SessionHighBid"},
    {79, "SessionLowOffer"},
    {87, "FixingPrice"},
    {101, "ElectronicVolume"},
    {103, "ThresholdLimitsandPriceBandVariation"},
    {0, nullptr}};
inline constexpr NamedValue kMDEntryTypeBook[] = {
    {48, "Bid"},
    {49, "Offer"},
    {69, "ImpliedBid"},
    {70, "ImpliedOffer"},
    {74, "BookReset"},
    {0, nullptr}};
inline constexpr NamedValue kMDEntryTypeDailyStatistics[] = {
    {54, "SettlementPrice"},
    {66, "ClearedVolume"},
    {67, "OpenInterest"},
    {87, "FixingPrice"},
    {0, nullptr}};
inline constexpr NamedValue kMDEntryTypeStatistics[] = {
    {52, "OpenPrice"},
    {55, "HighTrade"},
    {56, "LowTrade"},
    {78, "HighestBid"},
    {79, "LowestOffer"},
    {0, nullptr}};
inline constexpr NamedValue kMDUpdateAction[] = {
    {0, "New"},
    {1, "Change"},
    {2, "Delete"},
    {3, "DeleteThru"},
    {4, "DeleteFrom"},
    {5, "Overlay"},
    {0, nullptr}};
inline constexpr NamedValue kOpenCloseSettlFlag[] = {
    {0, "DailyOpenPrice"},
    {5, "IndicativeOpeningPrice"},
    {0, nullptr}};
inline constexpr NamedValue kOrderUpdateAction[] = {
    {0, "New"},
    {1, "Update"},
    {2, "Delete"},
    {0, nullptr}};
inline constexpr NamedValue kPutOrCall[] = {
    {0, "Put"},
    {1, "Call"},
    {0, nullptr}};
inline constexpr NamedValue kSecurityTradingEvent[] = {
    {0, "NoEvent"},
    {1, "NoCancel"},
    {4, "ResetStatistics"},
    {5, "ImpliedMatchingON"},
    {6, "ImpliedMatchingOFF"},
    {0, nullptr}};
inline constexpr NamedValue kSecurityTradingStatus[] = {
    {2, "TradingHalt"},
    {4, "Close"},
    {15, "NewPriceIndication"},
    {17, "ReadyToTrade"},
    {18, "NotAvailableForTrading"},
    {20, "UnknownorInvalid"},
    {21, "PreOpen"},
    {24, "PreCross"},
    {25, "Cross"},
    {26, "PostClose"},
    {103, "NoChange"},
    {0, nullptr}};
inline constexpr NamedValue kSecurityUpdateAction[] = {
    {65, "Add"},
    {68, "Delete"},
    {77, "Modify"},
    {0, nullptr}};
inline constexpr NamedValue kInstAttribValue[] = {
    {0, "ElectronicMatchEligible"},
    {1, "OrderCrossEligible"},
    {2, "BlockTradeEligible"},
    {3, "EFPEligible"},
    {4, "EBFEligible"},
    {5, "EFSEligible"},
    {6, "EFREligible"},
    {7, "OTCEligible"},
    {8, "iLinkIndicativeMassQuotingEligible"},
    {9, "NegativeStrikeEligible"},
    {10, "NegativePriceOutrightEligible"},
    {11, "IsFractional"},
    {12, "VolatilityQuotedOption"},
    {13, "RFQCrossEligible"},
    {14, "ZeroPriceOutrightEligible"},
    {15, "DecayingProductEligibility"},
    {16, "VariableProductEligibility"},
    {17, "DailyProductEligibility"},
    {18, "GTOrdersEligibility"},
    {19, "ImpliedMatchingEligibility"},
    {20, "TriangulationEligible"},
    {21, "VariableCabEligible"},
    {0, nullptr}};
inline constexpr NamedValue kMatchEventIndicator[] = {
    {0, "LastTradeMsg"},
    {1, "LastVolumeMsg"},
    {2, "LastQuoteMsg"},
    {3, "LastStatsMsg"},
    {4, "LastImpliedMsg"},
    {5, "RecoveryMsg"},
    {6, "Reserved"},
    {7, "EndOfEvent"},
    {0, nullptr}};
inline constexpr NamedValue kSettlPriceType[] = {
    {0, "FinalDaily"},
    {1, "Actual"},
    {2, "Rounded"},
    {3, "Intraday"},
    {4, "ReservedBits"},
    {7, "NullValue"},
    {0, nullptr}};
inline constexpr Field kFields4Group0[] = {
    {"md_update_action", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "0", 2},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "J", 0},
    {"appl_id", 0, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 3},
};
inline constexpr Field kFields4[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups4[] = {
    {"no_md_entries", 0, 3, 2, 2, kFields4Group0},
};
inline constexpr Field kFields15[] = {
    {"heart_bt_int", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields16[] = {
    {"text", 0, 180, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields27Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields27Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields27Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields27Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields27[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"maturity_month_year", 71, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 76, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"settl_currency", 79, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"match_algorithm", 82, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 83, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 87, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 91, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"display_factor", 99, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"main_fraction", 107, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 108, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_display_format", 109, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"unit_of_measure", 110, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"unit_of_measure_quantity", 140, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"trading_reference_price", 148, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 156, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"open_interest_quantity", 157, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"cleared_volume", 161, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"high_limit_price", 165, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 173, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 181, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"decay_quantity", 189, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"decay_start_date", 193, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"original_contract_size", 195, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"contract_multiplier", 199, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"contract_multiplier_unit", 203, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"flow_schedule_type", 204, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"min_price_increment_amount", 205, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"user_defined_instrument", 213, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 3},
    {"trading_reference_date", 214, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 6},
};
inline constexpr Group kGroups27[] = {
    {"no_events", 0, 3, 2, 9, kFields27Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields27Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields27Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields27Group3},
};
inline constexpr Field kFields29Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields29Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields29Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields29Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields29Group4[] = {
    {"leg_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"leg_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"leg_side", 4, 1, FieldKind::Enum, 0, false, 0, kLegSide, nullptr, 0},
    {"leg_ratio_quantity", 5, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"leg_price", 6, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"leg_option_delta", 14, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields29[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"maturity_month_year", 71, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 76, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_sub_type", 79, 5, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"user_defined_instrument", 84, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"match_algorithm", 85, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 86, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 90, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 94, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"display_factor", 102, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"price_display_format", 110, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_ratio", 111, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"tick_rule", 119, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"unit_of_measure", 120, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_price", 150, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 158, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"open_interest_quantity", 159, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"cleared_volume", 163, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"high_limit_price", 167, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 175, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 183, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"main_fraction", 191, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 192, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"trading_reference_date", 193, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 6},
};
inline constexpr Group kGroups29[] = {
    {"no_events", 0, 3, 2, 9, kFields29Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields29Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields29Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields29Group3},
    {"no_legs", 0, 3, 2, 18, kFields29Group4},
};
inline constexpr Field kFields30[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 8, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 14, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 20, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"trade_date", 24, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"match_event_indicator", 26, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"security_trading_status", 27, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"halt_reason", 28, 1, FieldKind::Enum, 0, false, 0, kHaltReason, nullptr, 0},
    {"security_trading_event", 29, 1, FieldKind::Enum, 0, false, 0, kSecurityTradingEvent, nullptr, 0},
};
inline constexpr Field kFields32Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"number_of_orders", 20, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"md_price_level", 24, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 25, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 26, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields32Group1[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_display_quantity", 16, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"reference_id", 20, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"order_update_action", 21, 1, FieldKind::Enum, 0, false, 0, kOrderUpdateAction, nullptr, 0},
};
inline constexpr Field kFields32[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups32[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields32Group0},
    {"no_order_id_entries", 7, 8, 7, 24, kFields32Group1},
};
inline constexpr Field kFields33Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_date", 20, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"settl_price_type", 22, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"md_update_action", 23, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 24, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeDailyStatistics, nullptr, 0},
};
inline constexpr Field kFields33[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups33[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields33Group0},
};
inline constexpr Field kFields34Group0[] = {
    {"high_limit_price", 0, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 8, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 16, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"security_id", 24, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 28, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "0", 0},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "g", 0},
};
inline constexpr Field kFields34[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups34[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields34Group0},
};
inline constexpr Field kFields35Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"open_close_settl_flag", 16, 1, FieldKind::Enum, 0, true, 255u, kOpenCloseSettlFlag, nullptr, 0},
    {"md_update_action", 17, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 18, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeStatistics, nullptr, 0},
    {"md_entry_size", 19, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 8},
};
inline constexpr Field kFields35[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups35[] = {
    {"no_md_entries", 0, 3, 2, 24, kFields35Group0},
};
inline constexpr Field kFields37Group0[] = {
    {"md_entry_size", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 4, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 8, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 12, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "e", 0},
};
inline constexpr Field kFields37[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups37[] = {
    {"no_md_entries", 0, 3, 2, 16, kFields37Group0},
};
inline constexpr Field kFields38Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"number_of_orders", 12, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"md_price_level", 16, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"trading_reference_date", 17, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"open_close_settl_flag", 19, 1, FieldKind::Enum, 0, true, 255u, kOpenCloseSettlFlag, nullptr, 0},
    {"settl_price_type", 20, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"md_entry_type", 21, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryType, nullptr, 0},
};
inline constexpr Field kFields38[] = {
    {"last_msg_seq_num_processed", 0, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"tot_num_reports", 4, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"transact_time", 16, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"last_update_time", 24, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"trade_date", 32, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"md_security_trading_status", 34, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"high_limit_price", 35, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 43, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 51, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
};
inline constexpr Group kGroups38[] = {
    {"no_md_entries", 0, 3, 2, 22, kFields38Group0},
};
inline constexpr Field kFields39Group0[] = {
    {"symbol", 0, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 20, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"order_quantity", 24, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"quote_type", 28, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"side", 29, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
};
inline constexpr Field kFields39[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"quote_req_id", 8, 23, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 31, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups39[] = {
    {"no_related_sym", 0, 3, 2, 32, kFields39Group0},
};
inline constexpr Field kFields41Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields41Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields41Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields41Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields41Group4[] = {
    {"underlying_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"underlying_symbol", 4, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields41Group5[] = {
    {"related_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"related_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"related_symbol", 4, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields41[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"put_or_call", 71, 1, FieldKind::Enum, 0, false, 0, kPutOrCall, nullptr, 0},
    {"maturity_month_year", 72, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 77, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"strike_price", 80, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"strike_currency", 88, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"settl_currency", 91, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"min_cab_price", 94, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"match_algorithm", 102, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 103, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 107, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 111, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"min_price_increment_amount", 119, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"display_factor", 127, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"tick_rule", 135, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"main_fraction", 136, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 137, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_display_format", 138, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"unit_of_measure", 139, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"unit_of_measure_quantity", 169, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"trading_reference_price", 177, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 185, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"cleared_volume", 186, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"open_interest_quantity", 190, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"low_limit_price", 194, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"high_limit_price", 202, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"user_defined_instrument", 210, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_date", 211, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 6},
};
inline constexpr Group kGroups41[] = {
    {"no_events", 0, 3, 2, 9, kFields41Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields41Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields41Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields41Group3},
    {"no_underlyings", 0, 3, 2, 24, kFields41Group4},
    {"no_related_instruments", 7, 3, 2, 24, kFields41Group5},
};
inline constexpr Field kFields42Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"number_of_orders", 20, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"aggressor_side", 24, 1, FieldKind::Enum, 0, true, 255u, kAggressorSide, nullptr, 0},
    {"md_update_action", 25, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "2", 0},
    {"md_trade_entry_id", 26, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 7},
};
inline constexpr Field kFields42Group1[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"last_quantity", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields42[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups42[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields42Group0},
    {"no_order_id_entries", 0, 8, 7, 16, kFields42Group1},
};
inline constexpr Field kFields43Group0[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_entry_price", 16, 8, FieldKind::Decimal, -7, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_display_quantity", 24, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 28, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 32, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 33, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields43[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups43[] = {
    {"no_md_entries", 0, 3, 2, 40, kFields43Group0},
};
inline constexpr Field kFields44Group0[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_entry_price", 16, 8, FieldKind::Decimal, -7, false, 0, nullptr, nullptr, 0},
    {"md_display_quantity", 24, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"md_entry_type", 28, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields44[] = {
    {"last_msg_seq_num_processed", 0, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"tot_num_reports", 4, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"no_chunks", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"current_chunk", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"transact_time", 20, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Group kGroups44[] = {
    {"no_md_entries", 0, 3, 2, 29, kFields44Group0},
};
inline constexpr Field kFields46Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"number_of_orders", 20, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"md_price_level", 24, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 25, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 26, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields46Group1[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_display_quantity", 16, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"reference_id", 20, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"order_update_action", 21, 1, FieldKind::Enum, 0, false, 0, kOrderUpdateAction, nullptr, 0},
};
inline constexpr Field kFields46[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups46[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields46Group0},
    {"no_order_id_entries", 0, 8, 7, 24, kFields46Group1},
};
inline constexpr Field kFields47Group0[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_entry_price", 16, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_display_quantity", 24, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 28, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 32, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 33, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields47[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups47[] = {
    {"no_md_entries", 0, 3, 2, 40, kFields47Group0},
};
inline constexpr Field kFields48Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"number_of_orders", 20, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"aggressor_side", 24, 1, FieldKind::Enum, 0, true, 255u, kAggressorSide, nullptr, 0},
    {"md_update_action", 25, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "2", 0},
    {"md_trade_entry_id", 26, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
};
inline constexpr Field kFields48Group1[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"last_quantity", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields48[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups48[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields48Group0},
    {"no_order_id_entries", 0, 8, 7, 16, kFields48Group1},
};
inline constexpr Field kFields49Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"security_id", 12, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_date", 20, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"settl_price_type", 22, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"md_update_action", 23, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 24, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeDailyStatistics, nullptr, 0},
};
inline constexpr Field kFields49[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups49[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields49Group0},
};
inline constexpr Field kFields50Group0[] = {
    {"high_limit_price", 0, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 8, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 16, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"security_id", 24, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 28, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_update_action", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "0", 0},
    {"md_entry_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "g", 0},
};
inline constexpr Field kFields50[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups50[] = {
    {"no_md_entries", 0, 3, 2, 32, kFields50Group0},
};
inline constexpr Field kFields51Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"open_close_settl_flag", 16, 1, FieldKind::Enum, 0, true, 255u, kOpenCloseSettlFlag, nullptr, 0},
    {"md_update_action", 17, 1, FieldKind::Enum, 0, false, 0, kMDUpdateAction, nullptr, 0},
    {"md_entry_type", 18, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeStatistics, nullptr, 0},
    {"md_entry_size", 19, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields51[] = {
    {"transact_time", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"match_event_indicator", 8, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
};
inline constexpr Group kGroups51[] = {
    {"no_md_entries", 0, 3, 2, 24, kFields51Group0},
};
inline constexpr Field kFields52Group0[] = {
    {"md_entry_price", 0, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"md_entry_size", 8, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"number_of_orders", 12, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"md_price_level", 16, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"trading_reference_date", 17, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"open_close_settl_flag", 19, 1, FieldKind::Enum, 0, true, 255u, kOpenCloseSettlFlag, nullptr, 0},
    {"settl_price_type", 20, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"md_entry_type", 21, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryType, nullptr, 0},
};
inline constexpr Field kFields52[] = {
    {"last_msg_seq_num_processed", 0, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"tot_num_reports", 4, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"rpt_seq", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"transact_time", 16, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"last_update_time", 24, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"trade_date", 32, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"md_security_trading_status", 34, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"high_limit_price", 35, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 43, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 51, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
};
inline constexpr Group kGroups52[] = {
    {"no_md_entries", 0, 3, 2, 22, kFields52Group0},
};
inline constexpr Field kFields53Group0[] = {
    {"order_id", 0, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_order_priority", 8, 8, FieldKind::Unsigned, 0, true, 18446744073709551615u, nullptr, nullptr, 0},
    {"md_entry_price", 16, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"md_display_quantity", 24, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"md_entry_type", 28, 1, FieldKind::CharEnum, 0, false, 0, kMDEntryTypeBook, nullptr, 0},
};
inline constexpr Field kFields53[] = {
    {"last_msg_seq_num_processed", 0, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"tot_num_reports", 4, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 8, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"no_chunks", 12, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"current_chunk", 16, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"transact_time", 20, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Group kGroups53[] = {
    {"no_md_entries", 0, 3, 2, 29, kFields53Group0},
};
inline constexpr Field kFields54Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields54Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields54Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields54Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields54[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"maturity_month_year", 71, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 76, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"settl_currency", 79, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"match_algorithm", 82, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 83, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 87, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 91, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"display_factor", 99, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"main_fraction", 107, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 108, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_display_format", 109, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"unit_of_measure", 110, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"unit_of_measure_quantity", 140, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"trading_reference_price", 148, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 156, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"open_interest_quantity", 157, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"cleared_volume", 161, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"high_limit_price", 165, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 173, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 181, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"decay_quantity", 189, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"decay_start_date", 193, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
    {"original_contract_size", 195, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"contract_multiplier", 199, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"contract_multiplier_unit", 203, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"flow_schedule_type", 204, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"min_price_increment_amount", 205, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"user_defined_instrument", 213, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_date", 214, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
};
inline constexpr Group kGroups54[] = {
    {"no_events", 0, 3, 2, 9, kFields54Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields54Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields54Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields54Group3},
};
inline constexpr Field kFields55Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields55Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields55Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields55Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields55Group4[] = {
    {"underlying_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"underlying_symbol", 4, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields55Group5[] = {
    {"related_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"related_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"related_symbol", 4, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields55[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"put_or_call", 71, 1, FieldKind::Enum, 0, false, 0, kPutOrCall, nullptr, 0},
    {"maturity_month_year", 72, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 77, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"strike_price", 80, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"strike_currency", 88, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"settl_currency", 91, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"min_cab_price", 94, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"match_algorithm", 102, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 103, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 107, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 111, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"min_price_increment_amount", 119, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"display_factor", 127, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"tick_rule", 135, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"main_fraction", 136, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 137, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_display_format", 138, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"unit_of_measure", 139, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"unit_of_measure_quantity", 169, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"trading_reference_price", 177, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 185, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"cleared_volume", 186, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"open_interest_quantity", 190, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"low_limit_price", 194, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"high_limit_price", 202, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"user_defined_instrument", 210, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_date", 211, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
};
inline constexpr Group kGroups55[] = {
    {"no_events", 0, 3, 2, 9, kFields55Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields55Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields55Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields55Group3},
    {"no_underlyings", 0, 3, 2, 24, kFields55Group4},
    {"no_related_instruments", 0, 3, 2, 24, kFields55Group5},
};
inline constexpr Field kFields56Group0[] = {
    {"event_type", 0, 1, FieldKind::Enum, 0, false, 0, kEventType, nullptr, 0},
    {"event_time", 1, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields56Group1[] = {
    {"md_feed_type", 0, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"market_depth", 3, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
};
inline constexpr Field kFields56Group2[] = {
    {"inst_attrib_type", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "24", 0},
    {"inst_attrib_value", 0, 4, FieldKind::Set, 0, false, 0, kInstAttribValue, nullptr, 0},
};
inline constexpr Field kFields56Group3[] = {
    {"lot_type", 0, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"min_lot_size", 1, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields56Group4[] = {
    {"leg_security_id", 0, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"leg_security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"leg_side", 4, 1, FieldKind::Enum, 0, false, 0, kLegSide, nullptr, 0},
    {"leg_ratio_quantity", 5, 1, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"leg_price", 6, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"leg_option_delta", 14, 4, FieldKind::Decimal, -4, true, 2147483647u, nullptr, nullptr, 0},
};
inline constexpr Field kFields56[] = {
    {"match_event_indicator", 0, 1, FieldKind::Set, 0, false, 0, kMatchEventIndicator, nullptr, 0},
    {"tot_num_reports", 1, 4, FieldKind::Unsigned, 0, true, 4294967295u, nullptr, nullptr, 0},
    {"security_update_action", 5, 1, FieldKind::CharEnum, 0, false, 0, kSecurityUpdateAction, nullptr, 0},
    {"last_update_time", 6, 8, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"md_security_trading_status", 14, 1, FieldKind::Enum, 0, true, 255u, kSecurityTradingStatus, nullptr, 0},
    {"appl_id", 15, 2, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"market_segment_id", 17, 1, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"underlying_product", 18, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"security_exchange", 19, 4, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_group", 23, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"asset", 29, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"symbol", 35, 20, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_id", 55, 4, FieldKind::Signed, 0, false, 0, nullptr, nullptr, 0},
    {"security_id_source", 0, 0, FieldKind::Constant, 0, false, 0, nullptr, "8", 0},
    {"security_type", 59, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"cfi_code", 65, 6, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"maturity_month_year", 71, 5, FieldKind::MonthYear, 0, false, 0, nullptr, nullptr, 0},
    {"currency", 76, 3, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"security_sub_type", 79, 5, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"user_defined_instrument", 84, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"match_algorithm", 85, 1, FieldKind::Char, 0, false, 0, nullptr, nullptr, 0},
    {"min_trade_vol", 86, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"max_trade_vol", 90, 4, FieldKind::Unsigned, 0, false, 0, nullptr, nullptr, 0},
    {"min_price_increment", 94, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"display_factor", 102, 8, FieldKind::Decimal, -9, false, 0, nullptr, nullptr, 0},
    {"price_display_format", 110, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"price_ratio", 111, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"tick_rule", 119, 1, FieldKind::Signed, 0, true, 127u, nullptr, nullptr, 0},
    {"unit_of_measure", 120, 30, FieldKind::Text, 0, false, 0, nullptr, nullptr, 0},
    {"trading_reference_price", 150, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"settl_price_type", 158, 1, FieldKind::Set, 0, false, 0, kSettlPriceType, nullptr, 0},
    {"open_interest_quantity", 159, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"cleared_volume", 163, 4, FieldKind::Signed, 0, true, 2147483647u, nullptr, nullptr, 0},
    {"high_limit_price", 167, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"low_limit_price", 175, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"max_price_variation", 183, 8, FieldKind::Decimal, -9, true, 9223372036854775807u, nullptr, nullptr, 0},
    {"main_fraction", 191, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"sub_fraction", 192, 1, FieldKind::Unsigned, 0, true, 255u, nullptr, nullptr, 0},
    {"trading_reference_date", 193, 2, FieldKind::Unsigned, 0, true, 65535u, nullptr, nullptr, 0},
};
inline constexpr Group kGroups56[] = {
    {"no_events", 0, 3, 2, 9, kFields56Group0},
    {"no_md_feed_types", 0, 3, 2, 4, kFields56Group1},
    {"no_inst_attrib", 0, 3, 2, 4, kFields56Group2},
    {"no_lot_type_rules", 0, 3, 2, 5, kFields56Group3},
    {"no_legs", 0, 3, 2, 18, kFields56Group4},
};

inline constexpr Message kMessages[] = {
    {4, "ChannelReset4", 9, kFields4, kGroups4},
    {12, "AdminHeartbeat12", 0, {}, {}},
    {15, "AdminLogin15", 1, kFields15, {}},
    {16, "AdminLogout16", 180, kFields16, {}},
    {27, "MDInstrumentDefinitionFuture27", 216, kFields27, kGroups27},
    {29, "MDInstrumentDefinitionSpread29", 195, kFields29, kGroups29},
    {30, "SecurityStatus30", 30, kFields30, {}},
    {32, "MDIncrementalRefreshBook32", 11, kFields32, kGroups32},
    {33, "MDIncrementalRefreshDailyStatistics33", 11, kFields33, kGroups33},
    {34, "MDIncrementalRefreshLimitsBanding34", 11, kFields34, kGroups34},
    {35, "MDIncrementalRefreshSessionStatistics35", 11, kFields35, kGroups35},
    {37, "MDIncrementalRefreshVolume37", 11, kFields37, kGroups37},
    {38, "SnapshotFullRefresh38", 59, kFields38, kGroups38},
    {39, "QuoteRequest39", 35, kFields39, kGroups39},
    {41, "MDInstrumentDefinitionOption41", 213, kFields41, kGroups41},
    {42, "MDIncrementalRefreshTradeSummary42", 11, kFields42, kGroups42},
    {43, "MDIncrementalRefreshOrderBook43", 11, kFields43, kGroups43},
    {44, "SnapshotFullRefreshOrderBook44", 28, kFields44, kGroups44},
    {46, "MDIncrementalRefreshBook46", 11, kFields46, kGroups46},
    {47, "MDIncrementalRefreshOrderBook47", 11, kFields47, kGroups47},
    {48, "MDIncrementalRefreshTradeSummary48", 11, kFields48, kGroups48},
    {49, "MDIncrementalRefreshDailyStatistics49", 11, kFields49, kGroups49},
    {50, "MDIncrementalRefreshLimitsBanding50", 11, kFields50, kGroups50},
    {51, "MDIncrementalRefreshSessionStatistics51", 11, kFields51, kGroups51},
    {52, "SnapshotFullRefresh52", 59, kFields52, kGroups52},
    {53, "SnapshotFullRefreshOrderBook53", 28, kFields53, kGroups53},
    {54, "MDInstrumentDefinitionFuture54", 216, kFields54, kGroups54},
    {55, "MDInstrumentDefinitionOption55", 213, kFields55, kGroups55},
    {56, "MDInstrumentDefinitionSpread56", 195, kFields56, kGroups56},
};

}  // namespace hotbook::feed::mdp3
