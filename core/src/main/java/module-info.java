/// Tradewind's library: SpiNNaker2 in software, on the JDK alone. Four shelves: facts (unit,
/// random, machine, cost, pe), machinery (mapping, sim, run), models (network, reference, snn,
/// learn, onchip), door (job, train).
module org.tradewind.core {
  requires java.management;

  exports org.tradewind.unit;
  exports org.tradewind.random;
  exports org.tradewind.machine;
  exports org.tradewind.cost;
  exports org.tradewind.pe;
  exports org.tradewind.mapping;
  exports org.tradewind.sim;
  exports org.tradewind.run;
  exports org.tradewind.ticks;
  exports org.tradewind.network;
  exports org.tradewind.published;
  exports org.tradewind.reference;
  exports org.tradewind.snn;
  exports org.tradewind.learn;
  exports org.tradewind.onchip;
  exports org.tradewind.job;
  exports org.tradewind.train;
}
