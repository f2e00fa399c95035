package org.tradewind.io.nir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// A file that can be read so often and no more. In a damaged HDF5 file a list of blocks can lead
/// back to itself; a reader that follows it never returns. An intact file is read a few times over,
/// so its length bounds what reading it can take: whoever asks for much more is going round in
/// circles, and is stopped by an [Exhausted].
final class MeteredChannel extends FileChannel {
  /// Thrown into the reader that has read more than the file can be worth.
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted(String message) {
      super(message);
    }
  }

  /// A text of 16 bytes is fetched with the whole block of 4096 that it lies in.
  private static final long BYTES_PER_BYTE = 512;

  private static final long FREE_BYTES = 1 << 20;

  private final FileChannel file;
  private final long length;

  /// The whole file, where one buffer can hold it; its parts are handed out.
  private final MappedByteBuffer whole;

  private long bytesLeft;
  private long readsLeft;

  MeteredChannel(FileChannel file) throws IOException {
    this.file = file;
    this.length = file.size();
    this.whole = length <= Integer.MAX_VALUE ? file.map(MapMode.READ_ONLY, 0, length) : null;
    this.bytesLeft = FREE_BYTES + BYTES_PER_BYTE * length;
    this.readsLeft = 10_000 + length;
  }

  /// Chunks are read in parallel.
  private synchronized void meter(long position, long bytes) {
    if (position < 0 || bytes < 0 || position > length || bytes > length - position) {
      throw new Exhausted(
          "it points to " + bytes + " bytes at " + position + ", outside its " + length);
    }
    bytesLeft -= bytes;
    readsLeft--;
    if (bytesLeft < 0 || readsLeft < 0) {
      throw new Exhausted("its blocks refer to each other in a circle");
    }
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    meter(position, size);
    return whole == null
        ? file.map(MapMode.READ_ONLY, position, size)
        : whole.slice((int) position, (int) size);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    meter(0, Math.min(into.remaining(), length));
    return file.read(into);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    meter(position, into.remaining());
    return file.read(into, position);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public long size() {
    return length;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer from, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void force(boolean metaData) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
