package io.matapalo.router.servlet;

import io.matapalo.router.recorder.OperationNames;
import io.matapalo.router.recorder.SqlRecorder;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Labels each SOAP request {@code path#element} for the recorder, and answers {@code GET
 * <context>/matapalo/sql} to callers on this machine. Thread-safe. The label covers the request's
 * thread only; work handed to other threads counts as unlabelled.
 */
public final class RecorderFilter implements Filter {

  private static final String REPORT_PATH = "/matapalo/sql";

  private volatile OperationNames names = OperationNames.of("", "");

  /** For the container. */
  public RecorderFilter() {}

  @Override
  public void init(FilterConfig config) {
    names = OperationNames.fromSystemProperties();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    if (http.getRequestURI().equals(http.getContextPath() + REPORT_PATH)) {
      report(http, answer);
      return;
    }
    if (!maySpeakSoap(http)) {
      chain.doFilter(request, response);
      return;
    }
    PeekedRequest peeked = PeekedRequest.of(http);
    Optional<String> label = peeked.operation().map(element -> path(http) + "#" + element);
    if (label.isEmpty()) {
      chain.doFilter(peeked, response);
      return;
    }
    SqlRecorder.Scope scope = open(label.get());
    try {
      chain.doFilter(peeked, response);
    } finally {
      scope.close();
    }
  }

  private SqlRecorder.Scope open(String label) {
    return names
        .outerOf(label)
        .map(SqlRecorder::openInner)
        .orElseGet(() -> SqlRecorder.open(names.nameOf(label)));
  }

  private static void report(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET") || !comesFromThisMachine(request)) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    byte[] json = SqlRecorder.snapshotJson().getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json;charset=utf-8");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  /** A request that a proxy on this machine passed on is not ours either. */
  private static boolean comesFromThisMachine(HttpServletRequest request) {
    return LoopbackAddress.matches(request.getRemoteAddr())
        && request.getHeader("X-Forwarded-For") == null
        && request.getHeader("Forwarded") == null;
  }

  private static boolean maySpeakSoap(HttpServletRequest request) {
    String type = request.getContentType();
    if (!request.getMethod().equals("POST") || type == null) {
      return false;
    }
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("text/xml")
        || lower.startsWith("application/soap+xml")
        || lower.startsWith("application/xml");
  }

  private static String path(HttpServletRequest request) {
    String path = request.getRequestURI();
    int parameters = path.indexOf(';');
    return parameters < 0 ? path : path.substring(0, parameters);
  }
}
