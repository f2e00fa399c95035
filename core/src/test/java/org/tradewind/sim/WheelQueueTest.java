package org.tradewind.sim;

class WheelQueueTest extends EventQueueContract {
  @Override
  EventQueue create() {
    return new WheelQueue(1 << 10);
  }
}
