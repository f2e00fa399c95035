/// Spikes at the edge: files of recorded or made-up spikes become [Stimulus]es.
///
/// Read [Samples], which recognises what a path holds and is the one door; beside it one file a
/// format: [EventBin] (N-MNIST), [SpokenSpikes] (SHD, SSC), [Npy] and [Npz] (NumPy), [Csv], [Tar].
/// [ListBuffer] checks every single spike or value against its population, whatever file it comes
/// from. [Idx] and [SpeechCommands] read what is learned from; [Catalogue] says where data sets
/// come from, [Download] fetches them. Every file is read as a stream; a hostile one ends in one
/// sentence, within bounded memory.
///
/// ```
/// List<Stimulus> samples =
///     Samples.read(Path.of("n-mnist-small.tar.gz!/test"), network.population("input"), 1e-3);
/// ```
package org.tradewind.io.data;
