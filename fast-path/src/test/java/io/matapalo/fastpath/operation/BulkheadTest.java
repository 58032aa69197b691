package io.matapalo.fastpath.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests come from within others here, so that each holds its place while the next asks. */
final class BulkheadTest {

  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(1), () -> 0L);

  private final Bulkhead bulkhead = new Bulkhead(2);
  private final Operation<Integer, Integer> sell = within("sell");
  private final Operation<Integer, Integer> refund = within("refund");

  /** Asks for the other operation, so many times deep, and answers how deep that was. */
  private Operation<Integer, Integer> within(String name) {
    return bulkhead.around(
        new Operation<>(name, _ -> 0, (depth, _) -> deeper(name, depth), (_, _) -> {}));
  }

  private int deeper(String name, int depth) throws SQLException {
    Operation<Integer, Integer> other = name.equals("sell") ? refund : sell;
    return depth == 1 ? 1 : 1 + other.handler().answer(depth - 1, SOON);
  }

  @Test
  void operationsShareItsPlacesAndTheNextRequestIsRefused() throws SQLException {
    assertThat(sell.handler().answer(2, SOON)).isEqualTo(2);
    assertThatThrownBy(() -> sell.handler().answer(3, SOON)).isInstanceOf(Overloaded.class);
  }

  @Test
  void placesComeFreeHoweverTheRequestsEnd() throws SQLException {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> refund.handler().answer(3, SOON)).isInstanceOf(Overloaded.class);
    }
    assertThat(refund.handler().answer(2, SOON)).isEqualTo(2);
  }

  @Test
  void thereIsAtLeastOnePlace() throws SQLException {
    Operation<Integer, Integer> one =
        new Bulkhead(0).around(new Operation<>("one", _ -> 0, (x, _) -> x, (_, _) -> {}));
    assertThat(one.handler().answer(7, SOON)).isEqualTo(7);
  }
}
