package io.matapalo.perf.launcher.costs;

/** What an operation costs on both sides. Immutable. */
public record OperationCost(String operation, SideCost legacy, SideCost fast) {}
