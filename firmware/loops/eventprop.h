/* EventProp in steps of time, one layer on a core: what org.tradewind.learn.SteppedLayer says, float
 * operation by float operation, and the optimiser's work. */
#ifndef EVENTPROP_H
#define EVENTPROP_H

#include "pe.h"

/* A spike of this layer, kept for the way back. */
struct kept {
  uint32_t neuron;
  float slope; /* I - V before the reset */
};

struct layer {
  uint32_t neurons;
  uint32_t key;
  struct transmitter *out;
  float a, b, one_minus_a, one_minus_b, tau_s, threshold;
  float *v, *i, *sum, *lambda_v, *lambda_i;
  const float *error; /* of each neuron's spike in the step that comes next on the way back */
  struct kept *last;  /* behind the spike that was kept last */
};

void eventprop_event(const struct layer *layer, const float *row);
void eventprop_update(struct layer *layer);
float eventprop_error(const struct layer *layer, const float *row);
void eventprop_adjoint(const struct layer *layer, const struct kept *next);
void eventprop_gradient(const struct layer *layer, float *row);

void gradient_sum(float *sum, const float *gradient, uint32_t weights);

/* Of a step of Adam. */
struct adam {
  float l2, beta1, beta2, rest1, rest2, unbias1, unbias2, rate, epsilon;
};

void adam_update(
    const struct adam *adam, float *w, float *m, float *v, const float *gradient, uint32_t weights);

#endif
