/* The loops of neurons that learn by e-prop, and of their readouts. */

#include "eprop.h"

/* ---- sums ------------------------------------------------------------------------------------ */

/* A row of weights times a value is added to sums. */
INLINE void add_row(float *sum, const float *row, float value, uint32_t count) {
  for (const float *end = row + count; row != end;) {
    *sum++ += *row++ * value;
  }
}

INLINE void add_weights(float *sum, const float *row, uint32_t count) {
  for (const float *end = row + count; row != end;) {
    *sum++ += *row++;
  }
}

/* Each input's weights times its value. */
void eprop_frame(
    const struct traced *these, const float *weights, const float *frame, uint32_t inputs) {
  uint32_t neurons = these->neurons;
  for (const float *end = frame + inputs; frame != end; weights += neurons) {
    add_row(these->sum, weights, *frame++, neurons);
  }
}

/* The weights of each neuron that spiked in the step before. */
void eprop_recurrent(
    const struct traced *these, const float *weights, const uint8_t *before, uint32_t all) {
  uint32_t neurons = these->neurons;
  for (const uint8_t *end = before + all; before != end; weights += neurons) {
    if (SELDOM(*before++)) {
      add_weights(these->sum, weights, neurons);
    }
  }
}

/* ---- neurons --------------------------------------------------------------------------------- */

INLINE struct transmitter *note_and_send(
    struct traced *these, struct transmitter *out, uint32_t neuron) {
  these->spiked[neuron] = 1;
  these->refractory[neuron] = (uint8_t)these->refractory_steps;
  return send(out, these->key + neuron);
}

/* What a spike of the step before takes: R. */
INLINE float reset(struct traced *these, uint32_t neuron, float adaptation) {
  these->spiked[neuron] = 0;
  return these->threshold + these->reset_beta * adaptation;
}

/* So far from its bound a neuron that is refractory has no surrogate. */
INLINE float hold(struct traced *these, uint32_t neuron) {
  these->refractory[neuron]--;
  return __builtin_inff();
}

/* a = rho a + gain z; A = threshold + beta a; v = alpha v + gain sum - R z; a spike where v > A.
 * Of neurons whose threshold is fixed, beta and the gain of a are 0. */
void eprop_update(struct traced *these) {
  float threshold = these->threshold;
  float alpha = these->alpha;
  float input_gain = these->input_gain;
  float rho = these->rho;
  float adaptation_gain = these->adaptation_gain;
  float beta = these->beta;
  float *v = these->v;
  float *a = these->a;
  float *psi = these->psi;
  float *sum = these->sum;
  uint8_t *refractory = these->refractory;
  uint8_t *spiked = these->spiked;
  struct transmitter *out = these->out;
  uint32_t neurons = these->neurons;
  for (uint32_t n = 0; n != neurons; n++) {
    float adaptation = rho * a[n];
    float voltage = alpha * v[n] + input_gain * sum[n];
    sum[n] = 0;
    if (SELDOM(spiked[n])) {
      adaptation += adaptation_gain;
      voltage -= reset(these, n, adaptation);
    }
    a[n] = adaptation;
    v[n] = voltage;
    float above = voltage - (threshold + beta * adaptation);
    if (SELDOM(refractory[n])) {
      above = hold(these, n);
    } else if (SELDOM(above > 0)) {
      out = note_and_send(these, out, n);
    }
    psi[n] = above; /* the surrogate takes it from there */
  }
  these->out = out;
}

INLINE float exp_of(struct exp_unit **unit, float x) {
  (*unit)->value = x;
  *unit += NEXT_WORD;
  float result = (*unit)->value;
  *unit += NEXT_WORD;
  return result;
}

/* height max(0, 1 - steepness |u|). */
void eprop_triangle(const struct traced *these) {
  float height = these->height;
  float steepness = these->steepness;
  float *psi = these->psi;
  for (float *end = psi + these->neurons; psi != end; psi++) {
    float side = 1 - steepness * __builtin_fabsf(*psi);
    *psi = side > 0 ? height * side : 0;
  }
}

/* Three normal densities. */
void eprop_surrogate(const struct traced *these) {
  float height = these->height;
  float steepness = these->steepness;
  float outer_height = these->outer_height;
  float outer_steepness = these->outer_steepness;
  float shift = these->shift;
  struct exp_unit *unit = these->unit;
  float *psi = these->psi;
  for (float *end = psi + these->neurons; psi != end;) {
    float u = *psi;
    float below = u - shift;
    float above = u + shift;
    float middle = height * exp_of(&unit, -steepness * (u * u));
    float left = outer_height * exp_of(&unit, -outer_steepness * (below * below));
    float right = outer_height * exp_of(&unit, -outer_steepness * (above * above));
    *psi++ = middle - left - right;
  }
}

/* ---- traces ---------------------------------------------------------------------------------- */

/* e = psi eps_v; f = kappa f + gain e; E += f. */
INLINE void trace_fixed(
    const struct traced *these, float trace, const float *psi, const float *end,
    struct traces *traces) {
  float kappa = these->kappa;
  float gain = these->readout_gain;
  float *filtered = traces->filtered;
  float *sum = traces->sum;
  while (psi != end) {
    float e = *psi++ * trace;
    float bar = kappa * *filtered + gain * e;
    *filtered++ = bar;
    *sum++ += bar;
  }
  traces->filtered = filtered;
  traces->sum = sum;
}

/* The same with e = psi (eps_v - beta eps_a); eps_a = rho eps_a + gain e. */
INLINE void trace_adaptive(
    const struct traced *these, float trace, const float *psi, const float *end,
    struct traces *traces) {
  float kappa = these->kappa;
  float gain = these->readout_gain;
  float beta = these->beta;
  float rho = these->rho;
  float adaptation_gain = these->adaptation_gain;
  float *adaptation = traces->adaptation;
  float *filtered = traces->filtered;
  float *sum = traces->sum;
  while (psi != end) {
    float before = *adaptation;
    float e = *psi++ * (trace - beta * before);
    *adaptation++ = rho * before + adaptation_gain * e;
    float bar = kappa * *filtered + gain * e;
    *filtered++ = bar;
    *sum++ += bar;
  }
  traces->adaptation = adaptation;
  traces->filtered = filtered;
  traces->sum = sum;
}

/* Neurons that adapt are behind those that do not. */
INLINE void trace_synapses(const struct traced *these, float trace, struct traces *traces) {
  const float *adaptive = these->psi + these->fixed;
  trace_fixed(these, trace, these->psi, adaptive, traces);
  trace_adaptive(these, trace, adaptive, these->psi + these->neurons, traces);
}

/* eps_v = alpha eps_v + gain s of every source, and its synapses' traces. */
void eprop_inputs(const struct traced *these, float *epsilon_v, const float *frame,
    uint32_t inputs, struct traces *traces) {
  float alpha = these->alpha;
  float input_gain = these->input_gain;
  for (const float *end = frame + inputs; frame != end;) {
    float trace = alpha * *epsilon_v + input_gain * *frame++;
    *epsilon_v++ = trace;
    trace_synapses(these, trace, traces);
  }
}

void eprop_spikes(const struct traced *these, float *epsilon_v, const uint8_t *before,
    uint32_t all, struct traces *traces) {
  float alpha = these->alpha;
  float input_gain = these->input_gain;
  for (const uint8_t *end = before + all; before != end;) {
    float trace = alpha * *epsilon_v;
    if (*before++) {
      trace += input_gain;
    }
    *epsilon_v++ = trace;
    trace_synapses(these, trace, traces);
  }
}

/* ---- what is learned ------------------------------------------------------------------------- */

/* L = sum of B err. */
float eprop_signal(const float *feedback, const float *error, uint32_t readouts) {
  float sum = 0;
  for (const float *end = error + readouts; error != end;) {
    sum += *feedback++ * *error++;
  }
  return sum;
}

/* g += L E. */
INLINE void add_gradients(float *gradient, const float *signal, const float *sum, uint32_t neurons) {
  for (const float *end = signal + neurons; signal != end;) {
    *gradient++ += *signal++ * *sum++;
  }
}

/* Of all sources; `self` is the first that is a neuron here, and none learns of itself. */
void eprop_gradient(float *gradient, const float *signal, const float *sum, uint32_t neurons,
    uint32_t sources, uint32_t self) {
  for (uint32_t source = 0; source != sources; source++) {
    float *own = source - self < neurons ? gradient + (source - self) : 0;
    float kept = own ? *own : 0;
    add_gradients(gradient, signal, sum, neurons);
    if (SELDOM(own)) {
      *own = kept;
    }
    gradient += neurons;
    sum += neurons;
  }
}

/* ---- readouts -------------------------------------------------------------------------------- */

/* y = kappa y, before a step. */
void eprop_decay(float *y, float kappa, uint32_t readouts) {
  for (float *end = y + readouts; y != end; y++) {
    *y *= kappa;
  }
}

/* Of every neuron: F = kappa F + gain z; S += F; and y += w gain where it spiked. */
void eprop_hear(const struct heard *these, const uint8_t *spiked, const float *weights) {
  float kappa = these->kappa;
  float gain = these->gain;
  uint32_t stride = these->stride;
  float *filtered = these->filtered;
  float *sum = these->sum;
  for (const uint8_t *end = spiked + these->neurons; spiked != end; weights += stride) {
    float trace = kappa * *filtered;
    if (SELDOM(*spiked++)) {
      add_row(these->y, weights, gain, these->readouts);
      trace += gain;
    }
    *filtered++ = trace;
    *sum++ += trace;
  }
}

/* Y += y, after it. */
void eprop_total(float *total, const float *y, uint32_t readouts) {
  add_weights(total, y, readouts);
}

/* g += err S. */
void eprop_readout_gradient(const struct heard *these, float *gradient, const float *error) {
  const float *sum = these->sum;
  for (const float *end = sum + these->neurons; sum != end; gradient += these->stride) {
    add_row(gradient, error, *sum++, these->readouts);
  }
}
