/* e-prop, some neurons with all synapses onto them on a core, and the readouts on another: what
 * org.tradewind.learn.SingleEprop and SingleReadout say, float operation by float operation. */
#ifndef EPROP_H
#define EPROP_H

#include "pe.h"

/* The exp unit: the argument is written, then the result is read where it was. Its latency is
 * counted apart. Under test each result is the word behind its argument. */
struct exp_unit {
  volatile float value;
};

struct traced {
  uint32_t neurons;
  uint32_t fixed; /* so many, the first, do not adapt */
  uint32_t key;
  struct transmitter *out;
  struct exp_unit *unit;
  float threshold, alpha, input_gain, rho, adaptation_gain, beta, kappa, readout_gain;
  float reset_beta; /* beta where a spike takes its bound off, 0 where the threshold */
  float height, steepness, outer_height, outer_steepness, shift;
  uint32_t refractory_steps;
  float *v, *a, *psi, *sum;
  uint8_t *refractory, *spiked;
};

/* Of the source that comes next, the synapses onto all neurons here. */
struct traces {
  float *adaptation; /* epsilon_a */
  float *filtered;
  float *sum;
};

/* What the readouts' core has. */
struct heard {
  uint32_t neurons;
  uint32_t readouts;
  uint32_t stride; /* from a neuron's first weight to the next one's */
  float kappa, gain;
  float *y, *filtered, *sum;
};

void eprop_frame(
    const struct traced *these, const float *weights, const float *frame, uint32_t inputs);
void eprop_recurrent(
    const struct traced *these, const float *weights, const uint8_t *before, uint32_t all);
void eprop_update(struct traced *these);
void eprop_triangle(const struct traced *these);
void eprop_surrogate(const struct traced *these);
void eprop_inputs(const struct traced *these, float *epsilon_v, const float *frame,
    uint32_t inputs, struct traces *traces);
void eprop_spikes(const struct traced *these, float *epsilon_v, const uint8_t *before,
    uint32_t all, struct traces *traces);
float eprop_signal(const float *feedback, const float *error, uint32_t readouts);
void eprop_gradient(float *gradient, const float *signal, const float *sum, uint32_t neurons,
    uint32_t sources, uint32_t self);

void eprop_decay(float *y, float kappa, uint32_t readouts);
void eprop_hear(const struct heard *these, const uint8_t *spiked, const float *weights);
void eprop_total(float *total, const float *y, uint32_t readouts);
void eprop_readout_gradient(const struct heard *these, float *gradient, const float *error);

#endif
