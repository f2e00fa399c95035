package org.tradewind.onchip;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tradewind.cost.Action;
import org.tradewind.cost.Counts;
import org.tradewind.firmware.CompiledOnce;
import org.tradewind.firmware.Firmware;
import org.tradewind.onchip.Calls.Loop;

/// The C loops of layers under a static schedule, on an emulated Cortex-M4F: who is sent what, and
/// that the table is the cycles of what was executed.
@ExtendWith(CompiledOnce.class)
class ScheduleFirmwareTest {
  private static final int WORKERS = 12;
  private static final int MAILBOX = 0x0010_0040;
  private static final int NEXT_PE = 1 << 20;
  private static final int WORD = 4;
  private static final int TRANSMITTER = 6 * WORD;
  private static final int PAYLOAD = 2 * WORD;

  private final Firmware firmware;
  private final Calls calls = new Calls();
  private final Counts counts = new Counts();

  ScheduleFirmwareTest(Firmware firmware) {
    this.firmware = firmware;
  }

  @Test
  void everyWorkerIsToldWokenAndWaitedFor() throws IOException, InterruptedException {
    schedule();
    calls.run(firmware);
  }

  @Test
  void aWorkerLaunchesItsArrayAndAnswers() throws IOException, InterruptedException {
    work();
    calls.run(firmware);
  }

  @Test
  void theTableForetellsTheCycles() throws IOException, InterruptedException {
    schedule();
    work();
    calls.assertForetells(firmware, counts);
  }

  /// Layer 7, whose workers answer all but one, then that one.
  private void schedule() {
    int layer = 7;
    int header = calls.words(layer, 100, 200, 300);
    int sent = calls.transmitters(WORKERS);
    int bells = calls.words(new int[WORKERS]);
    int flags = calls.words(new int[WORKERS]);
    int end = flags + WORD * WORKERS;
    int scheduler = calls.words(header, sent, bells, MAILBOX, WORKERS, flags, 0, end, 0);
    int flag = scheduler + 6 * WORD;

    calls.call(Loop.SCHEDULE_LAYER, scheduler);
    counts.add(Action.SCHEDULE_LAYER, 1);
    counts.add(Action.SCHEDULE_WORKER, WORKERS);
    int[] places = IntStream.range(0, WORKERS).map(w -> MAILBOX + w * NEXT_PE).toArray();
    calls.expectSent("mailboxes", sent, scheduler + WORD, places);
    for (int w = 0; w < WORKERS; w++) {
      calls.expect("an order", sent + TRANSMITTER * w + PAYLOAD, layer, 100, 200, 300);
    }
    calls.expect("who is woken", bells, places);
    calls.expect("the first flag", flag, flags);

    int late = 8;
    for (int w = 0; w < WORKERS; w++) {
      calls.put(flags + WORD * w, w == late ? layer - 1 : layer);
    }
    calls.call(Loop.SCHEDULE_LOOK, scheduler);
    calls.expect("the flag that is not set", flag, flags + WORD * late);
    calls.put(flags + WORD * late, layer);
    calls.call(Loop.SCHEDULE_LOOK, scheduler);
    calls.expect("no flag that is not set", flag, end);
    counts.add(Action.SCHEDULE_LOOK, 2);
    counts.add(Action.SCHEDULE_FLAG, WORKERS);
  }

  /// All stages of a layer, twice.
  private void work() {
    int[] values = {1, 2, 3, 4, 5, 6, 7, 8};
    int order = calls.words(9, 0, 0, 0);
    int registers = calls.words(new int[8]);
    int sent = calls.transmitters(2);
    int worker = calls.words(0, order, calls.words(values), registers, sent, MAILBOX);
    for (int layer = 0; layer < 2; layer++) {
      calls.call(Loop.SCHEDULE_STAGE, worker);
      calls.expect("before it is launched", registers, layer == 0 ? new int[8] : values);
      calls.call(Loop.SCHEDULE_STAGE, worker);
      calls.expect("the array's registers", registers, values);
      calls.call(Loop.SCHEDULE_STAGE, worker);
      calls.expect("its stage", worker, 3);
      calls.call(Loop.SCHEDULE_STAGE, worker);
      calls.expect("its next stage", worker, 0);
      calls.expect("its answer", sent + TRANSMITTER * layer + PAYLOAD, 9);
      counts.add(Action.SCHEDULE_STAGE, 4);
      counts.add(Action.SCHEDULE_LAUNCH, 1);
      counts.add(Action.SCHEDULE_ANSWER, 1);
    }
    calls.expectSent("answers", sent, worker + 4 * WORD, MAILBOX, MAILBOX);
  }
}
