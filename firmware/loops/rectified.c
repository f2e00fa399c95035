/* v = input_scale*sum(w x) + bias; a unit above 0 sends min(v, most), rounded to the nearest whole
 * number, halves to even. */
#include "neurons.h"

/* Of what is below 2^22: sums of floats have no bits below 1 there, and are rounded as is said above. */
INLINE int32_t nearest(float x) {
  const float without_fraction = 12582912; /* 1.5 * 2^23 */
  return (int32_t)(x + without_fraction - without_fraction);
}

INLINE void rectify(
    struct core *core, const struct neurons *these, uint32_t step, bool each) {
  uint32_t n = core->in.neurons;
  struct parameter bias = parameter(these, 0, n);
  struct parameter input_scale = parameter(these, 1, n);
  struct parameter most = parameter(these, 2, n);
  struct transmitter *out = core->out;
  int32_t *sum = sums(core, step);
  float *v = these->state;
  for (uint32_t i = 0; i < n; i++) {
    advance(&bias, each);
    advance(&input_scale, each);
    advance(&most, each);
    float next = input_scale.value * (float)sum[i] + bias.value;
    v[i] = next;
    sum[i] = 0;
    if (next > 0.5f && out) { /* half of 1 becomes 0, which is not sent */
      out = send_number(out, core->key | i, nearest(next > most.value ? most.value : next));
    }
  }
  core->out = out;
}

void rectified(struct core *core, const struct neurons *neurons, uint32_t step) {
  rectify(core, neurons, step, false);
}

void rectified_each(struct core *core, const struct neurons *neurons, uint32_t step) {
  rectify(core, neurons, step, true);
}
