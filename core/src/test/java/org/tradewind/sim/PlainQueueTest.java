package org.tradewind.sim;

class PlainQueueTest extends EventQueueContract {
  @Override
  EventQueue create() {
    return new PlainQueue();
  }
}
