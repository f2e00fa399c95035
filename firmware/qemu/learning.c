/* Calls the loops that learn, and those of a static schedule, on memory that the host fills and reads.
 *
 * learning.bin: PUT with an address, how many words, and these; CALL with the number of a loop in
 * LOOPS, its six arguments that are no floats (0 where it has fewer), the one that is, and the
 * address for a float that it returns, or 0; GET with an address and how many words, which go into
 * results.bin; END. LearningFirmwareTest is the other end.
 *
 * All loops are called alike. The procedure call standard lets them: words go into r0 to r3 and
 * onto the stack, floats into s0, and what a loop does not take it does not see. */
#include "board.h"
#include "../loops/eprop.h"
#include "../loops/eventprop.h"
#include "../loops/rewiring.h"
#include "../loops/schedule.h"

typedef float loop(uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t, float);

#define LOOP(name) (loop *)(void (*)(void))(name)

static loop *const LOOPS[] = {
    LOOP(eprop_frame),
    LOOP(eprop_recurrent),
    LOOP(eprop_update),
    LOOP(eprop_triangle),
    LOOP(eprop_surrogate),
    LOOP(eprop_inputs),
    LOOP(eprop_spikes),
    LOOP(eprop_signal),
    LOOP(eprop_gradient),
    LOOP(eprop_decay),
    LOOP(eprop_hear),
    LOOP(eprop_total),
    LOOP(eprop_readout_gradient),
    LOOP(rewired_forward_bytes),
    LOOP(rewired_forward),
    LOOP(rewired_read_out),
    LOOP(rewired_backward_bytes),
    LOOP(rewired_backward),
    LOOP(rewired_errors),
    LOOP(rewired_descend),
    LOOP(rewiring_draw),
    LOOP(rewiring_insert),
    LOOP(eventprop_event),
    LOOP(eventprop_update),
    LOOP(eventprop_error),
    LOOP(eventprop_adjoint),
    LOOP(eventprop_gradient),
    LOOP(gradient_sum),
    LOOP(adam_update),
    LOOP(schedule_layer),
    LOOP(schedule_look),
    LOOP(schedule_stage),
};

enum { END, PUT, CALL, GET };

/* Where the host's addresses begin: see mps2.ld. */
__attribute__((section(".memory"), used)) static uint32_t memory[512 * 1024];

struct call {
  uint32_t loop;
  uint32_t word[6];
  float real;
  float *returned;
};

int main(void) {
  uint32_t in = open_file("learning.bin", false);
  uint32_t out = open_file("results.bin", true);
  for (;;) {
    uint32_t what;
    read_file(in, &what, 4);
    if (what == END) {
      return 0;
    }
    if (what == CALL) {
      struct call c;
      read_file(in, &c, sizeof c);
      loop *called = LOOPS[c.loop];
      float result =
          called(c.word[0], c.word[1], c.word[2], c.word[3], c.word[4], c.word[5], c.real);
      if (c.returned) {
        *c.returned = result;
      }
    } else {
      uint32_t stretch[2];
      read_file(in, stretch, sizeof stretch);
      if (what == PUT) {
        read_file(in, (void *)stretch[0], 4 * stretch[1]);
      } else {
        write_file(out, (void *)stretch[0], 4 * stretch[1]);
      }
    }
  }
}
