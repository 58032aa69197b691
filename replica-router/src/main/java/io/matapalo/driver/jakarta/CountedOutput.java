package io.matapalo.driver.jakarta;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Bytes of an answer; tells before what may send its head. Confined to one request. */
final class CountedOutput extends ServletOutputStream {

  private final ServletOutputStream output;
  private final Runnable beforeSending;
  private final long buffer;
  private long written;

  /**
   * @param buffer bytes that the container holds back
   */
  CountedOutput(ServletOutputStream output, int buffer, Runnable beforeSending) {
    this.output = output;
    this.buffer = buffer;
    this.beforeSending = beforeSending;
  }

  @Override
  public void write(int oneByte) throws IOException {
    begin(1);
    output.write(oneByte);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    begin(length);
    output.write(bytes, offset, length);
  }

  /** With the first byte, and before the buffer is full. */
  private void begin(int length) {
    boolean fills = written < buffer && written + length >= buffer;
    if (written == 0 || fills) {
      beforeSending.run();
    }
    written += length;
  }

  @Override
  public void flush() throws IOException {
    beforeSending.run();
    output.flush();
  }

  @Override
  public void close() throws IOException {
    beforeSending.run();
    output.close();
  }

  @Override
  public boolean isReady() {
    return output.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    output.setWriteListener(listener);
  }
}
