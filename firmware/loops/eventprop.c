/* The loops of a layer that learns by EventProp, and of its optimiser. */

#include "eventprop.h"

/* A weight is added to its neuron's sum. */
void eventprop_event(const struct layer *layer, const float *row) {
  float *sum = layer->sum;
  for (const float *end = row + layer->neurons; row != end;) {
    *sum++ += *row++;
  }
}

INLINE struct transmitter *keep_and_send(
    struct layer *layer, struct transmitter *out, uint32_t neuron, float slope) {
  layer->last->neuron = neuron;
  layer->last++->slope = slope;
  return send(out, layer->key | neuron);
}

/* Behind the spikes of each step: of a neuron that is not. */
#define NO_NEURON 0xFFFFFFFFu

/* I = a I + sum; V = b V + (1-b) I; a spike where V > threshold, and V = 0. */
void eventprop_update(struct layer *layer) {
  float a = layer->a;
  float b = layer->b;
  float one_minus_b = layer->one_minus_b;
  float threshold = layer->threshold;
  float *v = layer->v;
  float *i = layer->i;
  float *sum = layer->sum;
  struct transmitter *out = layer->out;
  uint32_t neurons = layer->neurons;
  for (uint32_t n = 0; n != neurons; n++) {
    float current = a * i[n] + sum[n];
    float voltage = b * v[n] + one_minus_b * current;
    sum[n] = 0;
    i[n] = current;
    if (SELDOM(voltage > threshold)) {
      out = keep_and_send(layer, out, n, current - voltage);
      voltage = 0;
    }
    v[n] = voltage;
  }
  layer->last++->neuron = NO_NEURON;
  layer->out = out;
}

/* The error of an input spike: sum of w (lambda_v - lambda_i). */
float eventprop_error(const struct layer *layer, const float *row) {
  const float *lambda_v = layer->lambda_v;
  const float *lambda_i = layer->lambda_i;
  float error = 0;
  for (const float *end = row + layer->neurons; row != end;) {
    error += *row++ * (*lambda_v++ - *lambda_i++);
  }
  return error;
}

INLINE float jump(
    const struct layer *layer, const struct kept *spike, float lambda_v, float decayed) {
  return decayed
         + (layer->threshold * lambda_v + layer->error[spike->neuron]) / (spike->slope + 1e-10f);
}

/* lambda_i = a lambda_i + (1-a) lambda_v; lambda_v = b lambda_v, and more where a spike was:
 * `next` is the first that was kept of the step. */
void eventprop_adjoint(const struct layer *layer, const struct kept *next) {
  float a = layer->a;
  float b = layer->b;
  float one_minus_a = layer->one_minus_a;
  float *lambda_v = layer->lambda_v;
  float *lambda_i = layer->lambda_i;
  uint32_t neurons = layer->neurons;
  uint32_t spiked = next->neuron;
  for (uint32_t n = 0; n != neurons; n++) {
    float old = lambda_v[n];
    float decayed = b * old;
    lambda_i[n] = a * lambda_i[n] + one_minus_a * old;
    if (SELDOM(n == spiked)) {
      decayed = jump(layer, next, old, decayed);
      spiked = (++next)->neuron;
    }
    lambda_v[n] = decayed;
  }
}

/* dL/dw -= tau_s lambda_i, for each weight of an input that spiked. */
void eventprop_gradient(const struct layer *layer, float *row) {
  const float *lambda_i = layer->lambda_i;
  float tau_s = layer->tau_s;
  for (float *end = row + layer->neurons; row != end; row++) {
    *row -= tau_s * *lambda_i++;
  }
}

/* Another copy's gradient is added. */
void gradient_sum(float *sum, const float *gradient, uint32_t weights) {
  for (float *end = sum + weights; sum != end;) {
    *sum++ += *gradient++;
  }
}

void adam_update(
    const struct adam *adam, float *w, float *m, float *v, const float *gradient, uint32_t weights) {
  float l2 = adam->l2;
  float beta1 = adam->beta1;
  float beta2 = adam->beta2;
  float rest1 = adam->rest1;
  float rest2 = adam->rest2;
  float unbias1 = adam->unbias1;
  float unbias2 = adam->unbias2;
  float rate = adam->rate;
  float epsilon = adam->epsilon;
  for (float *end = w + weights; w != end; w++) {
    float g = *gradient++ + l2 * *w;
    *m = beta1 * *m + rest1 * g;
    *v = beta2 * *v + rest2 * g * g;
    *w -= rate * (*m++ * unbias1) / (__builtin_sqrtf(*v++ * unbias2) + epsilon);
  }
}
