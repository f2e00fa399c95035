/* The second half of a step: every neuron is updated once; one that spikes is reset and sends.
 *
 * Float arithmetic, every operation rounded once, in the order in which it is written
 * (-ffp-contract=off: no multiply-add). The sums of this step are consumed and cleared. */
#ifndef NEURONS_H
#define NEURONS_H

#include "pe.h"

/* What one kind of neuron has, as it was loaded. */
struct neurons {
  const uint32_t *parameters; /* bit p of the first word: parameter p has a number a neuron */
  float *state;               /* variable by variable */
};

#define NEURON_LOOPS(name)                                                                      \
  void name(struct core *core, const struct neurons *neurons, uint32_t step);                   \
  void name##_each(struct core *core, const struct neurons *neurons, uint32_t step)

/* Each comes twice: for neurons that share every parameter, and (_each) for any mixture. */
NEURON_LOOPS(lif_by_subtraction);
NEURON_LOOPS(lif_to_v_reset);
NEURON_LOOPS(curr_exp_by_subtraction);
NEURON_LOOPS(curr_exp_to_v_reset);
NEURON_LOOPS(adaptive_by_subtraction);
NEURON_LOOPS(adaptive_to_v_reset);
NEURON_LOOPS(adaptive_next_by_threshold);
NEURON_LOOPS(adaptive_next_by_bound);
NEURON_LOOPS(izhikevich);

NEURON_LOOPS(rectified);

void relay(struct core *core, uint32_t step);

/* Backgrounds, one behind the other as they were loaded. */
struct noise {
  const struct background *next;
  const volatile uint32_t *generator;
  bool split; /* whether magnitudes of negative weights have a ring of their own */
};

/* Adds what the next background brings in a step. */
void background(struct core *core, struct noise *noise, uint32_t step);

/* A parameter on its way through the neurons. */
struct parameter {
  float value;
  const float *next;
  uint32_t stride; /* 1 if each neuron has its own, 0 if they share it */
};

INLINE struct parameter parameter(const struct neurons *of, uint32_t p, uint32_t neurons) {
  uint32_t each = of->parameters[0];
  const float *at = (const float *)(of->parameters + 1);
  for (uint32_t before = 0; before < p; before++) {
    at += each >> before & 1 ? neurons : 1;
  }
  return (struct parameter){*at, at, each >> p & 1};
}

/* Goes to the next neuron's number. */
INLINE void advance(struct parameter *p, bool each) {
  if (each) {
    p->value = *p->next;
    p->next += p->stride;
  }
}

INLINE int32_t *sums(const struct core *core, uint32_t step) {
  return core->in.sum + step % core->in.slots * core->in.neurons;
}

/* The payload is written before the key, which lets the packet leave with it. */
INLINE struct transmitter *send_number(struct transmitter *out, uint32_t key, int32_t number) {
  wait_for(out);
  out->payload[0] = (uint32_t)number;
  out->key = key;
  return out + NEXT_WORD;
}

INLINE struct transmitter *spike(struct transmitter *out, uint32_t key) {
  return out ? send(out, key) : out;
}

#endif
