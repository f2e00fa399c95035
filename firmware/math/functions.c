/* What the exp/ln unit saves: the functions that the chip's makers compared, by the C library's
 * software and by the unit, over the same 256 arguments of [-4, 4) or (0, 8]. Each measure_… is
 * timed as a whole by functions.py; measure_nothing is the loop alone.
 *
 * The unit: an argument is written to its register, the core waits for the iterations, the result
 * is read back (hardware: 6 + n cycles for n iterations; the address is JIB1's and memory here, the
 * wait is added by functions.py). */
#include "../qemu/board.h"
#include <math.h>

enum { ARGUMENTS = 256, SOFTMAX = 16 };

static float argument[ARGUMENTS];
static float positive[ARGUMENTS];
static float result[ARGUMENTS];
static volatile float unit_exp;
static volatile float unit_log;

static inline float unit_of_exp(float x) {
  unit_exp = x;
  return unit_exp;
}

static inline float unit_of_log(float x) {
  unit_log = x;
  return unit_log;
}

#define MEASURE(name, in, value)                  \
  __attribute__((noinline)) void measure_##name(void) { \
    for (int i = 0; i < ARGUMENTS; i++) {         \
      const float x = in[i];                      \
      result[i] = (value);                        \
    }                                             \
  }

MEASURE(nothing, argument, x)
MEASURE(exp_software, argument, expf(x))
MEASURE(exp_unit, argument, unit_of_exp(x))
MEASURE(log_software, positive, logf(x))
MEASURE(log_unit, positive, unit_of_log(x))
MEASURE(sigmoid_software, argument, 1 / (1 + expf(-x)))
MEASURE(sigmoid_unit, argument, 1 / (1 + unit_of_exp(-x)))
MEASURE(tanh_software, argument, tanhf(x))
MEASURE(tanh_unit, argument, 1 - 2 / (1 + unit_of_exp(2 * x)))

#define MEASURE_SOFTMAX(name, function)                  \
  __attribute__((noinline)) void measure_softmax_##name(void) { \
    for (int i = 0; i < ARGUMENTS; i += SOFTMAX) {       \
      float sum = 0;                                     \
      for (int j = i; j < i + SOFTMAX; j++) {            \
        result[j] = function(argument[j]);               \
        sum += result[j];                                \
      }                                                  \
      const float scale = 1 / sum;                       \
      for (int j = i; j < i + SOFTMAX; j++) {            \
        result[j] *= scale;                              \
      }                                                  \
    }                                                    \
  }

MEASURE_SOFTMAX(software, expf)
MEASURE_SOFTMAX(unit, unit_of_exp)

int main(void) {
  for (int i = 0; i < ARGUMENTS; i++) {
    argument[i] = (float)i / 32 - 4;
    positive[i] = (float)(i + 1) / 32;
  }
  measure_nothing();
  measure_exp_software();
  measure_exp_unit();
  measure_log_software();
  measure_log_unit();
  measure_sigmoid_software();
  measure_sigmoid_unit();
  measure_tanh_software();
  measure_tanh_unit();
  measure_softmax_software();
  measure_softmax_unit();
  return 0;
}
