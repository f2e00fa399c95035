package org.tradewind.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// A picture of dots, for a PNG file: lines and a few words. It draws for itself, with glyphs of
/// five dots by seven, because a machine without a screen often has no fonts either; so the same
/// picture is the same bytes everywhere.
final class Pixels {
  /// Dots a unit.
  private static final int SCALE = 2;

  private static final int GLYPH_WIDTH = 5;
  private static final int GLYPH_HEIGHT = 7;
  private static final int ADVANCE = 6;

  private static final String GLYPHS = "%(),-.0123456789acehloprstuy";

  /// Of each the rows from the top, the first dot highest.
  private static final long[] DOTS = {
    0x632222263L, 0x088842082L, 0x208210888L, 0x000003088L, 0x0000F8000L, 0x00000018CL,
    0x3A33AE62EL, 0x11842108EL, 0x3A213221FL, 0x78217043EL, 0x08CA97C42L, 0x7E1E0862EL,
    0x1910F462EL, 0x7C2222108L, 0x3A317462EL, 0x3A317844CL, 0x000E0BE2FL, 0x000E8422EL,
    0x000E8FE0EL, 0x4216CC631L, 0x30842108EL, 0x000E8C62EL, 0x001E8FA10L, 0x0016CC210L,
    0x000E8383EL, 0x211C42126L, 0x00118C66DL, 0x00118BC2EL
  };

  private final BufferedImage image;

  /// @param width in units
  Pixels(double width, double height) {
    image =
        new BufferedImage(
            SCALE * (int) Math.ceil(width),
            SCALE * (int) Math.ceil(height),
            BufferedImage.TYPE_INT_RGB);
    int[] white = new int[image.getWidth() * image.getHeight()];
    Arrays.fill(white, 0xFFFFFF);
    image.setRGB(0, 0, image.getWidth(), image.getHeight(), white, 0, image.getWidth());
  }

  /// A line through points.
  ///
  /// @param width in units
  void line(double[] x, double[] y, int points, double width, int rgb) {
    for (int i = 1; i < points; i++) {
      stretch(SCALE * x[i - 1], SCALE * y[i - 1], SCALE * x[i], SCALE * y[i], SCALE * width, rgb);
    }
  }

  /// A dot is covered as far as its middle is from the line: whole within half a width less half a
  /// dot, not at all from half a dot more.
  private void stretch(double x1, double y1, double x2, double y2, double width, int rgb) {
    double reach = width / 2 + 0.5;
    double dx = x2 - x1;
    double dy = y2 - y1;
    double square = Math.max(dx * dx + dy * dy, 1e-9);
    int fromRow = (int) Math.max(0, Math.min(y1, y2) - reach);
    int toRow = (int) Math.min(image.getHeight() - 1, Math.max(y1, y2) + reach);
    int fromColumn = (int) Math.max(0, Math.min(x1, x2) - reach);
    int toColumn = (int) Math.min(image.getWidth() - 1, Math.max(x1, x2) + reach);
    for (int row = fromRow; row <= toRow; row++) {
      for (int column = fromColumn; column <= toColumn; column++) {
        double px = column + 0.5 - x1;
        double py = row + 0.5 - y1;
        double along = Math.clamp((px * dx + py * dy) / square, 0, 1);
        double off = Math.hypot(px - along * dx, py - along * dy);
        mix(column, row, Math.clamp(reach - off, 0, 1), rgb);
      }
    }
  }

  private void mix(int column, int row, double share, int rgb) {
    int there = image.getRGB(column, row);
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double old = there >> shift & 0xFF;
      double ours = rgb >> shift & 0xFF;
      mixed |= (int) Math.round(old + share * (ours - old)) << shift;
    }
    image.setRGB(column, row, mixed);
  }

  /// @param y of the line that letters stand on
  /// @param before the share of the text that is left of x: 0, 1/2 or 1
  void text(double x, double y, double before, int rgb, String text) {
    int left = (int) Math.round(SCALE * x - before * SCALE * (ADVANCE * text.length() - 1));
    int top = (int) Math.round(SCALE * y) - SCALE * GLYPH_HEIGHT;
    for (int n = 0; n < text.length(); n++) {
      int glyph = GLYPHS.indexOf(text.charAt(n));
      for (int dot = 0; glyph >= 0 && dot < GLYPH_WIDTH * GLYPH_HEIGHT; dot++) {
        if ((DOTS[glyph] >> GLYPH_WIDTH * GLYPH_HEIGHT - 1 - dot & 1) != 0) {
          dot(
              left + SCALE * (n * ADVANCE + dot % GLYPH_WIDTH),
              top + SCALE * (dot / GLYPH_WIDTH),
              rgb);
        }
      }
    }
  }

  private void dot(int x, int y, int rgb) {
    for (int at = 0; at < SCALE * SCALE; at++) {
      int column = x + at % SCALE;
      int row = y + at / SCALE;
      if (column >= 0 && column < image.getWidth() && row >= 0 && row < image.getHeight()) {
        image.setRGB(column, row, rgb);
      }
    }
  }

  void write(Path file) {
    try {
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
