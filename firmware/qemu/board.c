/* The emulated board, mps2-an386: a Cortex-M4F, and a door to the host's files. */
#include "board.h"

extern uint32_t stack_top[];
int main(void);

/* On the processor's reset; the FPU is off until it is asked for. */
static void reset(void) {
  volatile uint32_t *cpacr = (volatile uint32_t *)0xE000ED88;
  *cpacr |= 0xFu << 20;
  __asm__ volatile("dsb\n\tisb");
  leave(main());
}

static void fault(void) { leave(100); }

__attribute__((section(".vectors.0"), used)) static uint32_t *const initial_stack = stack_top;

__attribute__((section(".vectors.1"), used)) static void (*const vectors[])(void) = {
    reset, fault, fault, fault, fault, fault};

/* Semihosting: operation in r0, its arguments in r1, the answer in r0. */
static uint32_t host(uint32_t operation, const void *arguments) {
  register uint32_t r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

enum { OPEN = 0x01, WRITE = 0x05, READ = 0x06, EXIT_EXTENDED = 0x20 };
enum { READ_BINARY = 1, WRITE_BINARY = 5 };

uint32_t open_file(const char *name, bool write) {
  uint32_t length = 0;
  while (name[length] != 0) {
    length++;
  }
  const uint32_t arguments[] = {(uint32_t)name, write ? WRITE_BINARY : READ_BINARY, length};
  return host(OPEN, arguments);
}

void read_file(uint32_t file, void *into, uint32_t bytes) {
  const uint32_t arguments[] = {file, (uint32_t)into, bytes};
  if (host(READ, arguments) != 0) {
    leave(101);
  }
}

void write_file(uint32_t file, const void *from, uint32_t bytes) {
  const uint32_t arguments[] = {file, (uint32_t)from, bytes};
  if (host(WRITE, arguments) != 0) {
    leave(102);
  }
}

void leave(int code) {
  const uint32_t arguments[] = {0x20026, (uint32_t)code};
  host(EXIT_EXTENDED, arguments);
  for (;;) {
  }
}
