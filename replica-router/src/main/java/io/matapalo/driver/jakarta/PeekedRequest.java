package io.matapalo.driver.jakarta;

import io.matapalo.recorder.requests.BodyScanner;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose body was peeked into, and is read whole all the same. Used by one thread. */
final class PeekedRequest extends HttpServletRequestWrapper {

  /** Past this many bytes without a body element the request goes on unlabelled. */
  static final int LIMIT = 16 * 1024;

  private final ReplayedInput input;
  private final Optional<String> operation;
  private @Nullable BufferedReader reader;

  private PeekedRequest(
      HttpServletRequest request, ReplayedInput input, Optional<String> operation) {
    super(request);
    this.input = input;
    this.operation = operation;
  }

  /** Reads until the operation is known, cannot be known, or the limit is reached. Blocks. */
  static PeekedRequest of(HttpServletRequest request) throws IOException {
    ServletInputStream rest = request.getInputStream();
    byte[] bytes = new byte[LIMIT];
    int length = 0;
    BodyScanner scanner = BodyScanner.scan(bytes, 0);
    while (scanner.state() == BodyScanner.State.MORE_NEEDED && length < LIMIT) {
      int read = rest.read(bytes, length, LIMIT - length);
      if (read < 0) {
        break;
      }
      length += read;
      scanner = BodyScanner.scan(bytes, length);
    }
    return new PeekedRequest(request, new ReplayedInput(bytes, length, rest), scanner.operation());
  }

  Optional<String> operation() {
    return operation;
  }

  @Override
  public ServletInputStream getInputStream() {
    return input;
  }

  @Override
  public BufferedReader getReader() {
    BufferedReader known = reader;
    if (known == null) {
      known = new BufferedReader(new InputStreamReader(input, charset()));
      reader = known;
    }
    return known;
  }

  private Charset charset() {
    String encoding = getCharacterEncoding();
    return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
  }
}
