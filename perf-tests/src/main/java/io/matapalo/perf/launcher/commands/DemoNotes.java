package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.launcher.demo.DemoPlan;
import java.util.List;

/** What a reader must know to judge the demo's numbers. Stateless. */
final class DemoNotes {
  private DemoNotes() {}

  static List<String> of(DemoPlan plan) {
    return List.of(
        "Times are response times from the intended start of each request; ~ marks a percentile"
            + " with fewer than ten samples above it.",
        "One load without a pause runs through all stages, so they are compared at equal load; it"
            + " is chosen low enough that two free cores saturate on neither side.",
        ("Both sides were warmed up before: at least %d requests one by one each, until a single"
                + " client was served at the rate of the load (90 s at most); then under the load legacy"
                + " for %d s and, by a cut-over, the fast path for %d s.")
            .formatted(plan.rehearsal(), plan.warmLegacy(), plan.warmFastPath()),
        "The %d s after each rewriting of the flag file belong to no stage; they are listed apart,"
                .formatted(plan.guard())
            + " and their errors count for the result.",
        "SQL: statements of every verb that the recorder of the answering side counted in the"
            + " stage, divided by the requests that the same recorder counted.",
        "p50 ratio: the median of the first stage divided by that of the second.",
        "faults are SOAP faults that the contract declares; a 500 with one is not counted as 5xx.");
  }
}
