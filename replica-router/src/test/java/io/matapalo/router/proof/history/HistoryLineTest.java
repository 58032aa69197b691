package io.matapalo.router.proof.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import io.matapalo.router.proof.history.Operation.Append;
import io.matapalo.router.proof.history.Operation.Read;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryLineTest {

  @Test
  void linesAreReadBackAsTheyWereWritten() {
    HistoryTransaction transaction =
        new HistoryTransaction(
            "vm1-7",
            Outcome.INFO,
            -5,
            200,
            List.of(new Read(3, List.of(1, 2)), new Append(3, 9), new Read(12, List.of())));
    String line = HistoryLine.of(transaction);
    assertThat(line).isEqualTo("vm1-7 INFO -5 200 r3:1,2 a3:9 r12:");
    assertThat(HistoryLine.parse(line)).isEqualTo(transaction);
  }

  @Test
  void aTransactionThatDidNothing() {
    HistoryTransaction transaction = new HistoryTransaction("a", Outcome.FAIL, 1, 2, List.of());
    assertThat(HistoryLine.parse(HistoryLine.of(transaction))).isEqualTo(transaction);
  }
}
