package io.matapalo.driver.jakarta;

import java.io.PrintWriter;
import java.io.Writer;

/** Text of an answer; tells before what may send its head. Confined to one request. */
final class CountedText extends Writer {

  /** Of a character, at most. */
  private static final long BYTES = 4;

  private final PrintWriter text;
  private final Runnable beforeSending;
  private final long buffer;
  private long written;

  /**
   * @param buffer bytes that the container holds back
   */
  CountedText(PrintWriter text, int buffer, Runnable beforeSending) {
    this.text = text;
    this.buffer = buffer;
    this.beforeSending = beforeSending;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    boolean fills = written < buffer && written + length * BYTES >= buffer;
    if (written == 0 || fills) {
      beforeSending.run();
    }
    written += length * BYTES;
    text.write(characters, offset, length);
  }

  @Override
  public void flush() {
    beforeSending.run();
    text.flush();
  }

  @Override
  public void close() {
    beforeSending.run();
    text.close();
  }
}
