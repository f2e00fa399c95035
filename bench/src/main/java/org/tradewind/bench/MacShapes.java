package org.tradewind.bench;

import org.tradewind.cost.MacArrayCost;
import org.tradewind.cost.MacArrayWork;
import org.tradewind.pe.Convolution;
import org.tradewind.pe.MacFormat;
import org.tradewind.pe.MacOutput;
import org.tradewind.pe.Matmul;

/// Which share of its peak the MAC array reaches, by shape, beside the shares that are published by
/// kind of layer (CHIP). Which shapes those were is not published; these fit one PE.
public final class MacShapes {
  private static final MacOutput BYTES = new MacOutput(MacFormat.S8, 7, true, true);

  private final Table table =
      new Table(
          "%s | %s %% | %.1f %% | %.2f", "layer", "published", "ours", "ratio to the nearer end");

  private MacShapes() {}

  /// @param args none
  public static void main(String[] args) {
    var shapes = new MacShapes();
    shapes.matmul(64, 256, 128);
    shapes.matmul(128, 128, 128);
    shapes.matmul(64, 512, 64);
    shapes.matmul(32, 128, 64);
    shapes.connected(1024, 32);
    shapes.connected(1024, 16);
    shapes.connected(256, 64);
    shapes.connected(512, 32);
    shapes.convolution(16, 56, 16, 3, 1, 1);
    shapes.convolution(32, 28, 32, 3, 1, 1);
    shapes.convolution(64, 14, 32, 3, 1, 1);
    shapes.convolution(64, 7, 32, 3, 1, 1);
    shapes.convolution(32, 28, 32, 3, 2, 1);
    shapes.convolution(3, 64, 16, 3, 1, 1);
    shapes.convolution(64, 14, 64, 1, 1, 0);
    shapes.convolution(64, 7, 64, 1, 1, 0);
    shapes.convolution(3, 64, 16, 7, 2, 3);
  }

  private void matmul(int m, int k, int n) {
    row("matmul %d x %d x %d".formatted(m, k, n), 78, 78, product(m, k, n));
  }

  private void connected(int in, int out) {
    row("fully connected %d to %d".formatted(in, out), 16, 19, product(1, in, out));
  }

  private static MacArrayWork product(int m, int k, int n) {
    return new Matmul(m, k, n, MacFormat.S8, MacFormat.S8, BYTES).work();
  }

  private void convolution(int in, int size, int out, int kernel, int stride, int pad) {
    var shape =
        new Convolution(
            in,
            size,
            size,
            out,
            kernel,
            kernel,
            stride,
            stride,
            pad,
            pad,
            MacFormat.S8,
            MacFormat.S8,
            BYTES);
    row(
        "convolution %d x %d, stride %d: %d to %d channels, %d wide"
            .formatted(kernel, kernel, stride, in, out, size),
        22,
        50,
        shape.work());
  }

  private void row(String layer, int low, int high, MacArrayWork work) {
    double percent = 100 * MacArrayCost.CHIP.utilisation(work);
    double nearest = Math.clamp(percent, low, high);
    table.row(layer, low == high ? "" + low : low + " … " + high, percent, percent / nearest);
  }
}
