/* Synapses that are stored, a row of words for each neuron that sends.
 *
 * A block is all rows of one source vertex. Where they have one length, that is its shape and they
 * follow each other. Otherwise an index goes before them: the ends of the rows, as 16-bit counts of
 * words; or a bit for each neuron that says whether it has a row, for each 32 of them how many rows
 * there are before, how many there are in all, and the ends of those rows. */
#include "receive.h"

#define INDEXED 0xFFFFu
#define SPARSE 0xFFFEu

struct format {
  uint32_t bytes;
  uint32_t index_bits;
  uint32_t delay_bits;
};

/* From the lowest bit: the target's index, whether the weight is negative, delay, magnitude. */
static const struct format DELAY = {2, 8, 3};
static const struct format NO_DELAY = {2, 8, 0};
static const struct format WIDE = {4, 10, 6};

/* How weights are added: as they are, positive and negative ones apart, or times a packet's number. */
enum summing { TOGETHER, APART, TIMES_NUMBER };

struct row {
  const uint8_t *words;
  uint32_t length;
};

INLINE uint32_t whole_words(uint32_t bytes) { return (bytes + 3) & ~3u; }

INLINE uint32_t ones(uint32_t bits) {
  bits -= bits >> 1 & 0x55555555u;
  bits = (bits & 0x33333333u) + (bits >> 2 & 0x33333333u);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0Fu;
  return bits * 0x01010101u >> 24;
}

INLINE struct row between(
    const uint8_t *words, const uint16_t *ends, uint32_t row, uint32_t bytes) {
  uint32_t begin = row == 0 ? 0 : ends[row - 1];
  return (struct row){words + begin * bytes, ends[row] - begin};
}

INLINE struct row even_row(const uint8_t *block, uint32_t length, uint32_t atom, uint32_t bytes) {
  return (struct row){block + atom * length * bytes, length};
}

INLINE struct row indexed_row(const uint8_t *block, uint32_t atoms, uint32_t atom, uint32_t bytes) {
  return between(block + whole_words(2 * atoms), (const uint16_t *)block, atom, bytes);
}

INLINE struct row sparse_row(const uint8_t *block, uint32_t atoms, uint32_t atom, uint32_t bytes) {
  uint32_t bit_words = (atoms + 31) / 32;
  const uint32_t *bits = (const uint32_t *)block;
  const uint16_t *before = (const uint16_t *)(bits + bit_words);
  const uint16_t *ends = before + bit_words + 1;
  uint32_t upto = bits[atom / 32] << (31 - atom % 32);
  if ((int32_t)upto >= 0) {
    return (struct row){block, 0};
  }
  uint32_t row = before[atom / 32] + ones(upto) - 1;
  const uint8_t *words = block + whole_words((const uint8_t *)(ends + before[bit_words]) - block);
  return between(words, ends, row, bytes);
}

INLINE struct row row_of(
    const uint8_t *sram, const struct source *source, uint32_t key, uint32_t bytes) {
  const uint8_t *block = sram + source->first;
  uint32_t atom = key & ~source->mask;
  uint32_t atoms = source->second >> 16;
  uint32_t shape = source->second & 0xFFFF;
  if (shape == INDEXED) {
    return indexed_row(block, atoms, atom, bytes);
  }
  if (shape == SPARSE) {
    return sparse_row(block, atoms, atom, bytes);
  }
  return even_row(block, shape, atom, bytes);
}

/* For each delay field, where the sums of the step begin in which such a weight arrives. Split, a
 * pair for each delay: positive weights, negative weights. So one look-up tells both. */
INLINE void aim(struct core *core, uint32_t step, enum summing summing) {
  const struct accumulators *in = &core->in;
  int32_t **slot = core->slot;
  uint32_t at = step % in->slots;
  for (uint32_t delay = 0; delay < in->slots; delay++) {
    int32_t *sums = in->sum + at * in->neurons;
    if (summing == APART) {
      *slot++ = sums;
      *slot++ = sums + in->slots * in->neurons;
    } else {
      *slot++ = sums;
    }
    at = at + 1 == in->slots ? 0 : at + 1;
  }
}

INLINE void add(
    uint32_t word, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  uint32_t index = word & ((1u << format.index_bits) - 1);
  uint32_t delay_bits = format.delay_bits;
  int32_t magnitude = (int32_t)(word >> (format.index_bits + 1 + delay_bits));
  if (summing == APART) {
    uint32_t pair = word >> format.index_bits & ((2u << delay_bits) - 1);
    slot[pair][index] += magnitude;
  } else {
    uint32_t delay = word >> (format.index_bits + 1) & ((1u << delay_bits) - 1);
    int32_t sign = (int32_t)(word << (31 - format.index_bits)) >> 31; /* 0 or -1 */
    int32_t weight = (magnitude ^ sign) - sign;
    slot[delay][index] += summing == TIMES_NUMBER ? weight * number : weight;
  }
}

INLINE void add_words(
    struct row row, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  const uint32_t *word = (const uint32_t *)row.words;
  for (const uint32_t *end = word + row.length; word != end; word++) {
    add(*word, format, summing, number, slot);
  }
}

/* A synapse whose word begins with one of another row, */
INLINE void add_first(
    const uint16_t *word, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  add(*word, format, summing, number, slot);
}

/* and one whose word ends with such. */
INLINE void add_last(
    const uint16_t *word, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  add(*word, format, summing, number, slot);
}

/* Words of 16 bits, read two at a time; the first and the last may be alone in theirs. */
INLINE void add_pairs(
    struct row row, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  const uint16_t *half = (const uint16_t *)row.words;
  const uint16_t *end = half + row.length;
  if (half == end) {
    return;
  }
  if ((uintptr_t)half % 4 != 0) {
    add_first(half++, format, summing, number, slot);
  }
  const uint32_t *word = (const uint32_t *)half;
  for (const uint32_t *last = (const uint32_t *)((uintptr_t)end & ~3u); word != last; word++) {
    uint32_t pair = *word;
    add(pair & 0xFFFF, format, summing, number, slot);
    add(pair >> 16, format, summing, number, slot);
  }
  if ((const uint16_t *)word != end) {
    add_last((const uint16_t *)word, format, summing, number, slot);
  }
}

INLINE void add_row(
    struct row row, struct format format, enum summing summing, int32_t number,
    int32_t *const *slot) {
  if (format.bytes == 2) {
    add_pairs(row, format, summing, number, slot);
  } else {
    add_words(row, format, summing, number, slot);
  }
}

INLINE void receive(
    struct core *core, uint32_t step, struct format format, enum summing summing) {
  aim(core, step, summing);
  uint32_t oldest = core->fifo.oldest;
  for (uint32_t left = core->fifo.waiting; left != 0; left--) {
    int32_t number = 0;
    if (summing == TIMES_NUMBER) {
      number = carried(&core->fifo, oldest);
      number = number == 0 ? core->spike_number : number;
    }
    uint32_t key = take(&core->fifo, &oldest);
    const struct source *source = find(core, key);
    if (SELDOM((key & source->mask) != source->key)) {
      lose(core);
      continue;
    }
    struct row row = row_of(core->sram, source, key, format.bytes);
    add_row(row, format, summing, number, core->slot);
  }
  core->fifo.oldest = oldest;
}

#define RECEIVER(name, format, summing)                                                         \
  void receive_##name(struct core *core, uint32_t step) { receive(core, step, format, summing); }

RECEIVER(delay, DELAY, TOGETHER)
RECEIVER(no_delay, NO_DELAY, TOGETHER)
RECEIVER(wide, WIDE, TOGETHER)
RECEIVER(delay_split, DELAY, APART)
RECEIVER(no_delay_split, NO_DELAY, APART)
RECEIVER(wide_split, WIDE, APART)
RECEIVER(delay_graded, DELAY, TIMES_NUMBER)
RECEIVER(no_delay_graded, NO_DELAY, TIMES_NUMBER)
RECEIVER(wide_graded, WIDE, TIMES_NUMBER)
