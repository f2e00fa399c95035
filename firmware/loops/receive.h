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
void receive_delay_graded(struct core *core, uint32_t step);
void receive_no_delay_graded(struct core *core, uint32_t step);
void receive_wide_graded(struct core *core, uint32_t step);

/* ---- the same where weights are those of a kernel ------------------------------------------- */

/* As it is loaded; behind it the kernels of those output channels that have neurons here, each
 * in_channels / groups x kernel_height x kernel_width. */
struct geometry {
  int32_t in_channels, in_height, in_width, pool_y, pool_x, out_channels;
  int32_t kernel_height, kernel_width, stride_y, stride_x, pad_top, pad_left;
  int32_t pad_bottom, pad_right, dilation_y, dilation_x, groups;
};

/* One axis of it. Output o reads padded inputs o * stride + k * dilation. Of an input's taps
 * (o, k), which solve that, each is dilation / g outputs before the last one and stride / g
 * elements behind it, with g their greatest common divisor. */
struct axis {
  int32_t in, pool, pooled, pad;
  int32_t elements, stride, dilation, outputs;
  int32_t output_step, element_step;
};

/* What follows once; a core keeps it for the projection whose packets came last. */
struct kernel {
  const struct geometry *geometry;
  const int8_t *weight;
  struct axis rows, columns;
  int32_t in_per_group, out_per_group;
  int32_t from_channel, to_channel; /* output channels with neurons here */
  int32_t area, weights;            /* of a kernel; of an output channel */
};

struct kernels {
  int32_t from; /* the first target neuron of the population that is here */
  int32_t to;   /* behind the last */
  struct kernel last;
};

void receive_kernels(struct core *core, struct kernels *kernels);

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

/* A packet that was routed here and has no source. */
INLINE void lose(struct core *core) { core->lost++; }

/* What the packet that is taken next carries. A packet without a payload leaves 0 there (ASSUMED). */
INLINE int32_t carried(const struct fifo *fifo, uint32_t oldest) {
  return (int32_t)fifo->ring[oldest].payload;
}

INLINE uint32_t take(const struct fifo *fifo, uint32_t *oldest) {
  uint32_t key = fifo->ring[*oldest].key;
  *oldest = (*oldest + 1) & fifo->mask;
  return key;
}

#endif
