package io.matapalo.driver.jakarta;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Gives bytes read before once more, then what is left of the stream. Confined to one request. */
final class ReplayedInput extends ServletInputStream {

  private final byte[] before;
  private final int length;
  private final ServletInputStream rest;
  private int at;

  ReplayedInput(byte[] before, int length, ServletInputStream rest) {
    this.before = before;
    this.length = length;
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    return at < length ? before[at++] & 0xff : rest.read();
  }

  @Override
  public int read(byte[] into, int offset, int wanted) throws IOException {
    if (at >= length || wanted == 0) {
      return rest.read(into, offset, wanted);
    }
    int taken = Math.min(wanted, length - at);
    System.arraycopy(before, at, into, offset, taken);
    at += taken;
    return taken;
  }

  @Override
  public int available() throws IOException {
    return at < length ? length - at : rest.available();
  }

  @Override
  public boolean isFinished() {
    return at >= length && rest.isFinished();
  }

  @Override
  public boolean isReady() {
    return at < length || rest.isReady();
  }

  /**
   * Passed on: the container calls back for the rest, and a listener reads until nothing is ready,
   * so it gets the bytes before first. A container whose body is used up calls back at once.
   */
  @Override
  public void setReadListener(ReadListener listener) {
    rest.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
