package org.tradewind.sim;

class HeapQueueTest extends EventQueueContract {
  @Override
  EventQueue create() {
    return new HeapQueue();
  }
}
