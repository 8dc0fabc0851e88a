// The kernel's shell for synthesis: its ports, and one step of the kernel a cycle.
//
// A stream cannot be looked at without taking the word, so that a word the kernel leaves waits
// here. The write of an output blocks, and with it the step behind it: what the kernel gives always
// has room.

#include "hls/xdp_decode/xdp_shell.hpp"

#include "hls/xdp_decode/xdp_kernel.hpp"

namespace {

using namespace hotbook;
using namespace hotbook::kernel;

template <class Word>
struct Held {
  bool valid;
  Word word;

  void fill(hls::stream<Word>& from) {
    if (!valid) valid = from.read_nb(word);
  }
};

}  // namespace

extern "C" void xdp_decode(hls::stream<KernelWord>& line_a, hls::stream<KernelWord>& line_b,
                           hls::stream<InstrumentCommand>& instrument,
                           hls::stream<KernelOutput>& output) {
#pragma HLS INTERFACE mode = axis port = line_a
#pragma HLS INTERFACE mode = axis port = line_b
#pragma HLS INTERFACE mode = axis port = instrument
#pragma HLS INTERFACE mode = axis port = output
// Byte for byte the records of the layout, lane 0 the first.
#pragma HLS AGGREGATE variable = line_a compact = byte
#pragma HLS AGGREGATE variable = line_b compact = byte
#pragma HLS AGGREGATE variable = instrument compact = byte
#pragma HLS AGGREGATE variable = output compact = byte
// Free-running: there is no host that starts it.
#pragma HLS INTERFACE mode = ap_ctrl_none port = return
// II=1: a word of each line a cycle. flp: an output that must wait stops the steps behind it only.
#pragma HLS PIPELINE II = 1 style = flp
  static xdp::State state;
  static Held<KernelWord> held_a;
  static Held<KernelWord> held_b;
  static Held<InstrumentCommand> held_instrument;
// Everything is registers: a step reads and writes any byte of them.
#pragma HLS RESET variable = state
#pragma HLS RESET variable = held_a
#pragma HLS RESET variable = held_b
#pragma HLS RESET variable = held_instrument
#pragma HLS ARRAY_PARTITION variable = state.packet.message complete
#pragma HLS ARRAY_PARTITION variable = state.lines complete

  held_a.fill(line_a);
  held_b.fill(line_b);
  held_instrument.fill(instrument);
  const KernelInput input{held_a.valid, held_b.valid, held_instrument.valid,
                          held_a.word,  held_b.word,  held_instrument.word};
  const KernelStep done = xdp::step(state, input);
  held_a.valid = held_a.valid && !done.line_a_taken;
  held_b.valid = held_b.valid && !done.line_b_taken;
  held_instrument.valid = held_instrument.valid && !done.instrument_taken;
  if (done.output_valid) output.write(done.output);
}
