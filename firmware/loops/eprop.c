/* The loops of neurons that learn by e-prop, and of their readouts. */

#include "eprop.h"

/* An input's weights times its value are added to the neurons' sums; a spiking neuron's weights
 * times the readout's gain to the readouts; the errors times a neuron's trace to its gradients. */
void eprop_input(float *sum, const float *row, float value, uint32_t neurons) {
  for (const float *end = row + neurons; row != end;) {
    *sum++ += *row++ * value;
  }
}

INLINE struct transmitter *note_and_send(
    struct traced *these, struct transmitter *out, uint32_t neuron) {
  these->spiked[neuron] = 1;
  these->refractory[neuron] = (uint8_t)these->refractory_steps;
  return send(out, these->key | neuron);
}

/* a = rho a + gain z; A = threshold + beta a; v = alpha v + gain sum - A z; a spike where v > A. */
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
      spiked[n] = 0;
      adaptation += adaptation_gain;
      voltage -= threshold + beta * adaptation;
    }
    a[n] = adaptation;
    v[n] = voltage;
    float above = voltage - (threshold + beta * adaptation);
    psi[n] = above; /* the surrogate takes it from there; none while refractory */
    if (SELDOM(refractory[n])) {
      refractory[n]--;
    } else if (SELDOM(above > 0)) {
      out = note_and_send(these, out, n);
    }
  }
  these->out = out;
}

INLINE float exp_of(struct exp_unit *unit, float x) {
  unit->value = x;
  return unit->value;
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
    float middle = height * exp_of(unit, -steepness * (u * u));
    float left = outer_height * exp_of(unit, -outer_steepness * (below * below));
    float right = outer_height * exp_of(unit, -outer_steepness * (above * above));
    *psi++ = middle - left - right;
  }
}

/* e = psi eps_v; f = kappa f + gain e; E += f. */
void eprop_trace(const struct traced *these, float trace, struct traces *traces) {
  float kappa = these->kappa;
  float gain = these->readout_gain;
  const float *psi = these->psi;
  float *filtered = traces->filtered;
  float *sum = traces->sum;
  for (const float *end = psi + these->neurons; psi != end;) {
    float e = *psi++ * trace;
    float bar = kappa * *filtered + gain * e;
    *filtered++ = bar;
    *sum++ += bar;
  }
  traces->filtered = filtered;
  traces->sum = sum;
}

/* The same with e = psi (eps_v - beta eps_a); eps_a = rho eps_a + gain e. */
void eprop_trace_adaptive(const struct traced *these, float trace, struct traces *traces) {
  float kappa = these->kappa;
  float gain = these->readout_gain;
  float beta = these->beta;
  float rho = these->rho;
  float adaptation_gain = these->adaptation_gain;
  const float *psi = these->psi;
  float *adaptation = traces->adaptation;
  float *filtered = traces->filtered;
  float *sum = traces->sum;
  for (const float *end = psi + these->neurons; psi != end;) {
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

/* eps_v = alpha eps_v + gain s of every source, and its synapses' traces. */
void eprop_sources(const struct traced *these, float *epsilon_v, const float *frame, uint32_t inputs,
    const uint8_t *before, uint32_t all, struct traces traces) {
  float alpha = these->alpha;
  float input_gain = these->input_gain;
  for (const float *end = frame + inputs; frame != end;) {
    float trace = alpha * *epsilon_v + input_gain * *frame++;
    *epsilon_v++ = trace;
    eprop_trace_adaptive(these, trace, &traces);
  }
  for (const uint8_t *end = before + all; before != end;) {
    float trace = alpha * *epsilon_v;
    if (*before++) {
      trace += input_gain;
    }
    *epsilon_v++ = trace;
    eprop_trace_adaptive(these, trace, &traces);
  }
}

/* L = sum of B err. */
float eprop_signal(const float *feedback, const float *error, uint32_t readouts) {
  float sum = 0;
  for (const float *end = error + readouts; error != end;) {
    sum += *feedback++ * *error++;
  }
  return sum;
}

/* g += L E. */
void eprop_gradient(float *gradient, const float *signal, const float *sum, uint32_t neurons) {
  for (const float *end = signal + neurons; signal != end;) {
    *gradient++ += *signal++ * *sum++;
  }
}

/* F = kappa F + gain z; S += F, of every neuron. */
void eprop_readout_trace(const struct traced *these, float *filtered, float *sum) {
  float kappa = these->kappa;
  float gain = these->readout_gain;
  const uint8_t *spiked = these->spiked;
  for (const uint8_t *end = spiked + these->neurons; spiked != end;) {
    float trace = kappa * *filtered;
    if (SELDOM(*spiked++)) {
      trace += gain;
    }
    *filtered++ = trace;
    *sum++ += trace;
  }
}
