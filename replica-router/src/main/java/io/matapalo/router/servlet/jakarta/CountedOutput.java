package io.matapalo.router.servlet.jakarta;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Bytes of an answer; tells before what may send its head. Confined to one request. */
final class CountedOutput extends ServletOutputStream {

  private final ServletOutputStream output;
  private final Runnable beforeSending;
  private boolean begun;

  CountedOutput(ServletOutputStream output, Runnable beforeSending) {
    this.output = output;
    this.beforeSending = beforeSending;
  }

  @Override
  public void write(int oneByte) throws IOException {
    begin();
    output.write(oneByte);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    begin();
    output.write(bytes, offset, length);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      beforeSending.run();
    }
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
