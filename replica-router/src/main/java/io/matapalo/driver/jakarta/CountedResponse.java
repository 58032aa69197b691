package io.matapalo.driver.jakarta;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that tells in its head what its request did: as of the first byte written, and again,
 * while nothing was sent yet, when the buffer is full, when it is flushed or ends. What happens
 * after it was sent is not in it. Confined to one request.
 */
final class CountedResponse extends HttpServletResponseWrapper {

  private final Consumer<HttpServletResponse> head;
  private @Nullable CountedOutput output;
  private @Nullable PrintWriter writer;
  private long buffer;
  private long written;

  CountedResponse(HttpServletResponse response, Consumer<HttpServletResponse> head) {
    super(response);
    this.head = head;
  }

  /** Completes the head if that is possible still. */
  void show() {
    if (!isCommitted()) {
      head.accept((HttpServletResponse) getResponse());
    }
  }

  /** Completes the head with the first byte, and before the container's buffer is full. */
  void writing(long bytes) {
    boolean fills = written < buffer && written + bytes >= buffer;
    if (written == 0 || fills) {
      show();
    }
    written += bytes;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    CountedOutput known = output;
    if (known == null) {
      buffer = getBufferSize();
      known = new CountedOutput(super.getOutputStream(), this);
      output = known;
    }
    return known;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter known = writer;
    if (known == null) {
      buffer = getBufferSize();
      known = new PrintWriter(new CountedText(super.getWriter(), this), false);
      writer = known;
    }
    return known;
  }

  @Override
  public void flushBuffer() throws IOException {
    show();
    super.flushBuffer();
  }

  @Override
  public void sendError(int status) throws IOException {
    show();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    show();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    show();
    super.sendRedirect(location);
  }
}
