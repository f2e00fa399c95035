/* Layers of a neural network under a static schedule: a scheduler wakes all workers for a layer
 * and waits for their flags; a worker fetches, multiplies, stores and answers. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "pe.h"

/* What a worker is sent for a layer, and what the scheduler has of it in DRAM. */
struct order {
  uint32_t layer, control, first, second;
};

/* Writing to another PE's memory is a packet with a payload whose key is the place there; a write
 * to the other register interrupts a PE (ASSUMED, as packets are sent). */
struct scheduler {
  const volatile struct order *header; /* fetched by DMA */
  struct transmitter *out;
  volatile uint32_t *bell;
  uint32_t mailbox; /* of the first worker; the next one's is a PE further */
  uint32_t workers;
  const volatile uint32_t *flags, *flag, *end; /* a word for each worker */
  uint32_t layer;
};

#define NEXT_PE (1u << 20)

/* The header of a layer has come: all workers are told. */
void schedule_layer(struct scheduler *scheduler);

/* Looks on from the first flag that was not set; whether all are. */
bool schedule_look(struct scheduler *scheduler);

struct worker {
  uint32_t stage;
  const volatile struct order *order;
  const uint32_t *control; /* fetched by DMA: what those registers are to hold */
  volatile uint32_t *mac_array; /* its registers; writing the last lets it begin */
  struct transmitter *out;
  uint32_t flag; /* its word in the scheduler's memory */
};

/* An interrupt of a worker; the transfers that it then asks for are counted by themselves. What
 * it says: which stage begins. */
uint32_t schedule_stage(struct worker *worker);

#endif
