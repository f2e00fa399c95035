/* Convolutions: no synapse is stored. The targets of a packet follow from its source's channel, row
 * and column, its weights are those of a kernel, 8 bits each. */
#include "receive.h"

/* As it is loaded; behind it the kernels of those output channels that have neurons here, each
 * in_channels / groups x kernel_height x kernel_width. */
struct geometry {
  int32_t in_channels, in_height, in_width, pool_y, pool_x, out_channels;
  int32_t kernel_height, kernel_width, stride_y, stride_x, pad_top, pad_left;
  int32_t pad_bottom, pad_right, dilation_y, dilation_x, groups;
};

#define MAX_KERNEL 32

/* An output that an input reaches along one axis, and the element of the kernel between them. */
struct tap {
  int32_t output;
  int32_t element;
};

/* Output o reads padded inputs o * stride + k * dilation. Returns how many outputs are reached. */
INLINE int32_t reach(
    int32_t padded, int32_t elements, int32_t stride, int32_t dilation, int32_t outputs,
    struct tap *tap) {
  struct tap *first = tap;
  for (int32_t k = 0; k < elements; k++, padded -= dilation) {
    int32_t output = padded / stride;
    if (padded >= 0 && output * stride == padded && output < outputs) {
      *tap++ = (struct tap){output, k};
    }
  }
  return (int32_t)(tap - first);
}

INLINE int32_t outputs(
    int32_t in, int32_t padding, int32_t kernel, int32_t stride, int32_t dilation) {
  return (in + padding - dilation * (kernel - 1) - 1) / stride + 1;
}

INLINE void add_weights(
    int32_t *sum, int32_t target, int32_t neurons, const int8_t *weight, const struct tap *tap,
    int32_t taps) {
  for (const struct tap *end = tap + taps; tap != end; tap++) {
    uint32_t at = (uint32_t)(target + tap->output);
    if (at < (uint32_t)neurons) {
      sum[at] += weight[tap->element];
    }
  }
}

INLINE void add_kernel(
    struct core *core, const struct kernels *here, const struct geometry *g, int32_t pre) {
  int32_t out_height = outputs(g->in_height / g->pool_y, g->pad_top + g->pad_bottom,
                               g->kernel_height, g->stride_y, g->dilation_y);
  int32_t out_width = outputs(g->in_width / g->pool_x, g->pad_left + g->pad_right,
                              g->kernel_width, g->stride_x, g->dilation_x);
  int32_t row = pre / g->in_width;
  int32_t x = (pre - row * g->in_width) / g->pool_x;
  int32_t channel = row / g->in_height;
  int32_t y = (row - channel * g->in_height) / g->pool_y;
  if (x >= g->in_width / g->pool_x || y >= g->in_height / g->pool_y) {
    return;
  }
  struct tap rows[MAX_KERNEL];
  struct tap columns[MAX_KERNEL];
  int32_t row_taps =
      reach(y + g->pad_top, g->kernel_height, g->stride_y, g->dilation_y, out_height, rows);
  int32_t column_taps =
      reach(x + g->pad_left, g->kernel_width, g->stride_x, g->dilation_x, out_width, columns);
  int32_t in_per_group = g->in_channels / g->groups;
  int32_t out_per_group = g->out_channels / g->groups;
  int32_t group = channel / in_per_group;
  int32_t area = out_height * out_width;
  int32_t from_channel = here->from / area;
  int32_t to_channel = (here->to - 1) / area + 1;
  int32_t first = group * out_per_group;
  int32_t end = first + out_per_group;
  first = first < from_channel ? from_channel : first;
  end = end < to_channel ? end : to_channel;
  const int8_t *kernels = (const int8_t *)(g + 1);
  const int8_t *kernel =
      kernels + ((first - from_channel) * in_per_group + channel - group * in_per_group) *
                    g->kernel_height * g->kernel_width;
  for (int32_t out = first; out < end; out++) {
    for (int32_t i = 0; i < row_taps; i++) {
      int32_t target = (out * out_height + rows[i].output) * out_width - here->from;
      add_weights(core->in.sum, target, here->to - here->from,
                  kernel + rows[i].element * g->kernel_width, columns, column_taps);
    }
    kernel += in_per_group * g->kernel_height * g->kernel_width;
  }
}

void receive_kernels(struct core *core, const struct kernels *kernels) {
  uint32_t oldest = core->fifo.oldest;
  for (uint32_t left = core->fifo.waiting; left != 0; left--) {
    uint32_t key = take(&core->fifo, &oldest);
    const struct source *source = find(core, key);
    if (SELDOM((key & source->mask) != source->key)) {
      core->lost++;
      continue;
    }
    add_kernel(core, kernels, (const struct geometry *)(core->sram + source->first),
               (int32_t)(source->second + (key & ~source->mask)));
  }
  core->fifo.oldest = oldest;
}
