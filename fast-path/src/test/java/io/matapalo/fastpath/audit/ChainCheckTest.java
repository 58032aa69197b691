package io.matapalo.fastpath.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChainCheckTest {

  private static final Instant TIME = Instant.parse("2026-11-29T12:00:00.123Z");
  private final List<ChainCheck.Stored> trail = new ArrayList<>();

  ChainCheckTest() {
    write("a", 4);
    write("b", 3);
  }

  /** As units of work do, one after the other. */
  private void write(String stream, int records) {
    ChainLink place = ChainLink.first(stream);
    for (int i = 1; i <= records; i++) {
      AuditEntry entry =
          new AuditEntry(
              TIME.plusSeconds(i),
              OptionalLong.of(i),
              "PURCHASE_ACCEPTED",
              "id-" + i,
              "order=" + i);
      String hash = place.hashOf(entry);
      trail.add(new ChainCheck.Stored(entry, stream, place.number(), hash));
      place = place.next(hash);
    }
  }

  private List<String> findings() {
    ChainCheck check = new ChainCheck();
    List<String> findings = trail.stream().map(check::follow).flatMap(Optional::stream).toList();
    assertThat(check.records()).isEqualTo(trail.size());
    return findings;
  }

  @Test
  void aTrailAsItWasWrittenIsWhole() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void theFirstRemovedRecordOfAStreamIsNamed() {
    trail.remove(2);
    trail.remove(1);
    assertThat(findings())
        .containsExactly("stream a: record 2 is removed, the next one is 4 (request id id-4)");
  }

  @Test
  void aRemovedBeginningIsNamed() {
    trail.removeFirst();
    assertThat(findings())
        .containsExactly("stream a: record 1 is removed, the next one is 2 (request id id-2)");
  }

  @Test
  void twoExchangedRecordsAreNamedByTheFirst() {
    ChainCheck.Stored second = trail.get(1);
    ChainCheck.Stored third = trail.get(2);
    trail.set(1, at(third, second.number()));
    trail.set(2, at(second, third.number()));
    assertThat(findings())
        .containsExactly("stream a: record 2 is edited or moved (request id id-3)");
  }

  @Test
  void aRecordOfAnotherStreamIsNoRecordOfThis() {
    ChainCheck.Stored foreign = trail.get(5);
    trail.set(1, new ChainCheck.Stored(foreign.entry(), "a", 2, foreign.hash()));
    assertThat(findings())
        .containsExactly("stream a: record 2 is edited or moved (request id id-2)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"time", "customer", "no customer", "action", "request", "detail", "border"})
  void anEditedRecordIsNamed(String field) {
    trail.replaceAll(editing("b", 2, field));
    assertThat(findings()).hasSize(1).first().asString().startsWith("stream b: record 2 is edited");
  }

  @Test
  void findingsOfSeveralStreamsAreAllNamed() {
    trail.replaceAll(editing("a", 3, "detail"));
    trail.replaceAll(editing("b", 1, "detail"));
    assertThat(findings()).hasSize(2);
  }

  private static ChainCheck.Stored at(ChainCheck.Stored stored, long number) {
    return new ChainCheck.Stored(stored.entry(), stored.stream(), number, stored.hash());
  }

  private static UnaryOperator<ChainCheck.Stored> editing(
      String stream, long number, String field) {
    return stored ->
        stored.stream().equals(stream) && stored.number() == number
            ? new ChainCheck.Stored(edited(stored.entry(), field), stream, number, stored.hash())
            : stored;
  }

  private static AuditEntry edited(AuditEntry entry, String field) {
    return switch (field) {
      case "time" -> with(entry, entry.occurredAt().plusMillis(1), entry.customerId());
      case "customer" -> with(entry, entry.occurredAt(), OptionalLong.of(99));
      case "no customer" -> with(entry, entry.occurredAt(), OptionalLong.empty());
      case "action" -> with(entry, "PURCHASE_REFUSED", entry.requestId(), entry.detail());
      case "request" -> with(entry, entry.action(), "id-9", entry.detail());
      case "detail" -> with(entry, entry.action(), entry.requestId(), "order=9");
      // The same characters, divided otherwise.
      case "border" -> with(entry, entry.action(), entry.requestId() + "o", "rder=2");
      default -> throw new IllegalArgumentException(field);
    };
  }

  private static AuditEntry with(AuditEntry entry, Instant time, OptionalLong customer) {
    return new AuditEntry(time, customer, entry.action(), entry.requestId(), entry.detail());
  }

  private static AuditEntry with(AuditEntry entry, String action, String requestId, String detail) {
    return new AuditEntry(entry.occurredAt(), entry.customerId(), action, requestId, detail);
  }
}
