package io.matapalo.fastpath.audit;

import java.util.Optional;

/**
 * Follows the records of all streams, stream by stream and in the order of their numbers. Confined
 * to one thread.
 */
final class ChainCheck {

  private ChainLink expected = ChainLink.first("");
  private boolean broken;
  private long records;
  private long streams;

  /** A record as it stands in the table. */
  record Stored(AuditEntry entry, String stream, long number, String hash) {}

  long records() {
    return records;
  }

  long streams() {
    return streams;
  }

  /** What is wrong at the next record, if it is the first of its stream at which something is. */
  Optional<String> follow(Stored stored) {
    records++;
    if (!stored.stream().equals(expected.stream())) {
      streams++;
      expected = ChainLink.first(stored.stream());
      broken = false;
    }
    ChainLink place = new ChainLink(stored.stream(), stored.number(), expected.previousHash());
    Optional<String> finding = finding(stored, place);
    expected = place.next(stored.hash());
    if (finding.isEmpty() || broken) {
      return Optional.empty();
    }
    broken = true;
    return finding;
  }

  private Optional<String> finding(Stored stored, ChainLink place) {
    if (stored.number() != expected.number()) {
      return Optional.of(
          "stream %s: record %d is removed, the next one is %d (request id %s)"
              .formatted(
                  stored.stream(), expected.number(), stored.number(), stored.entry().requestId()));
    }
    return place.hashOf(stored.entry()).equals(stored.hash())
        ? Optional.empty()
        : Optional.of(
            "stream %s: record %d is edited or moved (request id %s)"
                .formatted(stored.stream(), stored.number(), stored.entry().requestId()));
  }
}
