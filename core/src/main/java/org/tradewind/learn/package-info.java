/// Learning: what a training run computes, as plain mathematics with the papers' symbols and
/// equation numbers. Every gradient is held to central differences.
///
/// EventProp, exact: [FeedForward] describes a network of [LifDynamics]; its [FeedForward.Pass]
/// runs one sample through it, [Layer] by [Layer] from event to event, and back along the adjoint.
/// A loss ([TimeToFirstSpike], [SoftmaxCrossEntropy]) is a value and its derivative. An [Optimiser]
/// describes how gradients become changes of weights; its [Optimiser.Descent] does it. Weights and
/// gradients are flat arrays.
///
/// EventProp in steps: [SteppedNetwork] and [SteppedLayer] in single precision, with the order of
/// every operation, are what the programs of `onchip` are held to; [FirstStepLoss] and [SingleAdam]
/// too.
///
/// e-prop: a [RecurrentNetwork] of [AdaptiveDynamics] is run by [Recurrent] and differentiated by
/// [Eprop], forward in time and with a [Feedback], or by [Bptt], its comparison. [SingleEprop] and
/// [SingleReadout] are the same in single precision, with the order of every operation, and
/// [EpropTraining] is how they learn, on cores and here.
///
/// Deep rewiring: [DeepRewiring] describes a sparse network and how it rewires; the
/// [RewiredNetwork] it makes does it. [SoftRewiring] lets the number of connections float.
///
/// [YinYang] is a data set to try them on, [LatencyCode] makes spikes of it; [IntensityCode],
/// [RateCode], [LevelCrossing] and [LogMel] are for images and sound. A step of training:
///
/// ```java
/// var network = new FeedForward(new LifDynamics(20, 5, 1), List.of(5, 200, 3));
/// var loss = new TimeToFirstSpike(0.5, 6.4, 3e-3);
/// Spikes out = pass.forward(weights, input);
/// out.first(firstMs);
/// loss.derivative(firstMs, label, derivative);
/// out.firstErrors(firstMs, derivative);
/// pass.backward(weights, gradient);
/// descent.step(weights, gradient, epoch);
/// ```
package org.tradewind.learn;
