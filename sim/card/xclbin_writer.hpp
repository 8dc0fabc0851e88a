// Writes the container (axlf) in which XRT loads a design: what the simulated card is, where its
// registers and memories are.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace hotbook::card {

struct XclbinContent {
  std::string platform = "hotbook_verilated_card";
  std::uint32_t layout_hash = 0;
  std::string git_commit;
  std::string tool;                  // what built the image
  std::vector<std::uint8_t> launch;  // a zip that XRT unpacks and starts
};

// Kernel appliance_kernel, one unit, registers under the user's control; DDR[0] and HOST[0]. The
// uuid is made of the content, so that two different images never share one. Throws
// std::length_error when a text does not fit its field.
[[nodiscard]] std::vector<std::uint8_t> write_xclbin(const XclbinContent& content);

// behav_waveform/xsim/simulate.sh and the card's program, as XRT's hardware emulation expects
// them.
[[nodiscard]] std::vector<std::uint8_t> write_launch_zip(
    const std::vector<std::uint8_t>& card_program);

}  // namespace hotbook::card
