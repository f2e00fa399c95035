package org.tradewind.io.data;

import java.io.IOException;
import java.io.InputStream;
import org.tradewind.unit.InputException;

/// A stream that refuses to go on for ever: what a small compressed file may unpack to.
final class Bounded extends InputStream {
  private final String where;
  private final InputStream in;
  private final long limit;
  private long count;

  Bounded(String where, InputStream in, long limit) {
    this.where = where;
    this.in = in;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    counted(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int got = in.read(to, offset, length);
    counted(Math.max(got, 0));
    return got;
  }

  private void counted(int bytes) {
    count += bytes;
    if (count > limit) {
      throw new InputException(
          where, "unpacks to more than " + (limit >> 20) + " MiB; unpack and split it");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
