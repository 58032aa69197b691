package io.matapalo.perf.launcher.costs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The costs as rows of a Markdown table. Stateless. */
public final class CostTable {
  private static final String DATABASE = "mariadbd";

  private CostTable() {}

  /** Statements and rows a request, side by side. */
  public static List<String> statements(List<OperationCost> costs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| operation | legacy: statements | S / I / U / D | commits | rows read | fast path: statements"
            + " | S / I / U / D | commits | rows read |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (OperationCost cost : costs) {
      lines.add(
          "| `%s` | %s | %s |"
              .formatted(cost.operation(), counts(cost.legacy()), counts(cost.fast())));
    }
    return lines;
  }

  private static String counts(SideCost side) {
    return "%s | %s / %s / %s / %s | %s | %s"
        .formatted(
            decimal(side.perRequest(side.sql().statements())),
            decimal(side.perRequest(side.sql().select())),
            decimal(side.perRequest(side.sql().insert())),
            decimal(side.perRequest(side.sql().update())),
            decimal(side.perRequest(side.sql().delete())),
            decimal(side.perRequest(side.sql().commits())),
            decimal(side.perRequest(side.used().rowsExamined())));
  }

  /**
   * Processor milliseconds a request, side by side, those of the compilers apart, and how many
   * times less the fast path uses.
   */
  public static List<String> cpu(List<OperationCost> costs, String legacy, String fastPath) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| operation | legacy: all | compilers | its server | database | fast path: all | compilers | its server | database | ratio |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (OperationCost cost : costs) {
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  cost.operation(),
                  cpu(cost.legacy(), legacy),
                  cpu(cost.fast(), fastPath),
                  ratio(cost)));
    }
    return lines;
  }

  private static String cpu(SideCost side, String server) {
    return String.format(
        Locale.ROOT,
        "%.1f | %.1f | %.1f | %.1f",
        steady(side),
        side.compilerMillis(),
        side.cpuMillis(server),
        side.cpuMillis(DATABASE));
  }

  /** Of all processes but their compilers, which fall silent in a server that runs for long. */
  private static double steady(SideCost side) {
    return side.cpuMillis() - side.compilerMillis();
  }

  private static String ratio(OperationCost cost) {
    double fast = steady(cost.fast());
    return fast > 0 ? String.format(Locale.ROOT, "%.1f", steady(cost.legacy()) / fast) : "-";
  }

  private static String decimal(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
