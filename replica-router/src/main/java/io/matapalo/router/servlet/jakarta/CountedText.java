package io.matapalo.router.servlet.jakarta;

import java.io.PrintWriter;
import java.io.Writer;

/** Text of an answer; tells before what may send its head. Confined to one request. */
final class CountedText extends Writer {

  private final PrintWriter text;
  private final Runnable beforeSending;
  private boolean begun;

  CountedText(PrintWriter text, Runnable beforeSending) {
    this.text = text;
    this.beforeSending = beforeSending;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    if (!begun) {
      begun = true;
      beforeSending.run();
    }
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
