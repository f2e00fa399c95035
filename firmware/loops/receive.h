/* The first half of a step: the packets that wait are taken, and what they bring is added up. */
#ifndef RECEIVE_H
#define RECEIVE_H

#include "pe.h"

/* Takes the packets that wait now and adds their rows into the ring buffer. One for each synapse
 * word, and for neurons that sum excitatory and inhibitory weights apart. */
void receive_delay(struct core *core, uint32_t step);
void receive_no_delay(struct core *core, uint32_t step);
void receive_wide(struct core *core, uint32_t step);
void receive_delay_split(struct core *core, uint32_t step);
void receive_no_delay_split(struct core *core, uint32_t step);
void receive_wide_split(struct core *core, uint32_t step);

/* The same where weights are those of a kernel. */
struct kernels {
  int32_t from; /* the first target neuron of the population that is here */
  int32_t to;   /* behind the last */
};

void receive_kernels(struct core *core, const struct kernels *kernels);

/* Where the packets of a key belong: the last source whose key is not above it. */
INLINE const struct source *find(const struct core *core, uint32_t key) {
  const struct source *low = core->sources;
  for (uint32_t left = core->source_count; left > 1;) {
    uint32_t half = left / 2;
    low += low[half].key <= key ? half : 0;
    left -= half;
  }
  return low;
}

INLINE uint32_t take(const struct fifo *fifo, uint32_t *oldest) {
  uint32_t key = fifo->ring[*oldest].key;
  *oldest = (*oldest + 1) & fifo->mask;
  return key;
}

#endif
