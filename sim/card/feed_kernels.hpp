// The feed kernels that the simulated card can be joined to, by name.
//
// Threading: pure functions.
// Hot path:  none.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "sim/card/feed_kernel.hpp"

namespace hotbook::card {

enum class FeedKernelName : std::uint8_t { None, Xdp, Mdp3 };

inline constexpr const char* kFeedKernelNames = "none, xdp, mdp3";

// Empty text is None, too.
[[nodiscard]] std::optional<FeedKernelName> feed_kernel_name(std::string_view text);

// Null for None.
[[nodiscard]] std::unique_ptr<FeedKernel> make_feed_kernel(FeedKernelName name);

}  // namespace hotbook::card
