/* Sends what was loaded for a step: spikes, or numbers. */
#include "neurons.h"
#include "sources.h"

void spike_list(struct core *core, struct spike_list *list, uint32_t step) {
  if (list->next == list->end || list->next->step != step) {
    return;
  }
  struct transmitter *out = core->out;
  const uint16_t *atom = list->atom;
  const uint16_t *end = list->atoms + list->next->end;
  list->next++;
  list->atom = end;
  for (; out != 0 && atom != end; atom++) {
    out = send(out, core->key | *atom);
  }
  core->out = out;
}

void value_list(
    struct core *core, struct spike_list *list, const int16_t *numbers, uint32_t step) {
  if (list->next == list->end || list->next->step != step) {
    return;
  }
  struct transmitter *out = core->out;
  const uint16_t *atom = list->atom;
  const uint16_t *end = list->atoms + list->next->end;
  const int16_t *number = numbers + (atom - list->atoms);
  list->next++;
  list->atom = end;
  for (; out != 0 && atom != end; atom++, number++) {
    out = send_number(out, core->key | *atom, *number);
  }
  core->out = out;
}
