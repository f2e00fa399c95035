/* i_exc = exc_decay*i_exc + sum(w | w > 0); i_inh = inh_decay*i_inh + sum(|w| | w < 0);
 * v = alpha_decay*v + i_exc - i_inh + i_offset; spike if v > threshold; reset.
 * After a spike v is held for t_refrac steps. */
#include "neurons.h"

/* One step less to wait. */
INLINE void hold(float *held) { *held -= 1; }

INLINE void curr_exp(
    struct core *core, const struct neurons *these, uint32_t step, bool each, bool by_subtraction) {
  uint32_t n = core->in.neurons;
  struct parameter alpha_decay = parameter(these, 0, n);
  struct parameter exc_decay = parameter(these, 1, n);
  struct parameter inh_decay = parameter(these, 2, n);
  struct parameter i_offset = parameter(these, 3, n);
  struct parameter threshold = parameter(these, 4, n);
  struct parameter v_reset = parameter(these, 5, n);
  struct parameter t_refrac = parameter(these, 6, n);
  struct transmitter *out = core->out;
  int32_t *exc = sums(core, step);
  int32_t *inh = exc + core->in.slots * n;
  float *v = these->state;
  float *i_exc = v + n;
  float *i_inh = i_exc + n;
  float *held = i_inh + n;
  for (uint32_t i = 0; i < n; i++) {
    advance(&alpha_decay, each);
    advance(&exc_decay, each);
    advance(&inh_decay, each);
    advance(&i_offset, each);
    advance(&threshold, each);
    advance(&v_reset, each);
    advance(&t_refrac, each);
    float excitation = exc_decay.value * i_exc[i] + (float)exc[i];
    float inhibition = inh_decay.value * i_inh[i] + (float)inh[i];
    i_exc[i] = excitation;
    i_inh[i] = inhibition;
    exc[i] = 0;
    inh[i] = 0;
    if (SELDOM(held[i] > 0)) {
      hold(&held[i]);
      continue;
    }
    float next = alpha_decay.value * v[i] + excitation - inhibition + i_offset.value;
    if (SELDOM(next > threshold.value)) {
      next = by_subtraction ? next - threshold.value : v_reset.value;
      held[i] = t_refrac.value;
      out = spike(out, core->key | i);
    }
    v[i] = next;
  }
  core->out = out;
}

void curr_exp_by_subtraction(struct core *core, const struct neurons *neurons, uint32_t step) {
  curr_exp(core, neurons, step, false, true);
}

void curr_exp_by_subtraction_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  curr_exp(core, neurons, step, true, true);
}

void curr_exp_to_v_reset(struct core *core, const struct neurons *neurons, uint32_t step) {
  curr_exp(core, neurons, step, false, false);
}

void curr_exp_to_v_reset_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  curr_exp(core, neurons, step, true, false);
}
