package io.matapalo.driver.jakarta;

import io.matapalo.driver.FilterSettings;
import io.matapalo.router.freshness.session.CarriedMarks;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A request that brings freshness marks, in a cookie, a header or both, and its answer, which takes
 * them along, if one of the clusters that it used has a secret. Confined to one request.
 */
final class MarkedExchange {

  /** The session of the request, for its later dispatches and for other copies of the filter. */
  private static final String SESSION = "io.matapalo.marks.session";

  private static final String SET_COOKIE = "Set-Cookie";

  private final String cookie;
  private final HttpServletRequest request;
  private final String inCookie;
  private final @Nullable String inHeader;

  private MarkedExchange(String cookie, HttpServletRequest request) {
    this.cookie = cookie;
    this.request = request;
    this.inCookie = inCookie(cookie, request);
    this.inHeader = request.getHeader(FilterSettings.MARK_FIELD);
  }

  /** The rest of the chain. */
  interface Rest {
    void run(HttpServletResponse response) throws IOException, ServletException;
  }

  /**
   * Runs the rest as a unit of work of its own.
   *
   * @param cookie its name; empty for none
   */
  static void run(
      String cookie, HttpServletRequest request, HttpServletResponse response, Rest rest)
      throws IOException, ServletException {
    Object before = request.getAttribute(SESSION);
    if (before != null && request.getDispatcherType() != DispatcherType.ASYNC) {
      rest.run(response);
      return;
    }
    MarkedExchange exchange = new MarkedExchange(cookie, request);
    try (CarriedMarks marks = exchange.open(before)) {
      request.setAttribute(SESSION, marks.session());
      CountedResponse headed = new CountedResponse(response, head -> exchange.handOut(marks, head));
      rest.run(headed);
      // Else another thread may be writing the answer already.
      if (!request.isAsyncStarted()) {
        headed.show();
      }
    }
  }

  // Only this class, or a copy of it, sets the attribute.
  @SuppressWarnings("unchecked")
  private CarriedMarks open(@Nullable Object before) {
    if (before instanceof ConcurrentMap<?, ?> session) {
      return CarriedMarks.reopen((ConcurrentMap<String, Object>) session);
    }
    return CarriedMarks.open(inHeader == null ? inCookie : inCookie + "~" + inHeader);
  }

  private static String inCookie(String name, HttpServletRequest request) {
    Cookie[] all = name.isEmpty() ? null : request.getCookies();
    if (all != null) {
      for (Cookie cookie : all) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return "";
  }

  private void handOut(CarriedMarks marks, HttpServletResponse response) {
    String text = marks.text().orElse(null);
    if (text == null) {
      return;
    }
    if (inHeader != null) {
      response.setHeader(FilterSettings.MARK_FIELD, text);
    }
    boolean told = response.getHeaders(SET_COOKIE).stream().anyMatch(this::isOurs);
    // An answer that sets no cookie is the easier one for caches.
    if (!cookie.isEmpty() && (told || !text.equals(inCookie))) {
      setCookie(text, response);
    }
  }

  private boolean isOurs(String line) {
    return line.startsWith(cookie + "=");
  }

  /** One line of its own, in place of an earlier one. */
  private void setCookie(String text, HttpServletResponse response) {
    String line =
        "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s"
            .formatted(
                cookie,
                text,
                text.isEmpty() ? "; Max-Age=0" : "",
                request.isSecure() ? "; Secure" : "");
    List<String> others =
        response.getHeaders(SET_COOKIE).stream().filter(other -> !isOurs(other)).toList();
    response.setHeader(SET_COOKIE, line);
    others.forEach(other -> response.addHeader(SET_COOKIE, other));
  }
}
