/* Convolutions: no synapse is stored. The targets of a packet follow from its source's channel, row
 * and column, its weights are those of a kernel, 8 bits each. */
#include "receive.h"

static struct axis axis(
    int32_t in, int32_t pool, int32_t pad, int32_t pads, int32_t elements, int32_t stride,
    int32_t dilation) {
  int32_t pooled = in / pool;
  int32_t divisor = stride;
  for (int32_t rest = dilation; rest != 0;) {
    int32_t next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  int32_t outputs = (pooled + pads - dilation * (elements - 1) - 1) / stride + 1;
  return (struct axis){
      in,       pool,    pooled,             pad,             elements, stride,
      dilation, outputs, dilation / divisor, stride / divisor};
}

static void prepare(struct kernels *here, const struct geometry *g) {
  struct kernel *kernel = &here->last;
  kernel->geometry = g;
  kernel->weight = (const int8_t *)(g + 1);
  kernel->rows = axis(g->in_height, g->pool_y, g->pad_top, g->pad_top + g->pad_bottom,
                      g->kernel_height, g->stride_y, g->dilation_y);
  kernel->columns = axis(g->in_width, g->pool_x, g->pad_left, g->pad_left + g->pad_right,
                         g->kernel_width, g->stride_x, g->dilation_x);
  kernel->in_per_group = g->in_channels / g->groups;
  kernel->out_per_group = g->out_channels / g->groups;
  int32_t plane = kernel->rows.outputs * kernel->columns.outputs;
  kernel->from_channel = here->from / plane;
  kernel->to_channel = (here->to - 1) / plane + 1;
  kernel->area = g->kernel_height * g->kernel_width;
  kernel->weights = kernel->in_per_group * kernel->area;
}

/* The taps of an input: the first one, with the smallest element, and how many. */
struct taps {
  int32_t output;
  int32_t element;
  int32_t count;
};

/* With a stride, an input meets only every so many elements. */
INLINE void seek(const struct axis *axis, int32_t padded, struct taps *taps) {
  while (taps->output * axis->stride != padded && taps->element < axis->elements) {
    padded -= axis->dilation;
    taps->output = padded / axis->stride;
    taps->element++;
  }
}

/* Near the end of the axis, the first elements would lead to outputs beyond it. */
INLINE void clip(const struct axis *axis, struct taps *taps) {
  while (taps->output >= axis->outputs) {
    taps->output -= axis->output_step;
    taps->element += axis->element_step;
  }
}

INLINE struct taps reach(const struct axis *axis, int32_t pooled) {
  int32_t padded = pooled + axis->pad;
  struct taps taps = {padded / axis->stride, 0, 0};
  if (SELDOM(taps.output * axis->stride != padded)) {
    seek(axis, padded, &taps);
  }
  if (SELDOM(taps.output >= axis->outputs)) {
    clip(axis, &taps);
  }
  int32_t output = taps.output;
  for (int32_t k = taps.element; output >= 0 && k < axis->elements; k += axis->element_step) {
    output -= axis->output_step;
    taps.count++;
  }
  return taps;
}

/* A row of targets of which all are here. */
INLINE void add_weights(
    int32_t *sum, int32_t sum_step, const int8_t *weight, int32_t weight_step, int32_t count) {
  do {
    *sum += *weight;
    sum -= sum_step;
    weight += weight_step;
  } while (--count != 0);
}

/* A row of targets that is cut: some are not here. */
INLINE void add_those_here(
    int32_t *sum, int32_t target, uint32_t neurons, int32_t sum_step, const int8_t *weight,
    int32_t weight_step, int32_t count) {
  for (; count != 0; count--) {
    if ((uint32_t)target < neurons) {
      sum[target] += *weight;
    }
    target -= sum_step;
    weight += weight_step;
  }
}

INLINE void add_kernel(
    int32_t *sum, const struct kernels *here, int32_t pre) {
  const struct kernel *kernel = &here->last;
  const struct axis *columns = &kernel->columns;
  const struct axis *rows = &kernel->rows;
  int32_t row = pre / columns->in;
  int32_t x = (pre - row * columns->in) / columns->pool;
  int32_t channel = row / rows->in;
  int32_t y = (row - channel * rows->in) / rows->pool;
  if (SELDOM(x >= columns->pooled || y >= rows->pooled)) {
    return;
  }
  struct taps down = reach(rows, y);
  struct taps across = reach(columns, x);
  if (SELDOM(across.count == 0)) {
    return;
  }
  int32_t group = channel / kernel->in_per_group;
  int32_t out = group * kernel->out_per_group;
  int32_t end = out + kernel->out_per_group;
  out = out < kernel->from_channel ? kernel->from_channel : out;
  end = end < kernel->to_channel ? end : kernel->to_channel;
  int32_t width = columns->outputs;
  uint32_t neurons = (uint32_t)(here->to - here->from);
  int32_t target_step = rows->output_step * width;
  int32_t weight_step = rows->element_step * columns->elements;
  int32_t output_step = columns->output_step;
  int32_t element_step = columns->element_step;
  int32_t span = (across.count - 1) * output_step;
  const int8_t *weights = kernel->weight + (out - kernel->from_channel) * kernel->weights +
                          (channel - group * kernel->in_per_group) * kernel->area +
                          down.element * columns->elements + across.element;
  for (; out < end; out++) {
    int32_t target = (out * rows->outputs + down.output) * width + across.output - here->from;
    const int8_t *weight = weights;
    for (int32_t left = down.count; left != 0; left--) {
      if (SELDOM((uint32_t)target >= neurons || target < span)) {
        add_those_here(sum, target, neurons, output_step, weight, element_step, across.count);
      } else {
        add_weights(sum + target, output_step, weight, element_step, across.count);
      }
      target -= target_step;
      weight += weight_step;
    }
    weights += kernel->weights;
  }
}

void receive_kernels(struct core *core, struct kernels *kernels) {
  uint32_t oldest = core->fifo.oldest;
  for (uint32_t left = core->fifo.waiting; left != 0; left--) {
    uint32_t key = take(&core->fifo, &oldest);
    const struct source *source = find(core, key);
    if (SELDOM((key & source->mask) != source->key)) {
      lose(core);
      continue;
    }
    const struct geometry *geometry = (const struct geometry *)(core->sram + source->first);
    if (SELDOM(geometry != kernels->last.geometry)) {
      prepare(kernels, geometry);
    }
    add_kernel(core->in.sum, kernels, (int32_t)(source->second + (key & ~source->mask)));
  }
  core->fifo.oldest = oldest;
}
