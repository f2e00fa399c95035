#include "schedule.h"

INLINE volatile uint32_t *wake(volatile uint32_t *bell, uint32_t place) {
  *bell = place;
  return bell + NEXT_WORD;
}

INLINE struct transmitter *tell(struct transmitter *out, uint32_t place, struct order order) {
  wait_for(out);
  out->payload[0] = order.layer;
  out->payload[1] = order.control;
  out->payload[2] = order.first;
  out->payload[3] = order.second;
  out->key = place;
  return out + NEXT_WORD;
}

void schedule_layer(struct scheduler *scheduler) {
  struct order order = {
      scheduler->header->layer, scheduler->header->control, scheduler->header->first,
      scheduler->header->second};
  struct transmitter *out = scheduler->out;
  volatile uint32_t *bell = scheduler->bell;
  uint32_t place = scheduler->mailbox;
  for (uint32_t left = scheduler->workers; left != 0; left--) {
    out = tell(out, place, order);
    bell = wake(bell, place);
    place += NEXT_PE;
  }
  if (NEXT_WORD) {
    scheduler->out = out;
    scheduler->bell = bell;
  }
  scheduler->layer = order.layer;
  scheduler->flag = scheduler->flags;
}

INLINE const volatile uint32_t *unset(
    const volatile uint32_t *flag, const volatile uint32_t *end, uint32_t layer) {
  while (flag != end && *flag == layer) {
    flag++;
  }
  return flag;
}

bool schedule_look(struct scheduler *scheduler) {
  const volatile uint32_t *end = scheduler->end;
  const volatile uint32_t *flag = unset(scheduler->flag, end, scheduler->layer);
  scheduler->flag = flag;
  return flag == end;
}

INLINE void launch(volatile uint32_t *registers, const uint32_t *control) {
  registers[0] = control[0];
  registers[1] = control[1];
  registers[2] = control[2];
  registers[3] = control[3];
  registers[4] = control[4];
  registers[5] = control[5];
  registers[6] = control[6];
  registers[7] = control[7];
}

INLINE void answer(struct worker *worker) {
  struct transmitter *out = worker->out;
  wait_for(out);
  out->payload[0] = worker->order->layer;
  out->key = worker->flag;
  if (NEXT_WORD) {
    worker->out = out + NEXT_WORD;
  }
  worker->stage = 0;
}

uint32_t schedule_stage(struct worker *worker) {
  uint32_t stage = worker->stage++;
  if (stage == 1) {
    launch(worker->mac_array, worker->control);
  } else if (stage == 3) {
    answer(worker);
  }
  return stage;
}
