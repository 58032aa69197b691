package io.matapalo.perf.launcher.proxies;

import java.util.Arrays;
import java.util.List;

/** What is measured, in the order of the tables. */
enum Contender {
  DIRECT("no proxy", "backend.conf", Work.NONE),
  HAPROXY("HAProxy", "haproxy.cfg", Work.READS_OPERATIONS),
  NGINX("nginx with Lua", "nginx.conf", Work.READS_OPERATIONS),
  UNDERTOW("stock Undertow", "StockUndertow.java", Work.PASSES_BODIES),
  STRANGLER("strangler-proxy", "proxy.yaml", Work.READS_OPERATIONS);

  private final String title;
  private final String configuration;
  private final Work work;

  Contender(String title, String configuration, Work work) {
    this.title = title;
    this.configuration = configuration;
    this.work = work;
  }

  /** What a contender does with a body. */
  private enum Work {
    NONE,
    PASSES_BODIES,
    READS_OPERATIONS
  }

  /** All but the back end itself. */
  static List<Contender> proxies() {
    return Arrays.stream(values()).filter(Contender::isProxy).toList();
  }

  /** Its name. */
  String title() {
    return title;
  }

  /** As a row of a table is headed: ours stands out. */
  String heading() {
    return this == STRANGLER ? "**" + title + "**" : title;
  }

  /** The file that says how it is set up. */
  String configuration() {
    return configuration;
  }

  boolean isProxy() {
    return work != Work.NONE;
  }

  /** Does it choose a cluster by what a body says? */
  boolean readsOperations() {
    return work == Work.READS_OPERATIONS;
  }

  /** Is it a Java program, whose allocations can be counted? */
  boolean isJava() {
    return this == UNDERTOW || this == STRANGLER;
  }
}
