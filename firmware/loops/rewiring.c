/* The loops of a part of a network whose connections are rewired. */

#include "rewiring.h"

#define OF_A_BYTE (1 / 255.0f)
#define PARTS 4

/* ---- a sample ------------------------------------------------------------------------------- */

INLINE float add_unit(float a, float weight, float x) {
  return a + weight * x;
}

/* a += w x, for each x that is not 0; h = max(a / 255, 0). */
void rewired_forward_bytes(const struct connections *rows, const uint8_t *x, float *out) {
  const uint16_t *source = rows->source;
  const uint16_t *row_end = rows->row + 1;
  const float *weight = rows->weight;
  for (const uint16_t *last = row_end + rows->targets; row_end != last;) {
    float a = 0;
    for (const uint16_t *end = rows->source + *row_end++; source != end; weight++) {
      uint32_t byte = x[*source++];
      if (byte != 0) {
        a = add_unit(a, *weight, (float)byte);
      }
    }
    a *= OF_A_BYTE;
    *out++ = a > 0 ? a : 0;
  }
}

/* Of units; what a hidden target becomes is above 0, a readout may be anything. */
INLINE void forward(const struct connections *rows, const float *x, float *out, bool hidden) {
  const uint16_t *source = rows->source;
  const uint16_t *row_end = rows->row + 1;
  const float *weight = rows->weight;
  for (const uint16_t *last = row_end + rows->targets; row_end != last;) {
    float a = 0;
    for (const uint16_t *end = rows->source + *row_end++; source != end; weight++) {
      float unit = x[*source++];
      if (unit != 0) {
        a = add_unit(a, *weight, unit);
      }
    }
    *out++ = a > 0 || !hidden ? a : 0;
  }
}

void rewired_forward(const struct connections *rows, const float *x, float *out) {
  forward(rows, x, out, true);
}

void rewired_read_out(const struct connections *rows, const float *x, float *out) {
  forward(rows, x, out, false);
}

INLINE void add_gradient(float *gradient, float x, float error) {
  *gradient += x * error;
}

/* g += x (d / 255), of each target whose error d is not 0. */
void rewired_backward_bytes(
    const struct connections *rows, const uint8_t *x, const float *error) {
  const uint16_t *begin = rows->source;
  const uint16_t *row_end = rows->row + 1;
  for (const uint16_t *last = row_end + rows->targets; row_end != last;) {
    const uint16_t *end = rows->source + *row_end++;
    float d = *error++;
    if (d != 0) {
      float *gradient = rows->gradient + (begin - rows->source);
      d *= OF_A_BYTE;
      for (; begin != end; gradient++) {
        uint32_t byte = x[*begin++];
        if (byte != 0) {
          add_gradient(gradient, (float)byte, d);
        }
      }
    }
    begin = end;
  }
}

INLINE void add_error(float *back, float weight, float error) {
  *back += weight * error;
}

/* g += x d; e += w d for the source. */
void rewired_backward(
    const struct connections *rows, const float *x, const float *error, float *back) {
  const uint16_t *begin = rows->source;
  const uint16_t *row_end = rows->row + 1;
  for (const uint16_t *last = row_end + rows->targets; row_end != last;) {
    const uint16_t *end = rows->source + *row_end++;
    float d = *error++;
    if (d != 0) {
      float *gradient = rows->gradient + (begin - rows->source);
      const float *weight = rows->weight + (begin - rows->source);
      for (; begin != end; gradient++, weight++) {
        uint32_t source = *begin++;
        float unit = x[source];
        if (unit != 0) {
          add_gradient(gradient, unit, d);
          add_error(back + source, *weight, d);
        }
      }
    }
    begin = end;
  }
}

/* ((e_0 + e_1) + e_2) + e_3, and 0 where the unit is 0. */
void rewired_errors(
    float *errors, const float *units, const float *of_parts, uint32_t part_floats, uint32_t count) {
  const float *second = of_parts + part_floats;
  const float *third = second + part_floats;
  const float *fourth = third + part_floats;
  for (float *end = errors + count; errors != end;) {
    float sum = *of_parts++ + *second++ + *third++ + *fourth++;
    *errors++ = *units++ == 0 ? 0 : sum;
  }
}

/* ---- a step --------------------------------------------------------------------------------- */

union word {
  float number;
  uint32_t bits;
};

#define SIGN 0x80000000u

INLINE void keep(uint16_t **source, float **weight, uint32_t its_source, union word theta) {
  (*weight)[0] = theta.number;
  (*weight)++;
  (*source)[0] = (uint16_t)its_source;
  (*source)++;
}

/* theta = ((|w| - s (g share)) - shrink) + spread n; it stays unless theta < 0. */
void rewired_descend(
    const struct connections *rows, const struct step *step, const volatile uint32_t *generator) {
  float share = step->share;
  float shrink = step->shrink;
  float spread = step->spread;
  const uint16_t *source = rows->source;
  const float *weight = rows->weight;
  float *gradient = rows->gradient;
  uint16_t *source_to = rows->source;
  float *weight_to = rows->weight;
  uint16_t *row_end = rows->row + 1;
  for (uint16_t *last = row_end + rows->targets; row_end != last;) {
    for (const uint16_t *end = rows->source + *row_end; source != end;) {
      uint32_t its_source = *source++;
      union word w = {*weight++};
      union word slope = {*gradient * share};
      *gradient++ = 0;
      uint32_t sign = w.bits & SIGN;
      w.bits ^= sign;
      slope.bits ^= sign;
      uint32_t random = draw(&generator);
      uint32_t pairs = (random & 0xFF00FF) + (random >> 8 & 0xFF00FF);
      int32_t bell = (int32_t)((pairs & 0xFFFF) + (pairs >> 16)) - 510;
      union word theta = {((w.number - slope.number) - shrink) + spread * (float)bell};
      if (!(theta.number < 0)) {
        theta.bits |= sign;
        keep(&source_to, &weight_to, its_source, theta);
      }
    }
    *row_end++ = (uint16_t)(source_to - rows->source);
  }
}

/* ---- rewiring ------------------------------------------------------------------------------- */

INLINE bool is_there(const struct connections *rows, uint32_t target, uint32_t source) {
  const uint16_t *there = rows->source + rows->row[target];
  for (const uint16_t *end = rows->source + rows->row[target + 1]; there != end;) {
    if (SELDOM(*there++ == source)) {
      return true;
    }
  }
  return false;
}

INLINE bool is_new(const struct connections *rows, uint32_t target, uint32_t source) {
  const struct new_connection *all = (const struct new_connection *)rows->gradient;
  for (uint32_t n = rows->latest[target]; n != NO_CONNECTION; n = all[n].earlier) {
    if (SELDOM(all[n].source == source)) {
      return true;
    }
  }
  return false;
}

INLINE void note(const struct connections *rows, uint32_t n, uint32_t target, uint32_t source) {
  struct new_connection *all = (struct new_connection *)rows->gradient;
  all[n].source = (uint16_t)source;
  all[n].earlier = rows->latest[target];
  rows->latest[target] = (uint16_t)n;
}

/* Draws new connections, those of each target a chain from its latest. */
void rewiring_draw(
    const struct connections *rows, uint32_t missing, const volatile uint32_t *generator) {
  for (uint32_t n = 0; n != missing;) {
    uint64_t product = (uint64_t)draw(&generator) * rows->targets;
    uint32_t target = (uint32_t)(product >> 32);
    uint32_t source = (uint32_t)((uint64_t)(uint32_t)product * rows->sources >> 32);
    if (is_there(rows, target, source) || is_new(rows, target, source)) {
      continue;
    }
    note(rows, n++, target, source);
  }
}

/* Which way a possible connection acts, as the sign bit of a weight of 0. */
INLINE union word nothing_yet(const struct connections *rows, uint32_t source, uint32_t target) {
  uint32_t mixed = (source << 16 | (rows->first_target + target)) ^ rows->signs;
  mixed = (mixed ^ mixed >> 16) * 0x85EBCA6Bu;
  mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35u;
  union word zero;
  zero.bits = mixed & SIGN;
  return zero;
}

/* Before place `to`; returns the first of them. Their notes become gradients of 0. */
INLINE uint32_t place_new(const struct connections *rows, uint32_t target, uint32_t to) {
  struct new_connection *all = (struct new_connection *)rows->gradient;
  uint32_t n = rows->latest[target];
  rows->latest[target] = NO_CONNECTION;
  while (n != NO_CONNECTION) {
    struct new_connection new = all[n];
    all[n] = (struct new_connection){0, 0}; /* as a float, 0 */
    to--;
    rows->weight[to] = nothing_yet(rows, new.source, target).number;
    rows->source[to] = new.source;
    n = new.earlier;
  }
  return to;
}

INLINE void move_up(const struct connections *rows, uint32_t begin, uint32_t end, uint32_t by) {
  uint16_t *source = rows->source + end;
  float *weight = rows->weight + end;
  for (uint16_t *last = rows->source + begin; source != last;) {
    source--;
    weight--;
    source[by] = *source;
    weight[by] = *weight;
  }
}

/* From the last row down, each moves up by as many as are new below its end. */
void rewiring_insert(const struct connections *rows) {
  uint32_t target = rows->targets;
  uint32_t from = rows->row[target];
  uint32_t to = rows->room;
  while (to > from) {
    target--;
    uint32_t begin = rows->row[target];
    rows->row[target + 1] = (uint16_t)to;
    to = place_new(rows, target, to);
    if (to > from) {
      move_up(rows, begin, from, to - from);
    }
    to -= from - begin;
    from = begin;
  }
}
