// The kernel as a card's design instantiates it: four AXI4-Streams, no control.
//
// Interval:  1 word of each line a cycle.

#pragma once

#include "hls/common/axi_stream.hpp"
#include "hls/common/feed_kernel.hpp"

extern "C" void mdp3_decode(hls::stream<hotbook::KernelWord>& line_a,
                            hls::stream<hotbook::KernelWord>& line_b,
                            hls::stream<hotbook::InstrumentCommand>& instrument,
                            hls::stream<hotbook::KernelOutput>& output);
