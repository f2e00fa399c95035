package org.tradewind.ticks;

import org.tradewind.cost.Action;
import org.tradewind.mapping.MachineVertex;
import org.tradewind.run.DvfsPolicy;
import org.tradewind.snn.CoreImage;

/// Listed spikes.
final class ListCore extends SourceCore {
  private final CoreImage.SpikeList image;
  private int toSend;
  private int toNote;

  ListCore(int vertex, MachineVertex of, DvfsPolicy policy, CoreImage.SpikeList image) {
    super(vertex, of, policy);
    this.image = image;
    this.toSend = image.sent();
    this.toNote = image.noted();
  }

  @Override
  void start(Outbox out) {
    if (image.ahead()) {
      sendThoseOf(0, out);
    }
  }

  @Override
  void step(int step, Outbox out) {
    sendThoseOf(image.ahead() ? step + 1 : step, out);
    if (toNote < image.steps().length && image.steps()[toNote] == step) {
      for (int i = image.begin(toNote); image.records() && i < image.ends()[toNote]; i++) {
        recorder.spike(step, image.atoms()[i]);
      }
      toNote++;
    }
  }

  private void sendThoseOf(int step, Outbox out) {
    if (toSend < image.steps().length && image.steps()[toSend] == step) {
      int begin = image.begin(toSend);
      int count = image.ends()[toSend] - begin;
      if (image.sends()) {
        did(Action.SPIKE_LIST_UPDATE, count);
        send(out, image.atoms(), begin, count);
      }
      toSend++;
    }
  }
}
