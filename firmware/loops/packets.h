/* Programs of any kind: packets are taken from the event FIFO and handed to the handler of their
 * key, and sent with what they carry. */
#ifndef PACKETS_H
#define PACKETS_H

#include "pe.h"

/* As the event FIFO holds it: room for the longest payload, of which the key says how much is
 * there. */
struct parcel {
  uint32_t payload[4];
  uint32_t key;
};

struct program;

typedef void handler(struct program *program, uint32_t key, const volatile uint32_t *payload);

/* Which handler a packet is for is in the bits of its key from `shift` on. */
struct program {
  const volatile struct parcel *ring, *end, *oldest;
  volatile uint32_t waiting;
  handler *const *handlers;
  uint32_t shift, mask;
  struct transmitter *out;
  uint32_t key; /* what it sends has this */
  uint32_t seen;
  uint32_t *kept;
};

/* Hands over the packets that wait now. */
void handle_packets(struct program *program);

/* Some handlers: what the packet brought is ignored, kept in memory, or sent on. */
handler ignore_packet, keep_1, keep_2, keep_4, forward_0, forward_1, forward_2, forward_4;

#endif
