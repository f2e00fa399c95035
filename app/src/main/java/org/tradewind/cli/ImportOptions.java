package org.tradewind.cli;

import java.util.OptionalDouble;
import org.tradewind.io.nir.NirImport;
import org.tradewind.network.Graded;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.network.Synapses;
import org.tradewind.unit.InputException;
import org.tradewind.unit.Quantity;
import picocli.CommandLine.Option;

/// What a NIR file leaves open and an import must be told; py-spinnaker2's `ConversionConfig`, with
/// its defaults.
final class ImportOptions {
  /// The names that users of py-spinnaker2 know.
  enum ResetChoice {
    ZERO,
    SUBTRACT
  }

  @Option(
      names = "--dt",
      paramLabel = "TIME",
      description = "NIR: length of a step in the file's time, such as 1ms; files carry no unit")
  private String dt;

  @Option(
      names = "--reset",
      paramLabel = "zero|subtract",
      defaultValue = "SUBTRACT",
      description = "NIR: what v becomes after a spike (default: subtract)")
  private ResetChoice reset;

  @Option(
      names = "--integrator",
      paramLabel = "euler|exponential",
      defaultValue = "EXPONENTIAL",
      description = "NIR: how a step of dt is integrated (default: exponential)")
  private NirImport.Integrator integrator;

  @Option(
      names = "--conn-delay",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "NIR: delay field of every synapse; 0 arrives in the next step (default: 0)")
  private int connDelay;

  @Option(
      names = "--input-most",
      paramLabel = "MOST",
      description =
          "NIR: the input is numbers of this magnitude at most, such as frames of sound, not spikes")
  private Double inputMost;

  @Option(
      names = "--weight-scale",
      paramLabel = "auto|FACTOR",
      defaultValue = "auto",
      description =
          "weights times this become the chip's integers; auto: as they are where they are integers"
              + " in range, else the largest fills the range (default: auto)")
  private String weightScale;

  double dtSeconds(String model) {
    if (dt == null) {
      throw new InputException(
          model, "a NIR file carries no unit of time; say how long a step is, such as --dt 1ms");
    }
    double seconds = Quantity.seconds("--dt", dt);
    if (seconds <= 0) {
      throw new InputException("--dt", "'" + dt + "' is not positive");
    }
    return seconds;
  }

  NirImport.Options nir(String model) {
    if (connDelay < 0 || connDelay > Synapses.MAX_DELAY) {
      throw new InputException(
          "--conn-delay",
          connDelay + " is no delay field; give 0 (the next step) to " + Synapses.MAX_DELAY);
    }
    return new NirImport.Options(
        dtSeconds(model),
        reset == ResetChoice.ZERO ? Reset.TO_V_RESET : Reset.BY_SUBTRACTION,
        integrator,
        connDelay,
        false,
        most());
  }

  private OptionalDouble most() {
    if (inputMost == null) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Graded.upTo(inputMost).most());
    } catch (IllegalArgumentException e) {
      throw new InputException("--input-most", e.getMessage(), e);
    }
  }

  /// The factor, NaN for auto.
  double weightScale() {
    if (weightScale.equals("auto")) {
      return Double.NaN;
    }
    try {
      double factor = Double.parseDouble(weightScale);
      if (factor > 0 && Double.isFinite(factor)) {
        return factor;
      }
    } catch (NumberFormatException _) {
      // the sentence below says it
    }
    throw new InputException(
        "--weight-scale", "'" + weightScale + "' is neither auto nor a positive number");
  }
}
