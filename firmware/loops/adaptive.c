/* u = threshold_decay*u + (1 - threshold_decay)*z; v = alpha_decay*v + sum(w) + i_offset;
 * spike if v > threshold + beta*u; reset. z is 1 after a step with a spike, else 0. */
#include "neurons.h"

INLINE void adaptive(
    struct core *core, const struct neurons *these, uint32_t step, bool each, bool by_subtraction) {
  uint32_t n = core->in.neurons;
  struct parameter alpha_decay = parameter(these, 0, n);
  struct parameter i_offset = parameter(these, 1, n);
  struct parameter threshold = parameter(these, 2, n);
  struct parameter threshold_decay = parameter(these, 3, n);
  struct parameter beta = parameter(these, 4, n);
  struct parameter v_reset = parameter(these, 5, n);
  struct transmitter *out = core->out;
  int32_t *sum = sums(core, step);
  float *v = these->state;
  float *u = v + n;
  float *z = u + n;
  for (uint32_t i = 0; i < n; i++) {
    advance(&alpha_decay, each);
    advance(&i_offset, each);
    advance(&threshold, each);
    advance(&threshold_decay, each);
    advance(&beta, each);
    advance(&v_reset, each);
    float adaptation = threshold_decay.value * u[i] + (1 - threshold_decay.value) * z[i];
    float next = alpha_decay.value * v[i] + (float)sum[i] + i_offset.value;
    float bound = threshold.value + beta.value * adaptation;
    u[i] = adaptation;
    z[i] = 0;
    sum[i] = 0;
    if (SELDOM(next > bound)) {
      next = by_subtraction ? next - bound : v_reset.value;
      z[i] = 1;
      out = spike(out, core->key | i);
    }
    v[i] = next;
  }
  core->out = out;
}

void adaptive_by_subtraction(struct core *core, const struct neurons *neurons, uint32_t step) {
  adaptive(core, neurons, step, false, true);
}

void adaptive_by_subtraction_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  adaptive(core, neurons, step, true, true);
}

void adaptive_to_v_reset(struct core *core, const struct neurons *neurons, uint32_t step) {
  adaptive(core, neurons, step, false, false);
}

void adaptive_to_v_reset_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  adaptive(core, neurons, step, true, false);
}
