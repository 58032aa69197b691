package io.matapalo.router.proof.history;

import static io.matapalo.router.proof.history.HistoryTransaction.Outcome.FAIL;
import static io.matapalo.router.proof.history.HistoryTransaction.Outcome.INFO;
import static io.matapalo.router.proof.history.HistoryTransaction.Outcome.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation.Append;
import io.matapalo.router.proof.history.Operation.Read;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each anomaly, planted, is found and called by its name; what is allowed is left alone. */
final class HistoryCheckerTest {
  private static final int X = 1;
  private static final int Y = 2;

  /** All at once: nothing is stale. */
  private static HistoryTransaction t(String name, Operation... operations) {
    return ended(name, OK, operations);
  }

  private static HistoryTransaction ended(String name, Outcome outcome, Operation... operations) {
    return new HistoryTransaction(name, outcome, 0, 100, List.of(operations));
  }

  private static HistoryTransaction at(
      long begun, long ended, String name, Operation... operations) {
    return new HistoryTransaction(name, OK, begun, ended, List.of(operations));
  }

  private static Append append(int key, int element) {
    return new Append(key, element);
  }

  private static Read read(int key, Integer... elements) {
    return new Read(key, List.of(elements));
  }

  private static List<Anomaly> anomalies(HistoryTransaction... history) {
    return HistoryChecker.check(List.of(history)).anomalies();
  }

  @Test
  void nothingIsWrongWithASerialHistory() {
    List<HistoryTransaction> history = new ArrayList<>();
    List<Integer> x = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      List<Operation> operations = new ArrayList<>();
      operations.add(new Read(X, x));
      x.add(2 * i);
      operations.add(append(X, 2 * i));
      y.add(2 * i + 1);
      operations.add(append(Y, 2 * i + 1));
      operations.add(new Read(Y, y));
      history.add(new HistoryTransaction("t" + i, OK, 10L * i, 10L * i + 5, operations));
    }
    assertThat(HistoryChecker.check(history).line()).isEqualTo("none");
  }

  @Test
  void aCycleOfWritesIsG0() {
    assertThat(
            anomalies(
                t("a", append(X, 1), append(Y, 1)),
                t("b", append(X, 2), append(Y, 2)),
                t("r", read(X, 1, 2)),
                t("s", read(Y, 2, 1))))
        .contains(Anomaly.G0)
        .doesNotContain(Anomaly.G1C);
  }

  @Test
  void readingWhatWasRolledBackIsG1a() {
    assertThat(anomalies(ended("a", FAIL, append(X, 1)), t("b", read(X, 1))))
        .containsExactly(Anomaly.G1A);
  }

  @Test
  void whatHasAnUnknownOutcomeMayBeRead() {
    assertThat(anomalies(ended("a", INFO, append(X, 1)), t("b", read(X, 1)))).isEmpty();
  }

  @Test
  void readingWhatWasWrittenOverInTheSameTransactionIsG1b() {
    assertThat(
            anomalies(
                t("a", append(X, 1), append(X, 2)), t("b", read(X, 1)), t("c", read(X, 1, 2))))
        .contains(Anomaly.G1B);
  }

  @Test
  void readingEachOthersWritesIsG1c() {
    assertThat(anomalies(t("a", append(X, 1), read(Y, 1)), t("b", append(Y, 1), read(X, 1))))
        .containsExactly(Anomaly.G1C);
  }

  @Test
  void readSkewIsGSingle() {
    assertThat(
            anomalies(
                t("a", append(X, 1), append(Y, 1)),
                t("b", read(X), read(Y, 1), append(3, 1)),
                t("c", read(X, 1))))
        .containsExactly(Anomaly.G_SINGLE);
  }

  @Test
  void readSkewOfAReadOnlyTransactionHasANameOfItsOwn() {
    assertThat(
            anomalies(
                t("a", append(X, 1), append(Y, 1)),
                t("b", read(X), read(Y, 1)),
                t("c", read(X, 1))))
        .containsExactly(Anomaly.G_SINGLE_READ_ONLY);
  }

  @Test
  void writeSkewIsG2() {
    HistoryReport report =
        HistoryChecker.check(
            List.of(
                t("a", read(X), append(Y, 1)),
                t("b", read(Y), append(X, 1)),
                t("c", read(X, 1), read(Y, 1))));
    assertThat(report.anomalies()).containsExactly(Anomaly.G2_ITEM);
    assertThat(report.toString()).contains("a -RW-> b -> a");
  }

  @Test
  void anAppendAfterAReadThatAnotherGotInBetweenIsALostUpdate() {
    assertThat(
            anomalies(
                t("a", read(X), append(X, 1)),
                t("b", read(X), append(X, 2)),
                t("c", read(X, 1, 2))))
        .containsExactly(Anomaly.G_SINGLE, Anomaly.LOST_UPDATE);
  }

  @Test
  void aBlindAppendLosesNothing() {
    assertThat(anomalies(t("a", append(X, 1)), t("b", append(X, 2)), t("c", read(X, 1, 2))))
        .isEmpty();
  }

  @Test
  void aLaterReadBeforeTheAppendIsTheOneThatCounts() {
    assertThat(
            anomalies(
                t("a", append(X, 1)),
                t("b", read(X), read(X, 1), append(X, 2)),
                t("c", read(X, 1, 2))))
        .contains(Anomaly.UNREPEATABLE_READ)
        .doesNotContain(Anomaly.LOST_UPDATE);
  }

  @Test
  void twoReadsOfWhichNeitherBeginsTheOther() {
    assertThat(
            anomalies(
                t("a", append(X, 1)),
                t("b", append(X, 2)),
                t("c", read(X, 1, 2)),
                t("d", read(X, 2))))
        .containsExactly(Anomaly.INCOMPATIBLE_ORDER);
  }

  @Test
  void anOwnAppendMustBeRead() {
    assertThat(anomalies(t("a", append(X, 1), read(X)), t("b", read(X, 1))))
        .containsExactly(Anomaly.OWN_APPEND_MISSED);
  }

  @Test
  void aListThatChangesWithinAReaderIsAnUnrepeatableRead() {
    assertThat(anomalies(t("a", append(X, 1)), t("b", read(X), read(X, 1))))
        .contains(Anomaly.UNREPEATABLE_READ_READ_ONLY);
    assertThat(anomalies(t("a", append(X, 1)), t("b", read(X), append(X, 2), read(X, 1, 2))))
        .contains(Anomaly.UNREPEATABLE_READ, Anomaly.LOST_UPDATE);
  }

  @Test
  void elementsTwiceOrOfNobody() {
    assertThat(anomalies(t("a", append(X, 1)), t("b", read(X, 1, 1))))
        .containsExactly(Anomaly.DUPLICATE_ELEMENT);
    assertThat(anomalies(t("a", append(X, 1)), t("b", read(X, 1, 7))))
        .containsExactly(Anomaly.UNKNOWN_ELEMENT);
  }

  @Test
  void aReadThatMissesWhatWasAcknowledgedBeforeItBeganIsStale() {
    assertThat(
            anomalies(
                at(0, 10, "a", append(X, 1)),
                at(11, 20, "b", read(X)),
                at(30, 40, "c", read(X, 1))))
        .containsExactly(Anomaly.STALE_READ);
    assertThat(
            anomalies(
                at(0, 10, "a", append(X, 1)), at(9, 20, "b", read(X)), at(30, 40, "c", read(X, 1))))
        .isEmpty();
  }

  @Test
  void anAcknowledgedAppendThatNobodySeesLaterIsLost() {
    assertThat(anomalies(at(0, 10, "a", append(X, 1)), at(11, 20, "b", read(X))))
        .containsExactly(Anomaly.LOST_APPEND);
    assertThat(anomalies(at(0, 10, "a", append(X, 1)), at(5, 20, "b", read(X)))).isEmpty();
  }

  @Test
  void aCycleThroughManyTransactionsIsFound() {
    List<HistoryTransaction> history = new ArrayList<>();
    int length = 5_000;
    for (int i = 0; i < length; i++) {
      history.add(t("t" + i, append(i, 1), append((i + 1) % length, 2)));
      history.add(t("r" + i, read(i, 2, 1)));
    }
    HistoryReport report = HistoryChecker.check(history);
    assertThat(report.anomalies()).containsExactly(Anomaly.G0);
    assertThat(report.count(Anomaly.G0)).isEqualTo(1);
  }

  @Test
  void elementsMustBeUnique() {
    assertThatThrownBy(() -> anomalies(t("a", append(X, 1)), t("b", append(X, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element 1 of list 1");
  }
}
