package io.matapalo.router.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.proof.Books.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each way in which work can be lost, doubled or half done is seen in the books. */
final class BooksTest {
  private static final List<Entry> LEDGER =
      List.of(new Entry("t", 0, 1, 30), new Entry("c", -1, 0, 1));

  @Test
  void booksThatAgree() {
    Books books = new Books(100, Map.of(0, 70L, 1, 130L), Map.of(0, 1L), LEDGER);
    assertThat(books.disagreements(Set.of("t", "c"), Set.of("t", "c", "x"))).isEmpty();
    assertThat(books.sumOfAccounts()).isEqualTo(200);
    assertThat(books.sumOfCounters()).isEqualTo(1);
  }

  @Test
  void aLostUpdateIsSeenThoughTheLedgerHasBoth() {
    Books books = new Books(100, Map.of(0, 100L, 1, 130L), Map.of(0, 0L), LEDGER);
    assertThat(books.disagreements(Set.of("t", "c"), Set.of("t", "c")))
        .containsExactlyInAnyOrder(
            "account 0 has 100, by the ledger 70", "counter 0 has 0, by the ledger 1");
  }

  @Test
  void acknowledgedWorkThatIsNotThere() {
    Books books = new Books(100, Map.of(0, 70L, 1, 130L), Map.of(0, 1L), LEDGER);
    assertThat(books.disagreements(Set.of("t", "c", "u"), Set.of("t", "c", "u")))
        .containsExactly("unit u was acknowledged, but is not stored");
  }

  @Test
  void workThatIsThereThoughItWasToldToHaveFailed() {
    Books books = new Books(100, Map.of(0, 70L, 1, 130L), Map.of(0, 1L), LEDGER);
    assertThat(books.disagreements(Set.of("t"), Set.of("t", "c")))
        .containsExactly("unit c is stored, but was told to have failed");
    assertThat(books.disagreements(Set.of("t"), Set.of("t")))
        .containsExactly("unit c is stored, but was told to nobody");
  }

  @Test
  void workThatIsThereTwice() {
    List<Entry> twice = List.of(new Entry("c", -1, 0, 1), new Entry("c", -1, 0, 1));
    Books books = new Books(100, Map.of(), Map.of(0, 2L), twice);
    assertThat(books.disagreements(Set.of("c"), Set.of("c")))
        .containsExactly("unit c is in the ledger twice");
  }
}
