/* Spikes in every step in which a spike arrives; only positive weights are stored. */
#include "neurons.h"

void relay(struct core *core, uint32_t step) {
  struct transmitter *out = core->out;
  int32_t *sum = sums(core, step);
  uint32_t key = core->key;
  for (int32_t *end = sum + core->in.neurons; sum != end; key++) {
    int32_t arrived = *sum;
    *sum++ = 0;
    if (SELDOM(arrived > 0)) {
      out = spike(out, key);
    }
  }
  core->out = out;
}
