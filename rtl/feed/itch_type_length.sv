// Knows how long a message of each type is (NASDAQ TotalView-ITCH 5.0, "Message Formats").
//
// Latency       0 cycles, combinational.
// Throughput    one answer at any time.
// Backpressure  none.
// Reset         none.

module itch_type_length (
  input  logic [7:0] type_i,

  // 0 when there is no such type.
  output logic [5:0] length_o
);

  always_comb begin
    case (type_i)
      "S", "W":      length_o = 6'd12;
      "D", "B":      length_o = 6'd19;
      "Y", "N":      length_o = 6'd20;
      "h":           length_o = 6'd21;
      "X":           length_o = 6'd23;
      "H":           length_o = 6'd25;
      "L":           length_o = 6'd26;
      "K":           length_o = 6'd28;
      "E":           length_o = 6'd31;
      "V", "J", "U": length_o = 6'd35;
      "A", "C":      length_o = 6'd36;
      "R":           length_o = 6'd39;
      "F", "Q":      length_o = 6'd40;
      "P":           length_o = 6'd44;
      "O":           length_o = 6'd48;
      "I":           length_o = 6'd50;
      default:       length_o = 6'd0;
    endcase
  end

endmodule
