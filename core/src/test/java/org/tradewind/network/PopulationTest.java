package org.tradewind.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tradewind.network.NeuronModel.Reset;
import org.tradewind.unit.InputException;

class PopulationTest {
  @Test
  void itsSizeIsTheProductOfItsShape() {
    assertThat(Population.of("p", List.of(2, 34, 34), new NeuronModel.Relay()).size())
        .isEqualTo(2312);
  }

  @Test
  void aShapeWithoutNeuronsIsRefused() {
    refuses(
        () -> Population.of("p", List.of(3, 0), new NeuronModel.Relay()),
        "population 'p': has the shape [3, 0]; it needs 1 to 1073741824 neurons");
    refuses(
        () -> Population.of("p", List.of(), new NeuronModel.Relay()),
        "population 'p': has the shape []; it needs 1 to 1073741824 neurons");
    refuses(
        () -> Population.of("p", List.of(1 << 20, 1 << 20, 1 << 30), new NeuronModel.Relay()),
        "population 'p': has the shape [1048576, 1048576, 1073741824]; it needs 1 to 1073741824"
            + " neurons");
  }

  @Test
  void onlyTheModelsVariablesCanBeRecorded() {
    refuses(
        () -> Population.of("p", 1, lif(Values.of(1))).recording(Variable.U),
        "population 'p': cannot record U; its model has [V]");
  }

  @Test
  void aListOfParametersHasOneForEachNeuron() {
    refuses(
        () -> Population.of("p", 3, lif(Values.of(new double[] {1, 2}))),
        "population 'p': lists 2 values of alpha_decay for 3 neurons; list one for each, or give a"
            + " single one");
    refuses(
        () -> Population.of("p", 3, lif(Values.of(1))).inUnits(Values.of(new double[] {1})),
        "population 'p': lists 1 values of v_unit for 3 neurons; list one for each, or give a"
            + " single one");
    assertThat(Population.of("p", 3, lif(Values.of(new double[] {1, 2, 3}))).size()).isEqualTo(3);
  }

  @Test
  void aProbabilityLiesBetweenZeroAndOne() {
    refuses(
        () -> Population.of("p", 1, NeuronModel.Poisson.withProbability(1.5)),
        "population 'p': p is 1.5; it must be a number in [0.0, 1.0]");
    refuses(
        () -> Population.of("p", 1, new NeuronModel.Poisson(new Values.Uniform(-1, 1), 0, 9)),
        "population 'p': p is -1.0; it must be a number in [0.0, 1.0]");
  }

  @Test
  void aPoissonWindowIsInOrder() {
    refuses(
        () -> Population.of("p", 1, new NeuronModel.Poisson(Values.of(0.1), 9, 3)),
        "population 'p': spikes from step 9 until step 3; these must be in order and not negative");
  }

  @Test
  void refractoryStepsAreCounted() {
    refuses(
        () -> Population.of("p", 1, currExp(Values.of(1.5))),
        "population 'p': t_refrac_steps is 1.5; it must be a whole number in [0.0, 1.6777216E7]");
    refuses(
        () -> Population.of("p", 2, currExp(Values.of(new double[] {2, -1}))),
        "population 'p': t_refrac_steps is -1.0; it must be a whole number in [0.0, 1.6777216E7]");
    assertThat(Population.of("p", 1, currExp(new Values.Uniform(0, 2.5))).size()).isEqualTo(1);
  }

  @Test
  void inputScaleIsFinite() {
    var zero = Values.of(0);
    refuses(
        () ->
            Population.of(
                "p", 1, new NeuronModel.Izhikevich(zero, zero, zero, zero, zero, zero, 1 / 0.0)),
        "population 'p': input_scale is Infinity; it must be finite");
  }

  @Test
  void ratesAndNeuronsPerCoreAreNotNegative() {
    var one = Population.of("p", 1, new NeuronModel.Relay());
    refuses(
        () -> one.atMost(-1),
        "population 'p': allows -1 neurons on a core; give 1 or more, or 0: as many as fit");
    refuses(
        () ->
            new Population(
                "p",
                List.of(1),
                new NeuronModel.Relay(),
                SynapseWord.AUTO,
                0,
                OptionalDouble.of(Double.NaN),
                true,
                Set.of(),
                Values.of(1),
                List.of()),
        "population 'p': expects NaN Hz; give a rate of 0 Hz or more");
  }

  private static NeuronModel lif(Values alphaDecay) {
    var zero = Values.of(0);
    return new NeuronModel.Lif(alphaDecay, zero, zero, zero, zero, Reset.TO_V_RESET);
  }

  private static NeuronModel currExp(Values tRefracSteps) {
    var zero = Values.of(0);
    return new NeuronModel.CurrExpLif(
        zero, zero, zero, zero, zero, zero, zero, tRefracSteps, Reset.TO_V_RESET);
  }

  private static void refuses(ThrowingCallable making, String message) {
    assertThatThrownBy(making).isInstanceOf(InputException.class).hasMessage(message);
  }
}
