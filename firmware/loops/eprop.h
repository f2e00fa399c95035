/* e-prop, some neurons with all synapses onto them on a core, and the readouts on another: what
 * org.tradewind.learn.SingleEprop and SingleReadout say, float operation by float operation. */
#ifndef EPROP_H
#define EPROP_H

#include "pe.h"

/* The exp unit: the argument is written, then the result is read where it was. Its latency is
 * counted apart. */
struct exp_unit {
  volatile float value;
};

struct traced {
  uint32_t neurons;
  uint32_t key;
  struct transmitter *out;
  struct exp_unit *unit;
  float threshold, alpha, input_gain, rho, adaptation_gain, beta, kappa, readout_gain;
  float height, steepness, outer_height, outer_steepness, shift;
  uint32_t refractory_steps;
  float *v, *a, *psi, *sum;
  uint8_t *refractory, *spiked;
};

/* Of one source, the synapses onto all neurons here. */
struct traces {
  float *adaptation; /* epsilon_a */
  float *filtered;
  float *sum;
};

void eprop_input(float *sum, const float *row, float value, uint32_t neurons);
void eprop_update(struct traced *these);
void eprop_surrogate(const struct traced *these);
void eprop_sources(const struct traced *these, float *epsilon_v, const float *frame, uint32_t inputs,
    const uint8_t *before, uint32_t all, struct traces traces);
void eprop_trace(const struct traced *these, float trace, struct traces *traces);
void eprop_trace_adaptive(const struct traced *these, float trace, struct traces *traces);
float eprop_signal(const float *feedback, const float *error, uint32_t readouts);
void eprop_gradient(float *gradient, const float *signal, const float *sum, uint32_t neurons);
void eprop_readout_trace(const struct traced *these, float *filtered, float *sum);

#endif
