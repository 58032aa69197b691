package io.matapalo.driver.jakarta;

import java.io.PrintWriter;
import java.io.Writer;

/** Text of an answer; tells before what may send its head. Confined to one request. */
final class CountedText extends Writer {

  /** Of a character, at most. */
  private static final long BYTES = 4;

  private final PrintWriter text;
  private final CountedResponse response;

  CountedText(PrintWriter text, CountedResponse response) {
    this.text = text;
    this.response = response;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    response.writing(length * BYTES);
    text.write(characters, offset, length);
  }

  @Override
  public void flush() {
    response.show();
    text.flush();
  }

  @Override
  public void close() {
    response.show();
    text.close();
  }
}
