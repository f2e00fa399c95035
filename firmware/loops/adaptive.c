/* u = threshold_decay*u + (1 - threshold_decay)*z; v = alpha_decay*v + sum(w) + i_offset;
 * spike if v > threshold + beta*u; reset. z is 1 after a step with a spike, else 0. A reset that comes
 * next takes z times what it takes from v before that is compared. */
#include "neurons.h"

enum reset { BY_SUBTRACTION, TO_V_RESET, NEXT_BY_THRESHOLD, NEXT_BY_BOUND };

INLINE void adaptive(
    struct core *core, const struct neurons *these, uint32_t step, bool each, enum reset reset) {
  bool is_next = reset == NEXT_BY_THRESHOLD || reset == NEXT_BY_BOUND;
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
    if (is_next) {
      next -= z[i] * (reset == NEXT_BY_BOUND ? bound : threshold.value);
    }
    u[i] = adaptation;
    z[i] = 0;
    sum[i] = 0;
    if (SELDOM(next > bound)) {
      if (!is_next) {
        next = reset == BY_SUBTRACTION ? next - bound : v_reset.value;
      }
      z[i] = 1;
      out = spike(out, core->key | i);
    }
    v[i] = next;
  }
  core->out = out;
}

#define ADAPTIVE(name, reset)                                                                   \
  void adaptive_##name(struct core *core, const struct neurons *neurons, uint32_t step) {       \
    adaptive(core, neurons, step, false, reset);                                                \
  }                                                                                             \
  void adaptive_##name##_each(struct core *core, const struct neurons *neurons, uint32_t step) {\
    adaptive(core, neurons, step, true, reset);                                                 \
  }

ADAPTIVE(by_subtraction, BY_SUBTRACTION)
ADAPTIVE(to_v_reset, TO_V_RESET)
ADAPTIVE(next_by_threshold, NEXT_BY_THRESHOLD)
ADAPTIVE(next_by_bound, NEXT_BY_BOUND)
