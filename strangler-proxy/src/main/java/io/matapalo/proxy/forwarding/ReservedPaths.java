package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.IpAddress;

/** Answers requests under the path prefix that belongs to the proxy itself. Thread-safe. */
public interface ReservedPaths {

  /** Whether the raw path is one of the proxy's own. */
  boolean covers(String path);

  /**
   * The answer to such a request.
   *
   * @param peer who opened the connection
   * @param caller whether somebody else speaks through the peer
   */
  Answer answer(String method, String path, IpAddress peer, Caller caller);

  /** Whether the peer speaks for itself. */
  enum Caller {
    DIRECT,
    FORWARDED
  }

  /** A short answer. */
  record Answer(int status, String contentType, String body) {

    /** One line of text. */
    public static Answer text(int status, String line) {
      return new Answer(status, "text/plain; charset=utf-8", line + "\n");
    }
  }
}
