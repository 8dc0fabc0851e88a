// The real captures of NYSE XDP, and what each of them becomes when it is all that there is. The
// values were read from the bytes with the specifications' tables, not with this project's code.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "host/feed/xdp_messages.hpp"
#include "sim/replay/capture_reader.hpp"
#include "tests/sim/replay/test_data.hpp"
#include "tests/support/record_collector.hpp"

namespace hotbook::testing {

struct XdpCapture {
  const char* file;
  std::uint64_t expected;  // behind it
  std::vector<std::string> told;

  // Those of XDP 2.1 were taken where UDP checksums had not been filled in yet.
  [[nodiscard]] bool checksum_ignore() const { return file[0] == 'x'; }
};

inline std::filesystem::path xdp_folder() {
  return shared_data() / "nyse-integrated";
}

// Every frame comes at time 7.
inline constexpr std::uint64_t kXdpCaptureTime = 7;

inline const std::vector<XdpCapture>& xdp_captures() {
  static const std::vector<XdpCapture> captures{
      {"pillar-v2.5/AddOrderMessage.pcap",
       53'174,
       {"kind=1 seq=53173 book=4966 order_ref=282574488381161 price=10010000 quantity=1200 "
        "bid=1200@10010000 ask=0@0 flags=0xe venue_time_ns=177431552 rx_time_ns=7 record_seq=0"}},
      {"pillar-v2.5/CrossTradeMessage.pcap",
       53'640,
       {R"({"type":111,"name":"cross_trade","source_time_ns":571389696,"symbol_index":25093,)"
        R"("symbol_seq":6,"cross_id":184796,"price":9990000,"quantity":100,"cross_type":"6"})",
        R"({"type":110,"name":"non_displayed_trade","source_time_ns":571389696,)"
        R"("symbol_index":25093,"symbol_seq":7,"trade_id":91449,"price":9990000,"quantity":100,)"
        R"("printable":0,"db_exec_id":538981952,"pillar_trade_conditions":"@6"})"}},
      {"pillar-v2.5/DeleteOrderMessage.pcap",
       53'151,
       {"kind=4 seq=53150 book=48869 order_ref=282574488381098 price=0 quantity=0 bid=0@0 ask=0@0 "
        "flags=0x1c venue_time_ns=989195264 rx_time_ns=7 record_seq=0"}},
      {"pillar-v2.5/ImbalanceMessage.pcap",
       53'120,
       {R"({"type":105,"name":"imbalance","source_time":1645642896,"source_time_ns":205260288,)"
        R"("symbol_index":59083,"symbol_seq":14,"reference_price":10000000,)"
        R"("paired_quantity":900,"total_imbalance_quantity":1100,"market_imbalance_quantity":0,)"
        R"("auction_time":1406,"auction_type":"C","imbalance_side":"B",)"
        R"("continuous_book_clearing_price":0,"auction_interest_clearing_price":0,)"
        R"("ssr_filing_price":0,"indicative_match_price":0,"upper_collar":0,"lower_collar":0,)"
        R"("auction_status":0,"freeze_status":1,"extensions":0,"unpaired_quantity":1100,)"
        R"("unpaired_side":"B","significant_imbalance":" "})"}},
      {"pillar-v2.5/OrderExecutionMessage.pcap",
       54'329,
       {"kind=2 seq=54328 book=5530 order_ref=282574488384140 price=0 quantity=100 bid=0@0 ask=0@0 "
        "flags=0x1c venue_time_ns=213399808 rx_time_ns=7 record_seq=0"}},
      {"pillar-v2.5/ReplaceOrderMessage.pcap",
       54'195,
       {"kind=4 seq=54194 book=59823 order_ref=282574488398213 price=0 quantity=0 bid=0@0 ask=0@0 "
        "flags=0x41c venue_time_ns=491220224 rx_time_ns=7 record_seq=0",
        "kind=1 seq=54194 book=59823 order_ref=282574488398294 price=10000 quantity=200 bid=0@0 "
        "ask=0@0 flags=0x81c venue_time_ns=491220224 rx_time_ns=7 record_seq=1"}},
      {"pillar-v2.5/SecurityStatusMessage.pcap",
       42'755,
       {R"({"type":34,"name":"security_status","source_time":1645642897,)"
        R"("source_time_ns":150267136,"symbol_index":9380,"symbol_seq":8,"status":"5",)"
        R"("halt_condition":"~","reserved_1":0,"price_1":0,"price_2":0,)"
        R"("ssr_triggering_exchange_id":" ","ssr_triggering_volume":0,"trigger_time":0,)"
        R"("ssr_state":"~","market_state":"P","session_state":0})"}},
      {"pillar-v2.5/SourceTimeReferenceMessage.pcap",
       10'986,
       {R"({"type":2,"name":"source_time_reference","id":1,"symbol_seq":0,)"
        R"("source_time":1645642895})"}},
      {"pillar-v2.5/StockSummaryMessage.pcap",
       216'124,
       {R"({"type":223,"name":"stock_summary","source_time":1645636597,)"
        R"("source_time_ns":228979968,"symbol_index":59327,"high_price":10020000,)"
        R"("low_price":10000000,"open_price":10020000,"close_price":0,"total_volume":900})"}},
      {"xdp-v2.1/AddOrderMessage.pcap",
       1'243'007,
       {"kind=1 seq=1243006 book=2511 order_ref=1390859 price=488700 quantity=61 bid=61@488700 "
        "ask=0@0 flags=0xe venue_time_ns=726504000 rx_time_ns=7 record_seq=0"}},
      {"xdp-v2.1/ImbalanceMessage.pcap",
       3'825'214,
       {R"({"type":105,"name":"imbalance","source_time":1504123200,"source_time_ns":69952000,)"
        R"("symbol_index":1387,"symbol_seq":13902,"reference_price":252900,)"
        R"("paired_quantity":15600,"total_imbalance_quantity":500,"market_imbalance_quantity":0,)"
        R"("auction_time":1600,"auction_type":"C","imbalance_side":"B",)"
        R"("continuous_book_clearing_price":252900,"auction_interest_clearing_price":0,)"
        R"("ssr_filing_price":0,"indicative_match_price":0,"upper_collar":0,"lower_collar":0,)"
        R"("auction_status":0,"freeze_status":0,"extensions":0})"}},
      {"xdp-v2.1/OrderExecutionMessage.pcap",
       2'422'939,
       {"kind=2 seq=2422938 book=2705 order_ref=2522503 price=0 quantity=100 bid=0@0 ask=0@0 "
        "flags=0x1c venue_time_ns=999220000 rx_time_ns=7 record_seq=0"}},
      {"xdp-v2.1/ReplaceOrderMessage.pcap",
       2'422'790,
       {"kind=4 seq=2422789 book=7786 order_ref=2581418 price=0 quantity=0 bid=0@0 ask=0@0 "
        "flags=0x41c venue_time_ns=444580000 rx_time_ns=7 record_seq=0",
        "kind=1 seq=2422789 book=7786 order_ref=2581507 price=230100 quantity=100 bid=0@0 ask=0@0 "
        "flags=0x81c venue_time_ns=444580000 rx_time_ns=7 record_seq=1"}},
      {"xdp-v2.1/SecurityStatusMessage.pcap",
       243,
       {R"({"type":34,"name":"security_status","source_time":1504760601,)"
        R"("source_time_ns":38886000,"symbol_index":43254,"symbol_seq":1,"status":"P",)"
        R"("halt_condition":" ","reserved_1":0,"price_1":0,"price_2":0,)"
        R"("ssr_triggering_exchange_id":"\u0000","ssr_triggering_volume":0,"trigger_time":0,)"
        R"("ssr_state":"~","market_state":"P","session_state":32})"}},
      {"xdp-v2.1/SequenceResetMessage.pcap",
       2,
       {R"({"type":1,"name":"sequence_number_reset","source_time":1506451841,)"
        R"("source_time_ns":200130690,"product_id":11,"channel_id":1})"}},
      {"xdp-v2.1/SourceTimeReferenceMessage.pcap",
       2'009,
       {R"({"type":2,"name":"source_time_reference","id":7,"symbol_seq":0,)"
        R"("source_time":1504092602})"}},
      {"xdp-v2.1/SymbolIndexMappingMessage.pcap",
       3,
       {R"({"type":3,"name":"symbol_index_mapping","symbol_index":1169,"symbol":"ABG",)"
        R"("reserved_1":65,"market_id":1,"system_id":7,"exchange_code":"N","price_scale_code":4,)"
        R"("security_type":"A","lot_size":100,"previous_close_price":508500,)"
        R"("previous_close_volume":0,"price_resolution":0,"round_lot":"N",)"
        R"("minimum_price_variation":500,"unit_of_trade":1,"reserved_2":0})"}},
  };
  return captures;
}

inline std::vector<std::vector<std::uint8_t>> xdp_frames(const std::string& file) {
  std::vector<std::vector<std::uint8_t>> frames;
  const auto reader = replay::CaptureReader::open((xdp_folder() / file).string());
  replay::CapturedFrame frame;
  while (reader->next(frame)) frames.emplace_back(frame.bytes.begin(), frame.bytes.end());
  return frames;
}

// Events as describe_record() has them; messages for the host put together and told field by field.
inline std::vector<std::string> told(const std::vector<RecordImage>& records) {
  std::vector<std::string> lines;
  std::vector<std::uint8_t> message;
  for (const RecordImage& image : records) {
    VenueMessage piece;
    std::memcpy(&piece, image.data(), sizeof piece);
    if (piece.kind != RecordKind::VenueMessage) {
      lines.push_back(describe_record(image));
      continue;
    }
    message.insert(message.end(), piece.message, piece.message + piece.length);
    if (piece.more != 0) continue;
    lines.push_back(feed::xdp::describe(message));
    message.clear();
  }
  return lines;
}

}  // namespace hotbook::testing
