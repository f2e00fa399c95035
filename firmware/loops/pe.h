/* A processing element as its program sees it: tables that were loaded into SRAM, the event FIFO,
 * the transmitter, the random number generator. All words are little-endian, as the image is.
 *
 * Sizes and places come from the layout that the image was written through; here they are pointers
 * that a program sets once, when it starts. */
#ifndef PE_H
#define PE_H

#include <stdbool.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
/* Where a loop seldom goes: apart, so that its registers are its own. */
#define OUT_OF_LINE static __attribute__((noinline))
#define SELDOM(condition) __builtin_expect(!!(condition), 0)

/* On the chip a register is one address. Under test it is a row of words that keeps what was
 * written, or holds what is to be read; that is the whole difference. */
#ifdef UNDER_TEST
#define NEXT_WORD 1
#else
#define NEXT_WORD 0
#endif

/* ---- the event FIFO: packets wait in a ring that the hardware fills without the core ------- */

struct packet {
  uint32_t payload;
  uint32_t key;
};

struct fifo {
  const volatile struct packet *ring; /* mask + 1 of them, a power of two */
  uint32_t mask;
  uint32_t oldest;
  volatile uint32_t waiting;
};

/* ---- the transmitter: a key that is written when it is ready leaves as a packet ------------ */

struct transmitter {
  volatile uint32_t control; /* negative when it is ready */
  volatile uint32_t key;
  volatile uint32_t payload[4]; /* written before the key, where there is one */
};

INLINE void wait_for(const struct transmitter *to) {
  while (SELDOM((int32_t)to->control >= 0)) {
  }
}

INLINE struct transmitter *send(struct transmitter *to, uint32_t key) {
  wait_for(to);
  to->key = key;
  return to + NEXT_WORD;
}

/* ---- the random number generator: each read draws 32 bits ---------------------------------- */

INLINE uint32_t draw(const volatile uint32_t **generator) {
  uint32_t bits = **generator;
  *generator += NEXT_WORD;
  return bits;
}

/* ---- what was loaded ------------------------------------------------------------------------ */

/* Of each vertex that sends here, sorted by key. */
struct source {
  uint32_t key;
  uint32_t mask;
  uint32_t first;  /* where its block or its kernel begins, from the start of the SRAM */
  uint32_t second; /* rows: neurons << 16 | shape of the block; kernels: its first neuron */
};

/* Weights that will have arrived: for each of the coming steps one sum a neuron, whole numbers.
 * Split, there is a second ring for the magnitudes of negative weights behind the first. */
struct accumulators {
  int32_t *sum;
  uint32_t neurons;
  uint32_t slots;
};

#define MAX_DELAYS 64

struct core {
  const uint8_t *sram;
  const struct source *sources;
  uint32_t source_count;
  struct accumulators in;
  int32_t *slot[2 * MAX_DELAYS]; /* where in them weights are added in this step */
  struct fifo fifo;
  struct transmitter *out; /* 0 where nobody listens */
  uint32_t key;            /* of the first neuron here */
  int32_t spike_number;    /* what a packet without a number counts, where others have one */
  uint32_t lost;           /* packets that no source matched */
};

#endif
