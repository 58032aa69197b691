package io.matapalo.driver.jakarta;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Bytes of an answer; tells before what may send its head. Confined to one request. */
final class CountedOutput extends ServletOutputStream {

  private final ServletOutputStream output;
  private final CountedResponse response;

  CountedOutput(ServletOutputStream output, CountedResponse response) {
    this.output = output;
    this.response = response;
  }

  @Override
  public void write(int oneByte) throws IOException {
    response.writing(1);
    output.write(oneByte);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    response.writing(length);
    output.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    response.show();
    output.flush();
  }

  @Override
  public void close() throws IOException {
    response.show();
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
