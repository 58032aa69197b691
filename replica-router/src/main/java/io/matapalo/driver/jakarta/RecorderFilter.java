package io.matapalo.driver.jakarta;

import io.matapalo.driver.FilterSettings;
import io.matapalo.recorder.reports.Reports;
import io.matapalo.recorder.requests.RecordedRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Labels each request for the recorder - a SOAP request {@code path#element}, any other {@code
 * METHOD /path} -, takes in and hands out the freshness marks that its client carries, and answers
 * the recorder's reports to callers on this machine. Thread-safe.
 */
public final class RecorderFilter implements Filter {

  /** Marks a request that has its label, for other copies of this filter and later dispatches. */
  private static final String OPERATION = "io.matapalo.recorder.operation";

  private volatile FilterSettings settings = FilterSettings.standard();

  /** For the container. */
  public RecorderFilter() {}

  @Override
  public void init(FilterConfig config) {
    settings = FilterSettings.fromSystemProperties();
  }

  @Override
  public void destroy() {
    // Containers before Servlet 4 call it, and nothing is held.
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    String uri = http.getRequestURI();
    // A URI that is written in another way than its context may be the shorter.
    String below = uri.substring(Math.min(uri.length(), http.getContextPath().length()));
    if (Reports.covers(below)) {
      report(below, http, answer);
    } else {
      MarkedExchange.run(settings.markCookie(), http, answer, to -> labelled(http, to, chain));
    }
  }

  private void labelled(HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    if (http.getAttribute(OPERATION) instanceof String operation) {
      continued(operation, http, answer, chain);
    } else {
      first(http, answer, chain);
    }
  }

  private void first(HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = http;
    Optional<String> label = Optional.empty();
    if (maySpeakSoap(http)) {
      PeekedRequest peeked = PeekedRequest.of(http);
      request = peeked;
      label = peeked.operation().map(element -> FilterSettings.soapLabel(path(http), element));
    }
    if (label.isEmpty()) {
      label = settings.pathLabel(http.getMethod(), path(http));
    }
    if (label.isEmpty()) {
      chain.doFilter(request, answer);
      return;
    }
    String requestId = http.getHeader(FilterSettings.REQUEST_ID_FIELD);
    try (RecordedRequest recorded = settings.open(label.get(), requestId)) {
      request.setAttribute(OPERATION, recorded.operation());
      recorded(recorded, request, answer, chain);
    }
  }

  /** The one place where the answer's header comes from. */
  private void recorded(
      RecordedRequest recorded,
      HttpServletRequest request,
      HttpServletResponse answer,
      FilterChain chain)
      throws IOException, ServletException {
    String asked = request.getHeader(FilterSettings.COUNTS_FIELD);
    if (!settings.answersCounts(asked, request.getRemoteAddr())) {
      chain.doFilter(request, answer);
      return;
    }
    CountedResponse counted =
        new CountedResponse(
            answer, head -> head.setHeader(FilterSettings.COUNTS_FIELD, recorded.counts()));
    chain.doFilter(request, counted);
    counted.show();
  }

  /** A second copy of this filter, or the later dispatch of an asynchronous request. */
  private void continued(
      String operation, HttpServletRequest request, HttpServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() != DispatcherType.ASYNC) {
      chain.doFilter(request, answer);
      return;
    }
    String requestId = request.getHeader(FilterSettings.REQUEST_ID_FIELD);
    try (RecordedRequest later = settings.continued(operation, requestId)) {
      recorded(later, request, answer, chain);
    }
  }

  private static void report(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean allowed =
        Reports.mayRead(
            request.getMethod(),
            request.getRemoteAddr(),
            request.getHeader("X-Forwarded-For"),
            request.getHeader("Forwarded"));
    Optional<Reports.Report> report =
        allowed ? Reports.at(path, request.getParameter("operation")) : Optional.empty();
    if (report.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    byte[] body = report.get().body();
    response.setContentType(report.get().contentType());
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
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
