/* A Bernoulli process: random bits below p * 2^32 are a spike. */
#include "neurons.h"
#include "sources.h"

void poisson(struct core *core, struct poisson *these) {
  struct transmitter *out = core->out;
  const volatile uint32_t *generator = these->generator;
  const float *p = these->p;
  uint32_t key = core->key;
  for (uint32_t end = key + these->neurons; key != end; key++) {
    uint32_t below = (uint32_t)(*p * 4294967296.0f);
    p += these->stride;
    if (SELDOM(draw(&generator) < below)) {
      out = spike(out, key);
    }
  }
  core->out = out;
  these->generator = generator;
}
