package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tradewind.network.Population;
import org.tradewind.unit.InputException;

/// What NumPy arrays say about spikes: a dense array (steps x neurons, or steps x the population's
/// axes) of numbers of spikes or of values, a list of events (n x 2: step, neuron), or two arrays
/// `times` and `neurons`.
final class ArraySpikes {
  private ArraySpikes() {}

  static void readNpy(String where, InputStream in, Population input, ListBuffer into)
      throws IOException {
    read(where, Npy.open(where, in), input, into);
  }

  static void readNpz(String where, InputStream in, Population input, ListBuffer into)
      throws IOException {
    List<String> names = new ArrayList<>();
    var columns = new double[2][];
    Npz.read(
        where,
        in,
        (name, array) -> {
          names.add(name);
          switch (name) {
            case "times" -> columns[0] = column(where + ": times", array);
            case "neurons" -> columns[1] = column(where + ": neurons", array);
            default -> {
              if (names.size() > 1) {
                throw arrays(where, names);
              }
              read(where + ": " + name, array, input, into);
            }
          }
        });
    if (columns[0] == null && columns[1] == null && names.size() == 1) {
      return;
    }
    if (columns[0] == null || columns[1] == null || names.size() != 2) {
      throw arrays(where, names);
    }
    if (columns[0].length != columns[1].length) {
      throw new InputException(
          where,
          "has "
              + columns[0].length
              + " times, but "
              + columns[1].length
              + " neurons; there is one of each for every spike");
    }
    for (int i = 0; i < columns[0].length; i++) {
      add(where, i, columns[0][i], columns[1][i], into);
    }
  }

  private static InputException arrays(String where, List<String> names) {
    return new InputException(
        where,
        "holds the arrays "
            + names
            + "; it must hold one array, or 'times' (in steps) and 'neurons'");
  }

  private static double[] column(String where, Npy array) throws IOException {
    if (array.shape().length != 1) {
      throw new InputException(
          where, "has the shape " + Arrays.toString(array.shape()) + "; it must have one axis");
    }
    return array.values();
  }

  private static void read(String where, Npy array, Population input, ListBuffer into)
      throws IOException {
    long[] shape = array.shape();
    int size = input.size();
    long row = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      row *= shape[axis];
    }
    if (shape.length > 0 && row == size && agrees(shape, input)) {
      dense(where, array, size, into);
    } else if (shape.length == 2 && shape[1] == 2 && array.isInteger()) {
      events(where, array, into);
    } else {
      throw new InputException(
          where,
          "has the shape "
              + Arrays.toString(shape)
              + " of '"
              + array.dtype()
              + "'; population '"
              + input.name()
              + "' takes steps x "
              + size
              + " numbers of spikes"
              + (input.shape().size() > 1 ? ", or steps x " + input.shape() : "")
              + ", or a list of integers, n x 2: step, neuron");
    }
  }

  /// Either flat, or axis by axis as the population.
  private static boolean agrees(long[] shape, Population input) {
    if (shape.length <= 2) {
      return true;
    }
    List<Integer> own = input.shape();
    if (shape.length != own.size() + 1) {
      return false;
    }
    for (int axis = 0; axis < own.size(); axis++) {
      if (shape[axis + 1] != own.get(axis)) {
        return false;
      }
    }
    return true;
  }

  private static void dense(String where, Npy array, int size, ListBuffer into) throws IOException {
    array.forEach((index, value) -> {
      if (value != 0) {
        try {
          into.addNumber(index / size, index % size, value);
        } catch (IllegalArgumentException e) {
          throw new InputException(
              where,
              "step " + index / size + ", neuron " + index % size + ": " + e.getMessage(),
              e);
        }
      }
    });
  }

  private static void events(String where, Npy array, ListBuffer into) throws IOException {
    double[] values = array.values();
    for (int i = 0; i < values.length / 2; i++) {
      add(where, i, values[2 * i], values[2 * i + 1], into);
    }
  }

  private static void add(String where, int spike, double step, double neuron, ListBuffer into) {
    try {
      into.add(Csv.whole("time step", step), Csv.whole("neuron", neuron), 1);
    } catch (IllegalArgumentException e) {
      throw new InputException(where, "spike " + spike + ": " + e.getMessage(), e);
    }
  }
}
