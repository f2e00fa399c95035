/* Runs the loops on images that the host wrote, and writes down what they did.
 *
 * trials.bin: for each trial its words, the image, and for each step the words that go in, their
 * count first: keys of packets, keys with their numbers, random bits, or payloads and keys of packets;
 * where there are backgrounds behind them the random words that these draw, their count first.
 * The last trial is UPDATES.
 * results.bin: for each step the accumulators after receiving and backgrounds, what was sent (its words, their
 * count first: keys, each with its number or payload where it has one), the state. FirmwareTest is the other
 * end. */
#include "board.h"
#include "../loops/neurons.h"
#include "../loops/packets.h"
#include "../loops/receive.h"
#include "../loops/sources.h"

typedef void receive_loop(struct core *core, uint32_t step);
typedef void update_loop(struct core *core, const struct neurons *neurons, uint32_t step);

static void relay_loop(struct core *core, const struct neurons *neurons, uint32_t step) {
  (void)neurons;
  relay(core, step);
}

static receive_loop *const RECEIVE[] = {
    receive_delay,       receive_no_delay,       receive_wide,
    receive_delay_split, receive_no_delay_split, receive_wide_split,
    receive_delay_graded, receive_no_delay_graded, receive_wide_graded,
};
enum { FIRST_GRADED = 6, KERNELS = 9 };

static update_loop *const UPDATE[] = {
    lif_by_subtraction,      lif_by_subtraction_each,      lif_to_v_reset,
    lif_to_v_reset_each,     curr_exp_by_subtraction,      curr_exp_by_subtraction_each,
    curr_exp_to_v_reset,     curr_exp_to_v_reset_each,     adaptive_by_subtraction,
    adaptive_by_subtraction_each, adaptive_to_v_reset,     adaptive_to_v_reset_each,
    adaptive_next_by_threshold, adaptive_next_by_threshold_each,
    adaptive_next_by_bound,  adaptive_next_by_bound_each,
    izhikevich,              izhikevich_each,              relay_loop,
    rectified,               rectified_each,
};
enum { RECTIFIED = 19, RECTIFIED_EACH, POISSON, SPIKE_LIST, VALUE_LIST, PROGRAM, UPDATES };

/* By bits 4..6 of a key. */
static handler *const HANDLERS[] = {
    ignore_packet, keep_1, keep_2, keep_4, forward_0, forward_1, forward_2, forward_4,
};

/* Offsets are in bytes from the start of the image. */
struct trial {
  uint32_t update;
  uint32_t receive;
  uint32_t image_bytes;
  uint32_t sources; /* spike_list: the listed steps */
  uint32_t source_count;
  uint32_t parameters; /* spike_list: the atoms */
  uint32_t state;
  uint32_t state_words;
  uint32_t accumulators;
  uint32_t accumulator_words;
  uint32_t neurons;
  uint32_t slots;
  uint32_t key;
  uint32_t sends;
  uint32_t from;
  uint32_t to;
  uint32_t spike_number; /* value_list: the numbers */
  uint32_t noise; /* a background's population, first neuron, how many, then those; 0: none */
  uint32_t steps;
};

enum { PACKETS = 4096, PARCELS = 37, PAYLOAD_WORDS = 4, PARCEL_WORDS = PAYLOAD_WORDS + 1 };

static uint8_t sram[128 * 1024] __attribute__((aligned(4)));
static struct packet ring[PACKETS];
static struct parcel parcels[PARCELS];
static struct transmitter sent[PACKETS];
static uint32_t words_in[PACKETS];
static uint32_t trials;
static uint32_t results;

static void put(const void *words, uint32_t count) { write_file(results, words, 4 * count); }

static uint32_t get_words(void) {
  uint32_t count;
  read_file(trials, &count, 4);
  if (count > PACKETS) {
    leave(103);
  }
  if (count > 0) {
    read_file(trials, words_in, 4 * count);
  }
  return count;
}

/* Words that came in go on into the event FIFO, behind the packets of the step before. */
static void handle(struct program *program, uint32_t words) {
  uint32_t at = (uint32_t)(program->oldest - parcels);
  for (uint32_t i = 0; i < words; i += PARCEL_WORDS) {
    struct parcel *parcel = &parcels[at];
    for (uint32_t w = 0; w < PAYLOAD_WORDS; w++) {
      parcel->payload[w] = words_in[i + w];
    }
    parcel->key = words_in[i + PAYLOAD_WORDS];
    at = (at + 1) % PARCELS;
  }
  program->waiting = words / PARCEL_WORDS;
  handle_packets(program);
}

/* Keys, or keys each with its number, wait in the event FIFO from `at` on. */
static uint32_t fill(uint32_t at, uint32_t words, bool numbers) {
  uint32_t each = numbers ? 2 : 1;
  for (uint32_t i = 0; i < words; i += each) {
    struct packet *packet = &ring[at++ % PACKETS];
    packet->key = words_in[i];
    packet->payload = numbers ? words_in[i + 1] : 0;
  }
  return words / each;
}

static void run(const struct trial *trial) {
  static struct core core;
  core = (struct core){
      .sram = sram,
      .sources = (const struct source *)(sram + trial->sources),
      .source_count = trial->source_count,
      .in = {(int32_t *)(sram + trial->accumulators), trial->neurons, trial->slots},
      .fifo = {.ring = ring, .mask = PACKETS - 1},
      .key = trial->key,
      .spike_number = (int32_t)trial->spike_number,
  };
  struct neurons neurons = {
      (const uint32_t *)(sram + trial->parameters), (float *)(sram + trial->state)};
  struct kernels kernels = {.from = (int32_t)trial->from, .to = (int32_t)trial->to};
  struct poisson draws = {
      (const float *)(neurons.parameters + 1), neurons.parameters[0] & 1, trial->neurons, words_in};
  const struct listed *steps = (const struct listed *)core.sources;
  const uint16_t *atoms = (const uint16_t *)neurons.parameters;
  struct spike_list list = {steps, steps + trial->source_count, atoms, atoms};
  struct program program = {
      .ring = parcels,
      .end = parcels + PARCELS,
      .oldest = parcels,
      .handlers = HANDLERS,
      .shift = 4,
      .mask = 7,
      .key = trial->key,
      .kept = (uint32_t *)neurons.state,
  };

  const int16_t *numbers = (const int16_t *)(sram + trial->spike_number);
  bool takes_numbers = trial->receive >= FIRST_GRADED && trial->receive < KERNELS;
  bool sends_numbers = trial->update == RECTIFIED || trial->update == RECTIFIED_EACH ||
      trial->update == VALUE_LIST;

  const uint32_t *backgrounds = (const uint32_t *)(sram + trial->noise);
  bool split = trial->accumulator_words > trial->neurons * trial->slots;

  for (uint32_t step = 0; step < trial->steps; step++) {
    uint32_t count = get_words();
    core.out = trial->sends ? sent : 0;
    if (trial->update == POISSON) {
      draws.generator = words_in;
      poisson(&core, &draws);
    } else if (trial->update == SPIKE_LIST) {
      spike_list(&core, &list, step);
    } else if (trial->update == VALUE_LIST) {
      value_list(&core, &list, numbers, step);
    } else if (trial->update == PROGRAM) {
      program.out = sent;
      handle(&program, count);
      core.out = program.out;
    } else {
      core.fifo.waiting = fill(core.fifo.oldest, count, takes_numbers);
      if (trial->receive == KERNELS) {
        receive_kernels(&core, &kernels);
      } else {
        RECEIVE[trial->receive](&core, step);
      }
      if (trial->noise != 0) {
        get_words();
        struct noise noise = {
            (const struct background *)(backgrounds + 3), words_in, split};
        for (uint32_t left = backgrounds[2]; left != 0; left--) {
          background(&core, &noise, step);
        }
      }
      put(core.in.sum, trial->accumulator_words);
      UPDATE[trial->update](&core, &neurons, step);
    }
    uint32_t packets = trial->sends ? (uint32_t)(core.out - sent) : 0;
    uint32_t payload_words =
        trial->update == PROGRAM ? PAYLOAD_WORDS : sends_numbers ? 1 : 0;
    uint32_t words = packets * (1 + payload_words);
    put(&words, 1);
    for (uint32_t i = 0; i < packets; i++) {
      uint32_t key = sent[i].key;
      put(&key, 1);
      for (uint32_t w = 0; w < payload_words; w++) {
        uint32_t word = sent[i].payload[w];
        put(&word, 1);
        sent[i].payload[w] = 0;
      }
    }
    put(neurons.state, trial->state_words);
  }
}

int main(void) {
  trials = open_file("trials.bin", false);
  results = open_file("results.bin", true);
  for (uint32_t i = 0; i < PACKETS; i++) {
    sent[i].control = 1u << 31;
  }
  struct trial trial;
  for (read_file(trials, &trial, 4); trial.update != UPDATES; read_file(trials, &trial, 4)) {
    read_file(trials, (uint32_t *)&trial + 1, sizeof trial - 4);
    if (trial.image_bytes > sizeof sram) {
      leave(104);
    }
    read_file(trials, sram, trial.image_bytes);
    run(&trial);
  }
  return 0;
}
