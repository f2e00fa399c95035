/* What the test needs of the board that it runs on. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stdint.h>

uint32_t open_file(const char *name, bool write);
void read_file(uint32_t file, void *into, uint32_t bytes);
void write_file(uint32_t file, const void *from, uint32_t bytes);

/* Ends the emulation. 0 is good. */
void leave(int code) __attribute__((noreturn));

#endif
