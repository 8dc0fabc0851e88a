// The kernel's shell for synthesis: its ports, and one step of the kernel a cycle.
//
// A stream cannot be looked at without taking the word, so that a word the kernel leaves waits
// here. The write of an output blocks, and with it the step behind it: what the kernel gives always
// has room.

#include "hls/mdp3_decode/mdp3_shell.hpp"

#include "hls/mdp3_decode/mdp3_kernel.hpp"

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

extern "C" void mdp3_decode(hls::stream<KernelWord>& line_a, hls::stream<KernelWord>& line_b,
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
  static mdp3_kernel::State state;
  static Held<KernelWord> held_a;
  static Held<KernelWord> held_b;
  static Held<InstrumentCommand> held_instrument;
#pragma HLS RESET variable = state
#pragma HLS RESET variable = held_a
#pragma HLS RESET variable = held_b
#pragma HLS RESET variable = held_instrument
// Registers: a step reads and writes any byte of them.
#pragma HLS ARRAY_PARTITION variable = state.lines complete
#pragma HLS ARRAY_PARTITION variable = state.packet.item_data complete
#pragma HLS ARRAY_PARTITION variable = state.packet.piece complete
#pragma HLS ARRAY_PARTITION variable = state.entry.prices complete dim = 0
#pragma HLS ARRAY_PARTITION variable = state.entry.quantities complete dim = 0
// The eight ways of a lookup are read side by side.
#pragma HLS ARRAY_PARTITION variable = state.securities cyclic factor = 4
#pragma HLS ARRAY_PARTITION variable = state.generations cyclic factor = 4
// A row is one word of its memory, and one memory a side.
#pragma HLS ARRAY_PARTITION variable = state.rows complete dim = 1
#pragma HLS AGGREGATE variable = state.rows compact = bit
#pragma HLS BIND_STORAGE variable = state.rows type = ram_2p impl = uram
#pragma HLS AGGREGATE variable = state.definitions compact = bit
#pragma HLS AGGREGATE variable = state.numbers compact = bit
// A row is written when its entry is done, and read again when so much of another entry has come
// that it says whose it is: by then two steps have passed (README.md, "Interval").
#pragma HLS DEPENDENCE variable = state.rows inter RAW distance = 2 true
#pragma HLS DEPENDENCE variable = state.numbers inter RAW distance = 2 true

  held_a.fill(line_a);
  held_b.fill(line_b);
  held_instrument.fill(instrument);
  const KernelInput input{held_a.valid, held_b.valid, held_instrument.valid,
                          held_a.word,  held_b.word,  held_instrument.word};
  const KernelStep done = mdp3_kernel::step(state, input);
  held_a.valid = held_a.valid && !done.line_a_taken;
  held_b.valid = held_b.valid && !done.line_b_taken;
  held_instrument.valid = held_instrument.valid && !done.instrument_taken;
  if (done.output_valid) output.write(done.output);
}
