// Turns the AXI4-Lite slave's five channels into register accesses, one at a time.
//
// Latency       4 cycles, address accepted to answer offered.
// Throughput    one access in 5 cycles; reads and writes take turns when both wait.
// Backpressure  the next address waits until the answer before it is taken.
// Reset         forgets an access under way, as an AXI reset must.

`include "checks.svh"

module csr_port (
  input  logic                    clk_i,
  input  logic                    rst_i,

  // Writes: the address and its data are taken together.
  input  logic                    write_address_valid_i,
  output logic                    write_address_ready_o,
  input  logic [15:0]             write_address_i,
  input  logic                    write_data_valid_i,
  output logic                    write_data_ready_o,
  input  logic [31:0]             write_data_i,
  input  logic [3:0]              write_strobe_i,
  output logic                    write_answer_valid_o,
  input  logic                    write_answer_ready_i,
  output logic [1:0]              write_answer_o,

  // Reads.
  input  logic                    read_address_valid_i,
  output logic                    read_address_ready_o,
  input  logic [15:0]             read_address_i,
  output logic                    read_answer_valid_o,
  input  logic                    read_answer_ready_i,
  output logic [31:0]             read_answer_data_o,
  output logic [1:0]              read_answer_o,

  // To the registers: the answer comes two cycles behind the access.
  output logic                    access_valid_o,
  output layout_pkg::csr_access_t access_o,
  input  layout_pkg::csr_answer_t answer_i
);

  localparam logic [1:0] ResponseOkay       = 2'b00;
  localparam logic [1:0] ResponseSlaveError = 2'b10;

  typedef enum logic [2:0] {StateIdle, StateAccess, StateWait, StateAnswer, StateRespond} state_e;

  state_e      state_q;
  logic        last_was_write_q;
  logic        write_waits;
  logic        take_write;
  logic        take_read;
  logic        taken;
  logic [1:0]  response_q;
  logic [31:0] data_q;

  assign write_waits = write_address_valid_i && write_data_valid_i;
  assign take_write  = state_q == StateIdle && write_waits
      && !(read_address_valid_i && last_was_write_q);
  assign take_read   = state_q == StateIdle && read_address_valid_i && !take_write;

  assign write_address_ready_o = take_write;
  assign write_data_ready_o    = take_write;
  assign read_address_ready_o  = take_read;

  assign access_valid_o       = state_q == StateAccess;
  assign write_answer_valid_o = state_q == StateRespond && access_o.write;
  assign read_answer_valid_o  = state_q == StateRespond && !access_o.write;
  assign write_answer_o       = response_q;
  assign read_answer_o        = response_q;
  assign read_answer_data_o   = data_q;

  assign taken = access_o.write ? write_answer_ready_i : read_answer_ready_i;

  always_ff @(posedge clk_i) begin
    unique case (state_q)
      StateIdle: begin
        access_o.write   <= take_write;
        access_o.address <= take_write ? write_address_i : read_address_i;
        access_o.data    <= write_data_i;
        access_o.strobe  <= write_strobe_i;
        if (take_write || take_read) begin
          state_q          <= StateAccess;
          last_was_write_q <= take_write;
        end
      end
      StateAccess: state_q <= StateWait;
      StateWait:   state_q <= StateAnswer;
      StateAnswer: begin
        response_q <= answer_i.ok ? ResponseOkay : ResponseSlaveError;
        data_q     <= answer_i.data;
        state_q    <= StateRespond;
      end
      StateRespond: if (taken) state_q <= StateIdle;
      default:      state_q <= StateIdle;
    endcase

    if (rst_i) begin
      state_q          <= StateIdle;
      last_was_write_q <= 1'b0;
    end
  end

  `CHECK_STREAM(write_answer_waits_unchanged, write_answer_valid_o, write_answer_ready_i,
                write_answer_o)
  `CHECK_STREAM(read_answer_waits_unchanged, read_answer_valid_o, read_answer_ready_i,
                {read_answer_o, read_answer_data_o})
  `CHECK_NEXT(every_access_is_answered_later, take_write || take_read, access_valid_o)
  `CHECK(read_waits_for_one_write_at_most,
         !(take_write && read_address_valid_i && last_was_write_q))
  `CHECK(write_waits_for_one_read_at_most, !(take_read && write_waits && !last_was_write_q))

endmodule
