package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.launcher.costs.SystemCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The costs as Markdown: counts and ratios first, times last. Immutable. */
record ProxyCostTable(ProxyCosts costs, ProxyCostPlan plan) {
  private static final double MEDIAN = 50;
  private static final double HIGH = 99;
  private static final double KIB = 1_024;
  private static final String NONE = "–";

  /** What the page says below its table of facts. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "What a request costs each proxy before the same back end. System calls, bytes and ratios can be compared"
            + " between runs; times cannot, because this kind of machine moves them by a factor of four. *CPU to X* is"
            + " the median of the ratios within a round. *Added* is a percentile of requests sent one at a time, less"
            + " the same percentile without a proxy.");
    for (Traffic traffic : Traffic.values()) {
      lines.addAll(traffic(traffic));
    }
    lines.addAll(starts());
    lines.addAll(memory());
    lines.addAll(aims());
    return lines;
  }

  private List<String> traffic(Traffic traffic) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## " + traffic.title());
    lines.add("");
    lines.add(
        "| contender | system calls | bytes allocated | CPU to HAProxy | CPU to nginx | CPU µs | p50 added, µs"
            + " | p99 added, µs |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Contender contender : Contender.proxies()) {
      lines.add(
          "| %s | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  contender.heading(),
                  costs
                      .systemCalls(traffic, contender)
                      .map(calls -> decimal(calls.perRequest()))
                      .orElse(NONE),
                  whole(costs.allocated(traffic, contender)),
                  ratio(traffic, contender, Contender.HAPROXY),
                  ratio(traffic, contender, Contender.NGINX),
                  decimal(costs.cpuMicros(traffic, contender)),
                  decimal(costs.addedMicros(traffic, contender, MEDIAN)),
                  decimal(costs.addedMicros(traffic, contender, HIGH))));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Without a proxy p50 is %.1f µs and p99 %.1f µs. Behind strangler-proxy the back end used %.1f µs a request.",
            costs.micros(traffic, Contender.DIRECT, MEDIAN),
            costs.micros(traffic, Contender.DIRECT, HIGH),
            costs.backEndMicros(traffic, Contender.STRANGLER)));
    lines.addAll(callsByName(traffic));
    return lines;
  }

  private List<String> callsByName(Traffic traffic) {
    List<String> lines = new ArrayList<>();
    for (Contender contender : Contender.proxies()) {
      Optional<SystemCalls> calls = costs.systemCalls(traffic, contender);
      if (calls.isPresent()) {
        if (lines.isEmpty()) {
          lines.addAll(List.of("", "System calls by name:", ""));
        }
        lines.add("- %s: %s.".formatted(contender.title(), calls.get().inWords()));
      }
    }
    return lines;
  }

  private List<String> starts() {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("", "## The first %d requests after a start".formatted(plan.first()), ""));
    lines.add(
        "SOAP POSTs, counted from the moment at which the port takes connections. What a process used before that"
            + " moment, a warm-up included, is the last column.");
    lines.add("");
    lines.add("| contender | CPU to its own warm cost | CPU µs | CPU s before |");
    lines.add("|---|---|---|---|");
    for (Contender contender : Contender.proxies()) {
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  contender.heading(),
                  twoDigits(startRatio(contender)),
                  decimal(costs.startMicros(contender)),
                  twoDigits(costs.readySeconds(contender))));
    }
    return lines;
  }

  private double startRatio(Contender contender) {
    return costs.startMicros(contender) / costs.cpuMicros(Traffic.SOAP_POST, contender);
  }

  private List<String> memory() {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("", "## Memory", ""));
    lines.add(
        "MiB of all processes, shared pages counted once: after the first %d requests, and after all of them, the last %d being SOAP POSTs."
            .formatted(plan.first(), plan.soak()));
    lines.add("");
    lines.add("| contender | early | late | late to early | heap in use after a full collection |");
    lines.add("|---|---|---|---|---|");
    for (Contender contender : Contender.proxies()) {
      costs
          .memory(contender)
          .ifPresent(memory ->
              lines.add(
                  "| %s | %s | %s | %s | %s |"
                      .formatted(
                          contender.heading(),
                          decimal(memory.early() / KIB),
                          decimal(memory.late() / KIB),
                          twoDigits(memory.late() / (double) Math.max(1, memory.early())),
                          memory.liveHeap().map(heap -> decimal(heap / KIB)).orElse(NONE))));
    }
    return lines;
  }

  private List<String> aims() {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of("", "## Aims", "", "| strangler-proxy | aim | this run |", "|---|---|---|"));
    lines.add(
        aim(
            "SOAP POST: CPU to HAProxy",
            1.0,
            costs.cpuRatio(Traffic.SOAP_POST, Contender.STRANGLER, Contender.HAPROXY)));
    lines.add(
        aim(
            "SOAP POST: CPU to nginx",
            0.85,
            costs.cpuRatio(Traffic.SOAP_POST, Contender.STRANGLER, Contender.NGINX)));
    lines.add(
        aim(
            "small GET: CPU to stock Undertow",
            0.5,
            costs.cpuRatio(Traffic.SMALL_GET, Contender.STRANGLER, Contender.UNDERTOW)));
    lines.add(
        aim(
            "small GET: bytes allocated",
            KIB,
            costs.allocated(Traffic.SMALL_GET, Contender.STRANGLER).orElse(Double.NaN)));
    lines.add(
        aim(
            "SOAP POST: system calls to HAProxy",
            1.0,
            calls(Contender.STRANGLER) / calls(Contender.HAPROXY)));
    lines.add(
        aim("first requests: CPU to its own warm cost", 2.0, startRatio(Contender.STRANGLER)));
    return lines;
  }

  private double calls(Contender contender) {
    return costs
        .systemCalls(Traffic.SOAP_POST, contender)
        .map(SystemCalls::perRequest)
        .orElse(Double.NaN);
  }

  private static String aim(String what, double most, double measured) {
    String verdict =
        Double.isNaN(measured) ? "not counted" : measured <= most ? "met" : "**not met**";
    return "| %s | at most %s | %s: %s |"
        .formatted(what, twoDigits(most), twoDigits(measured), verdict);
  }

  private String ratio(Traffic traffic, Contender contender, Contender other) {
    return twoDigits(costs.cpuRatio(traffic, contender, other));
  }

  private static String whole(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : NONE;
  }

  private static String decimal(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.1f", value);
  }

  private static String twoDigits(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.2f", value);
  }
}
