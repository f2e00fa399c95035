package org.tradewind.io.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.tradewind.unit.InputException;

/// Data sets that recipes and networks are for: what they are, where their makers have them, and
/// how to tell that a file is the right one.
///
/// Digests: MNIST's are of the unpacked files, so that it does not matter how they were packed; all
/// are those that torchvision, torchaudio and tonic check.
public final class Catalogue {
  /// A file of a set.
  ///
  /// @param name in the set's folder
  /// @param address of its makers, or of a mirror that they or the field use
  /// @param bytes to be fetched, about
  /// @param digest in hexadecimal
  /// @param algorithm `MD5` or `SHA-256`
  /// @param unpacked whether the digest is of what gzip unpacks
  public record Entry(
      String name, String address, long bytes, String digest, String algorithm, boolean unpacked) {
    /// Whether a file has these contents.
    public boolean matches(Path file) {
      try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
          InputStream in = unpacked ? new GZIPInputStream(raw, 1 << 16) : raw) {
        MessageDigest of = MessageDigest.getInstance(algorithm);
        byte[] block = new byte[1 << 16];
        for (int got = in.read(block); got >= 0; got = in.read(block)) {
          of.update(block, 0, got);
        }
        return HexFormat.of().formatHex(of.digest()).equals(digest);
      } catch (IOException e) {
        throw new InputException(file.toString(), "cannot be read: " + e.getMessage(), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// A data set, which is looked for in a folder of its name.
  ///
  /// @param entries empty: it is made here, or by hand as the note says
  /// @param use what it is for
  /// @param note what else one has to know
  public record Source(String name, String what, String use, List<Entry> entries, String note) {
    public Source {
      entries = List.copyOf(entries);
    }

    public long bytes() {
      return entries.stream().mapToLong(Entry::bytes).sum();
    }
  }

  private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
  private static final String SHD = "https://zenkelab.org/datasets/";
  private static final String SPEECH = "http://download.tensorflow.org/data/";

  private Catalogue() {}

  public static List<Source> all() {
    return List.of(
        new Source(
            "yin-yang",
            "Yin-Yang, points of a disc (Kriener et al. 2022)",
            "train yin-yang, yin-yang-chip",
            List.of(),
            "is generated, to the bit as published; nothing has to be fetched"),
        new Source(
            "mnist",
            "handwritten digits (LeCun et al. 1998)",
            "train mnist, deep-rewiring",
            List.of(
                mnist("train-images-idx3-ubyte.gz", 9_912_422, "6bbc9ace898e44ae57da46a324031adb"),
                mnist("train-labels-idx1-ubyte.gz", 28_881, "a25bea736e30d166cdddb491f175f624"),
                mnist("t10k-images-idx3-ubyte.gz", 1_648_877, "2646ac647ad5339dbf082846283269ea"),
                mnist("t10k-labels-idx1-ubyte.gz", 4_542, "27ae3e4e09519cfbb04c329615203637")),
            ""),
        new Source(
            "shd",
            "Spiking Heidelberg Digits (Cramer et al. 2020)",
            "run --input shd_test.h5 of networks with 700 inputs",
            List.of(
                new Entry(
                    "shd_train.h5.zip",
                    SHD + "shd_train.h5.zip",
                    130_000_000,
                    "f3252aeb598ac776c1b526422d90eecb",
                    "MD5",
                    false),
                new Entry(
                    "shd_test.h5.zip",
                    SHD + "shd_test.h5.zip",
                    38_000_000,
                    "1503a5064faa34311c398fb0a1ed0a6f",
                    "MD5",
                    false)),
            "unzip both"),
        new Source(
            "speech-commands",
            "Speech Commands 0.02, one spoken word each (Warden 2018)",
            "train speech",
            List.of(
                new Entry(
                    "speech_commands_v0.02.tar.gz",
                    SPEECH + "speech_commands_v0.02.tar.gz",
                    2_428_923_189L,
                    "af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58",
                    "SHA-256",
                    false)),
            "needs an index.csv beside it: file,label,word,speaker,split, a line for each recording"
                + " that is to be used; split is train or test"),
        new Source(
            "n-mnist",
            "MNIST seen by an event camera (Orchard et al. 2015)",
            "run of examples/nir/cnn_sinabs.nir",
            List.of(),
            "is at https://data.mendeley.com/datasets/468j46mzdv/1, which gives it to people"
                + " only; examples/n-mnist has ten samples"));
  }

  private static Entry mnist(String name, long bytes, String digest) {
    return new Entry(name, MNIST + name, bytes, digest, "MD5", true);
  }

  /// @throws InputException where there is none of this name
  public static Source named(String name) {
    List<Source> all = all();
    return all.stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                name,
                "is no data set that Tradewind knows; there are "
                    + all.stream().map(Source::name).toList()));
  }
}
