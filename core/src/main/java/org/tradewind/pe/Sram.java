package org.tradewind.pe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A PE's data memory, little-endian, as large as its layout. Reads and writes are checked against
/// it.
public final class Sram {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  public Sram(int bytes) {
    this.bytes = new byte[bytes];
  }

  /// Memory that holds these bytes, and no copy of them.
  public static Sram of(byte[] bytes) {
    return new Sram(bytes);
  }

  private Sram(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy with its own bytes: what a PE is loaded with.
  public Sram copy() {
    return new Sram(bytes.clone());
  }

  public int size() {
    return bytes.length;
  }

  public byte getByte(int offset) {
    return bytes[offset];
  }

  public short getShort(int offset) {
    return (short) SHORT.get(bytes, offset);
  }

  public int getInt(int offset) {
    return (int) INT.get(bytes, offset);
  }

  public long getLong(int offset) {
    return getInt(offset) & 0xFFFF_FFFFL | (long) getInt(offset + 4) << 32;
  }

  /// A copy of a stretch.
  public byte[] bytes(int offset, int length) {
    return Arrays.copyOfRange(bytes, offset, checkedEnd(offset, length));
  }

  public float getFloat(int offset) {
    return (float) FLOAT.get(bytes, offset);
  }

  public void putByte(int offset, byte value) {
    bytes[offset] = value;
  }

  public void putShort(int offset, short value) {
    SHORT.set(bytes, offset, value);
  }

  public void putInt(int offset, int value) {
    INT.set(bytes, offset, value);
  }

  public void putLong(int offset, long value) {
    putInt(offset, (int) value);
    putInt(offset + 4, (int) (value >>> 32));
  }

  public void putFloat(int offset, float value) {
    FLOAT.set(bytes, offset, value);
  }

  public void putBytes(int offset, byte[] values) {
    checkedEnd(offset, values.length);
    System.arraycopy(values, 0, bytes, offset, values.length);
  }

  /// Copies all of another memory.
  public void put(int offset, Sram other) {
    putBytes(offset, other.bytes);
  }

  private int checkedEnd(int offset, int length) {
    if (offset < 0 || offset + length > bytes.length) {
      throw new IndexOutOfBoundsException(
          length + " bytes at " + offset + " of a memory of " + bytes.length);
    }
    return offset + length;
  }

  /// Writes one region from front to back; [Writer#close] throws if it was not filled.
  public Writer writer(Layout.Region region) {
    return new Writer(region);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sram sram && Arrays.equals(bytes, sram.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Fills a region, no more and no less.
  public final class Writer implements AutoCloseable {
    private final Layout.Region region;
    private int at;

    private Writer(Layout.Region region) {
      this.region = region;
      this.at = region.offset();
    }

    public Writer putByte(int value) {
      Sram.this.putByte(advance(1), (byte) value);
      return this;
    }

    public Writer putBytes(byte[] values) {
      Sram.this.putBytes(advance(values.length), values);
      return this;
    }

    public Writer putShort(int value) {
      Sram.this.putShort(advance(2), (short) value);
      return this;
    }

    public Writer putInt(int value) {
      Sram.this.putInt(advance(4), value);
      return this;
    }

    public Writer putFloat(float value) {
      Sram.this.putFloat(advance(4), value);
      return this;
    }

    private int advance(int size) {
      int start = at;
      at += size;
      if (at > region.offset() + region.bytes()) {
        throw new IllegalStateException("written past the end of " + region);
      }
      return start;
    }

    /// Checks that the region is full.
    @Override
    public void close() {
      if (at != region.offset() + region.bytes()) {
        throw new IllegalStateException(
            region + " is short of " + (region.offset() + region.bytes() - at) + " bytes");
      }
    }
  }
}
