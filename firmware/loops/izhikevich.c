/* Twice v = v + 0.5*(0.04*v*v + 5*v + 140 - u + I), I = input_scale*sum(w) + i_offset; then
 * u = u + recovery_decay*(recovery_sensitivity*v - u); spike if v > 30; reset. */
#include "neurons.h"

INLINE float half_step(float v, float u, float current) {
  return v + 0.5f * (0.04f * v * v + 5 * v + 140 - u + current);
}

INLINE void izhikevich_loop(
    struct core *core, const struct neurons *these, uint32_t step, bool each) {
  uint32_t n = core->in.neurons;
  struct parameter recovery_decay = parameter(these, 0, n);
  struct parameter recovery_sensitivity = parameter(these, 1, n);
  struct parameter v_reset = parameter(these, 2, n);
  struct parameter reset_recovery_increment = parameter(these, 3, n);
  struct parameter i_offset = parameter(these, 4, n);
  struct parameter input_scale = parameter(these, 5, n);
  struct transmitter *out = core->out;
  int32_t *sum = sums(core, step);
  float *v = these->state;
  float *u = v + n;
  for (uint32_t i = 0; i < n; i++) {
    advance(&recovery_decay, each);
    advance(&recovery_sensitivity, each);
    advance(&v_reset, each);
    advance(&reset_recovery_increment, each);
    advance(&i_offset, each);
    advance(&input_scale, each);
    float current = input_scale.value * (float)sum[i] + i_offset.value;
    sum[i] = 0;
    float next = half_step(half_step(v[i], u[i], current), u[i], current);
    float recovery = u[i] + recovery_decay.value * (recovery_sensitivity.value * next - u[i]);
    if (SELDOM(next > 30)) {
      next = v_reset.value;
      recovery += reset_recovery_increment.value;
      out = spike(out, core->key | i);
    }
    v[i] = next;
    u[i] = recovery;
  }
  core->out = out;
}

void izhikevich(struct core *core, const struct neurons *neurons, uint32_t step) {
  izhikevich_loop(core, neurons, step, false);
}

void izhikevich_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  izhikevich_loop(core, neurons, step, true);
}
