/* Deep rewiring, a part of a network on a core: what org.tradewind.learn.RewiredPart says, float
 * operation by float operation. */
#ifndef REWIRING_H
#define REWIRING_H

#include "pe.h"

#define NO_CONNECTION 0xFFFF

/* The connections of one layer: a row for each target, beside each weight its source. */
struct connections {
  uint32_t targets;
  uint32_t sources;
  uint32_t first_target;
  uint32_t room; /* for so many */
  uint16_t *row; /* where each begins, and where the last ends */
  uint16_t *source;
  float *weight;
  float *gradient;
  uint32_t signs;   /* what the layer's signs are mixed with */
  uint16_t *latest; /* new connection of each target, or none: so between two rewirings */
};

/* A new connection; while there are some, they are where the gradients are. */
struct new_connection {
  uint16_t source;
  uint16_t earlier; /* one of the same target */
};

void rewired_forward_bytes(const struct connections *rows, const uint8_t *x, float *out);
void rewired_forward(const struct connections *rows, const float *x, float *out);
void rewired_read_out(const struct connections *rows, const float *x, float *out);
void rewired_backward_bytes(
    const struct connections *rows, const uint8_t *x, const float *error);
void rewired_backward(
    const struct connections *rows, const float *x, const float *error, float *back);

/* Of a step. */
struct step {
  float share, shrink, spread;
};

void rewired_descend(
    const struct connections *rows, const struct step *step, const volatile uint32_t *generator);
void rewiring_draw(
    const struct connections *rows, uint32_t missing, const volatile uint32_t *generator);
void rewiring_insert(const struct connections *rows);

/* The errors of this core's units: of each part in turn. */
void rewired_errors(
    float *errors, const float *units, const float *of_parts, uint32_t part_floats, uint32_t count);

#endif
