/* Poisson noise that neurons draw for themselves: sum += weight * count, before an update.
 *
 * Fifteen random bits are a place, the highest of them its cell, and a cell nearly always says the
 * count: so a draw takes as long for any count. */
#include "neurons.h"

enum { BITS = 15, CELL_BITS = 4, CELLS = 1 << (BITS - CELL_BITS), UNDECIDED = 255 };

struct background {
  int32_t weight;
  uint32_t ends;      /* how many counts have places: one more than the largest of them */
  uint32_t remainder; /* how many entries the rest has, which is drawn again */
  uint8_t cell[CELLS];
  uint16_t end[]; /* behind the places of each count; behind them, on a word's bound, the entries */
};

INLINE const uint32_t *entries(const struct background *of) {
  return (const uint32_t *)(of->end + of->ends + (of->ends & 1));
}

/* How many ends do not exceed a place. They ascend, so it is asked by halves. */
OUT_OF_LINE uint32_t pass_ends(const struct background *of, uint32_t place) {
  const uint16_t *end = of->end;
  uint32_t left = of->ends;
  while (left > 1) {
    uint32_t half = left >> 1;
    end = end[half] <= place ? end + half : end;
    left -= half;
  }
  return (uint32_t)(end - of->end) + (left != 0 && *end <= place);
}

/* How many entries do not exceed a number: the same. */
OUT_OF_LINE uint32_t pass_entries(const struct background *of, uint32_t number) {
  const uint32_t *entry = entries(of);
  uint32_t left = of->remainder;
  while (left > 1) {
    uint32_t half = left >> 1;
    entry = entry[half] <= number ? entry + half : entry;
    left -= half;
  }
  return (uint32_t)(entry - entries(of)) + (left != 0 && *entry <= number);
}

INLINE uint32_t draw_again(
    const struct background *of, const volatile uint32_t **generator) {
  return pass_entries(of, draw(generator));
}

/* Where the cell does not decide. */
INLINE uint32_t search(
    const struct background *of, uint32_t place, const volatile uint32_t **generator) {
  uint32_t count = pass_ends(of, place);
  return SELDOM(count == of->ends) ? draw_again(of, generator) : count;
}

void background(struct core *core, struct noise *noise, uint32_t step) {
  const struct background *here = noise->next;
  const volatile uint32_t *generator = noise->generator;
  int32_t weight = here->weight;
  const uint8_t *cell = here->cell;
  int32_t *sum = sums(core, step);
  if (noise->split && weight < 0) {
    sum += core->in.slots * core->in.neurons;
    weight = -weight;
  }
  for (int32_t *end = sum + core->in.neurons; sum != end; sum++) {
    uint32_t bits = draw(&generator);
    int32_t before = *sum; /* loads that follow each other overlap */
    uint32_t count = cell[bits >> (32 - BITS + CELL_BITS)];
    if (SELDOM(count == UNDECIDED)) {
      count = search(here, bits >> (32 - BITS), &generator);
    }
    *sum = before + weight * (int32_t)count;
  }
  noise->next = (const struct background *)(entries(here) + here->remainder);
  noise->generator = generator;
}
