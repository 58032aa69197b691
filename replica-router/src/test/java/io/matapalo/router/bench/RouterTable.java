package io.matapalo.router.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as one table. Stateless but for what it tells. */
record RouterTable(
    Map<Contender, Double> trips, Map<Contender, List<RouterBench.Measured>> rounds) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| contender | median µs | least | over its base, ns | ratio | bytes | statements |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Contender contender : Contender.values()) {
      text.append(row(contender));
    }
    return text.toString();
  }

  private String row(Contender contender) {
    List<RouterBench.Measured> own = rounds.getOrDefault(contender, List.of());
    List<RouterBench.Measured> base = rounds.getOrDefault(base(contender), List.of());
    double[] times = own.stream().mapToDouble(RouterBench.Measured::medianNanos).toArray();
    double[] more = new double[times.length];
    double[] ratios = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      more[i] = times[i] - base.get(i).medianNanos();
      ratios[i] = times[i] / base.get(i).medianNanos();
    }
    double[] bytes = own.stream().mapToDouble(RouterBench.Measured::bytes).toArray();
    Double asked = trips.get(contender);
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %+,.0f | %.2f | %,.0f | %s |%n",
        contender.title(),
        median(times) / 1_000,
        least(times) / 1_000,
        median(more),
        median(ratios),
        median(bytes),
        asked == null ? "–" : String.format(Locale.ROOT, "%.2f", asked));
  }

  /** What each is compared with in the same round. */
  static Contender base(Contender contender) {
    return switch (contender) {
      case MARIADB_REPLICATION -> Contender.MARIADB;
      case WIRE_HIKARI,
          WIRE_RECORDED,
          WIRE_UNRECORDED,
          WIRE_LOADBALANCE,
          WIRE_REPLICATION,
          WIRE_AWS ->
          Contender.WIRE_HIKARI;
      case WIRE_MARIADB, WIRE_MARIADB_RECORDED, WIRE_MARIADB_REPLICATION -> Contender.WIRE_MARIADB;
      case MEMORY_HIKARI, MEMORY_RECORDED, MEMORY_ROUTED -> Contender.MEMORY_HIKARI;
      case ROUTER_READ, ROUTER_MARKED, HIKARI_READ -> Contender.HIKARI_READ;
      default -> Contender.HIKARI;
    };
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }
}
