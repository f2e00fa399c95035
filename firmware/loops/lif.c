/* v = alpha_decay*v + sum(w) + i_offset; spike if v > threshold; reset */
#include "neurons.h"

INLINE void lif(
    struct core *core, const struct neurons *these, uint32_t step, bool each, bool by_subtraction) {
  uint32_t n = core->in.neurons;
  struct parameter alpha_decay = parameter(these, 0, n);
  struct parameter i_offset = parameter(these, 1, n);
  struct parameter threshold = parameter(these, 2, n);
  struct parameter v_reset = parameter(these, 3, n);
  struct transmitter *out = core->out;
  int32_t *sum = sums(core, step);
  float *v = these->state;
  uint32_t key = core->key;
  for (float *end = v + n; v != end; key++) {
    advance(&alpha_decay, each);
    advance(&i_offset, each);
    advance(&threshold, each);
    advance(&v_reset, each);
    float next = alpha_decay.value * *v + (float)*sum + i_offset.value;
    *sum++ = 0;
    if (SELDOM(next > threshold.value)) {
      next = by_subtraction ? next - threshold.value : v_reset.value;
      out = spike(out, key);
    }
    *v++ = next;
  }
  core->out = out;
}

void lif_by_subtraction(struct core *core, const struct neurons *neurons, uint32_t step) {
  lif(core, neurons, step, false, true);
}

void lif_by_subtraction_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  lif(core, neurons, step, true, true);
}

void lif_to_v_reset(struct core *core, const struct neurons *neurons, uint32_t step) {
  lif(core, neurons, step, false, false);
}

void lif_to_v_reset_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  lif(core, neurons, step, true, false);
}
