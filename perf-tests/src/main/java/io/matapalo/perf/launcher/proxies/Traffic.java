package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.closedloop.FixedRequest;

/** What is sent, in the order in which users of a SOAP monolith meet it. */
enum Traffic {
  SOAP_POST("SOAP POST of 3 KB", 1, purchase()),
  SMALL_GET("small GET", 1, FixedRequest.get("/shop/small")),
  LARGE_ANSWER("GET with an answer of 1 MB", 50, FixedRequest.get("/shop/large"));

  /** Bytes of the large answer, which the back end serves from a file. */
  static final int LARGE = 1 << 20;

  private static final int ENVELOPE = 3_000;

  private final String title;
  private final int costlier;
  private final FixedRequest request;

  Traffic(String title, int costlier, FixedRequest request) {
    this.title = title;
    this.costlier = costlier;
    this.request = request;
  }

  String title() {
    return title;
  }

  FixedRequest request() {
    return request;
  }

  /** As many as do the work of that many small requests, at least one a connection. */
  int requests(int small, int connections) {
    return Math.max(connections, small / costlier);
  }

  /** Comes the operation, and with it the cluster, from the body? */
  boolean namesAnOperation() {
    return this == SOAP_POST;
  }

  private static FixedRequest purchase() {
    String head =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
        <soap:Body><purchase xmlns="urn:shop"><requestId>R-1</requestId>
        """;
    String line = "<line><ticketTypeCode>STANDING</ticketTypeCode><quantity>2</quantity></line>\n";
    String tail = "</purchase></soap:Body></soap:Envelope>\n";
    int lines = (ENVELOPE - head.length() - tail.length()) / line.length();
    return FixedRequest.soap("/shop/checkout", "purchase", head + line.repeat(lines) + tail);
  }
}
