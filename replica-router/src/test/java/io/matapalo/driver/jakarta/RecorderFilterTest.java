package io.matapalo.driver.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.digest.Verb;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecorderFilterTest {

  private static final String MESSAGE =
      "<e:Envelope xmlns:e='x'><e:Body><t:buy xmlns:t='y'>"
          + "v".repeat(40_000)
          + "</t:buy></e:Body></e:Envelope>";

  private final Map<String, Object> answers = new HashMap<>();
  private final Map<String, Object> told = new HashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final RecorderFilter filter = new RecorderFilter();

  RecorderFilterTest() {
    answers.put("getMethod", "POST");
    answers.put("getContextPath", "/turnstile");
    answers.put("getContentType", "text/xml;charset=utf-8");
    answers.put("getRemoteAddr", "127.0.0.1");
    answers.put("isCommitted", true);
    answers.put("isAsyncStarted", false);
  }

  @Test
  void labelsTheRequestAndHandsOnItsBytes() throws Exception {
    answers.put("getRequestURI", "/turnstile/filter-test;jsessionid=1");
    StringBuilder read = new StringBuilder();
    run((request, response) -> {
      SqlRecorder.countStatements(Verb.SELECT, 3);
      read.append(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    });

    assertThat(read.toString()).isEqualTo(MESSAGE);
    assertThat(SqlRecorder.snapshotJson())
        .contains(
            "{\"operation\":\"/turnstile/filter-test#buy\",\"requests\":1,\"statements\":{\"select\":3");
  }

  @Test
  void handsOnTheBytesToAReaderToo() throws Exception {
    answers.put("getRequestURI", "/turnstile/filter-test-reader");
    StringBuilder read = new StringBuilder();
    run((request, response) -> read.append(request.getReader().readLine()));
    assertThat(read.toString()).isEqualTo(MESSAGE);
  }

  @Test
  void labelsAnyOtherRequestByItsMethodAndPath() throws Exception {
    answers.put("getRequestURI", "/turnstile/filter-test-get/4711/items");
    answers.put("getMethod", "GET");
    run((request, response) -> assertThat(Proxy.isProxyClass(request.getClass())).isTrue());
    assertThat(SqlRecorder.snapshotJson())
        .contains("\"GET /turnstile/filter-test-get/{number}/items\",\"requests\":1");
  }

  @Test
  void secondCopyOfTheFilterLeavesALabelledRequestAlone() throws Exception {
    answers.put("getRequestURI", "/turnstile/filter-test-twice");
    answers.put("getMethod", "GET");
    answers.put("getAttribute", "known");
    run((request, response) -> {});
    assertThat(SqlRecorder.snapshotJson()).doesNotContain("filter-test-twice");
  }

  @Test
  void reportsToThisMachineOnly() throws Exception {
    answers.put("getRequestURI", "/turnstile/matapalo/sql");
    answers.put("getMethod", "GET");
    run((request, response) -> told.put("chain", true));
    assertThat(written.toString(StandardCharsets.UTF_8))
        .startsWith("{\"version\":2,\"operations\":[");
    assertThat(told).doesNotContainKeys("chain", "sendError");

    answers.put("getRemoteAddr", "192.0.2.1");
    run((request, response) -> {});
    assertThat(told).containsEntry("sendError", 404);
  }

  @Test
  void doesNotReportToWhomAProxyPassedOn() throws Exception {
    answers.put("getRequestURI", "/turnstile/matapalo/sql");
    answers.put("getMethod", "GET");
    answers.put("getHeader", "198.51.100.7");
    run((request, response) -> {});
    assertThat(told).containsEntry("sendError", 404);
    assertThat(written.size()).isZero();
  }

  private void run(FilterChain chain) throws Exception {
    answers.put("getInputStream", new Body(MESSAGE.getBytes(StandardCharsets.UTF_8)));
    answers.put("getOutputStream", new Answer(written));
    filter.doFilter(fake(HttpServletRequest.class), fake(HttpServletResponse.class), chain);
  }

  private <T> T fake(Class<T> type) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (arguments != null) {
                told.put(method.getName(), arguments[0]);
              }
              return answers.get(method.getName());
            });
    return type.cast(proxy);
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    /** In small pieces, as they come from a network. */
    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(length, 11));
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {}
  }

  private static final class Answer extends ServletOutputStream {
    private final ByteArrayOutputStream bytes;

    Answer(ByteArrayOutputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public void write(int b) throws IOException {
      bytes.write(b);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {}
  }
}
