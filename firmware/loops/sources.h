/* Programs that receive nothing: a step of each. */
#ifndef SOURCES_H
#define SOURCES_H

#include "pe.h"

/* Each neuron spikes with its probability; 0 means never. */
struct poisson {
  const float *p;
  uint32_t stride; /* 1 if each neuron has its own, 0 if they share it */
  uint32_t neurons;
  const volatile uint32_t *generator;
};

void poisson(struct core *core, struct poisson *poisson);

/* Spikes that were loaded: for each step with a spike its number and the end of its neurons. */
struct listed {
  uint32_t step;
  uint32_t end;
};

struct spike_list {
  const struct listed *next;
  const struct listed *end;
  const uint16_t *atom; /* of the next spike */
  const uint16_t *atoms;
};

/* Sends the spikes that are listed for a step. */
void spike_list(struct core *core, struct spike_list *list, uint32_t step);

/* The same with numbers, which begin at numbers as atoms do. */
void value_list(
    struct core *core, struct spike_list *list, const int16_t *numbers, uint32_t step);

#endif
