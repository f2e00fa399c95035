/* Packets with payloads, as programs of any kind take and send them. The transmitter's payload registers are written before the key, which lets
 * the packet leave with what was written (ASSUMED, as SpiNNaker1's and the prototype's do). */
#include "packets.h"

INLINE const volatile struct parcel *begin_again(const struct program *program) {
  return program->ring;
}

void handle_packets(struct program *program) {
  const volatile struct parcel *oldest = program->oldest;
  for (uint32_t left = program->waiting; left != 0; left--) {
    uint32_t key = oldest->key;
    program->handlers[key >> program->shift & program->mask](program, key, oldest->payload);
    if (SELDOM(++oldest == program->end)) {
      oldest = begin_again(program);
    }
  }
  program->oldest = oldest;
}

INLINE void keep(struct program *program, const volatile uint32_t *payload, uint32_t words) {
  for (uint32_t i = 0; i < words; i++) {
    program->kept[i] = payload[i];
  }
}

INLINE void forward(struct program *program, const volatile uint32_t *payload, uint32_t words) {
  struct transmitter *out = program->out;
  wait_for(out);
  for (uint32_t i = 0; i < words; i++) {
    out->payload[i] = payload[i];
  }
  out->key = program->key;
  if (NEXT_WORD) {
    program->out = out + NEXT_WORD;
  }
}

void ignore_packet(struct program *program, uint32_t key, const volatile uint32_t *payload) {
  (void)program;
  (void)key;
  (void)payload;
}

#define HANDLER(what, words)                                                                    \
  void what##_##words(                                                                          \
      struct program *program, uint32_t key, const volatile uint32_t *payload) {                \
    (void)key;                                                                                  \
    what(program, payload, words);                                                              \
  }

HANDLER(keep, 1)
HANDLER(keep, 2)
HANDLER(keep, 4)
HANDLER(forward, 0)
HANDLER(forward, 1)
HANDLER(forward, 2)
HANDLER(forward, 4)
