package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.instructions.UsageFlush;
import io.matapalo.fastpath.instructions.UsageJournal;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.router.ReplicaRouter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals that meet a database which is not as they left it. */
final class UsageFlushIT extends StartedTurnstile {

  private static ReplicaRouter router;

  @TempDir private Path own;

  @BeforeAll
  static void open() {
    router = ReplicaRouter.create(RouterSettings.of(stack.config()));
  }

  @AfterAll
  static void close() {
    router.close();
  }

  @BeforeEach
  void countFromZero() throws SQLException {
    stack.update("UPDATE usage_counter SET used = 0");
    stack.update("DELETE FROM usage_journal");
  }

  @Test
  void addsUpWhatIsNewAndNothingTwice() throws SQLException {
    try (UsageJournal journal = UsageJournal.open(own.resolve("one"))) {
      UsageFlush flush = flush(journal);
      flush.flush();
      assertThat(places()).as("nothing to add up").isEmpty();
      journal.count(3);
      flush.flush();
      flush.flush();
      assertThat(used()).isEqualTo(3);
      journal.count(2);
      flush.close();
      assertThat(used()).as("the end adds up the rest").isEqualTo(5);
      journal.count(1);
      flush.flush();
      assertThat(used()).as("nothing comes after the end").isEqualTo(5);
    }
    assertThat(places()).containsExactly("5");
  }

  @Test
  void aDatabaseThatForgotTheJournalGetsNoneOfItsOldCounts() throws SQLException {
    try (UsageJournal journal = UsageJournal.open(own.resolve("one"))) {
      journal.count(100);
      flush(journal).flush();
      countFromZero();
      journal.count(1);
      flush(journal).flush();

      assertThat(used()).isEqualTo(1);
      assertThat(places()).containsExactly("101");
    }
  }

  @Test
  void aCopyOfAJournalIsRefusedAndAddsNothing() throws Exception {
    Path copy = own.resolve("copy");
    try (UsageJournal journal = UsageJournal.open(own.resolve("one"))) {
      journal.count(1);
      flush(journal).flush();
      Files.copy(own.resolve("one"), copy);
      journal.count(5);
      flush(journal).flush();
    }
    try (UsageJournal journal = UsageJournal.open(copy)) {
      journal.count(2);
      UsageFlush flush = flush(journal);

      assertThatThrownBy(flush::flush)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("6 uses are added up, but it has only 3: is it a copy?");
    }
    assertThat(used()).isEqualTo(6);
  }

  @Test
  void countsStayWhereTheyAreUntilThereIsACounter() throws SQLException {
    try (UsageJournal journal = UsageJournal.open(own.resolve("one"))) {
      journal.count(4);
      stack.update("DELETE FROM usage_counter");
      try {
        UsageFlush flush = flush(journal);
        assertThatThrownBy(flush::flush).hasMessage("there is no usage counter instructions");
        assertThat(places()).as("rolled back").isEmpty();
      } finally {
        stack.update("INSERT INTO usage_counter (name, used) VALUES ('instructions', 0)");
      }
      flush(journal).flush();
      assertThat(used()).isEqualTo(4);
    }
  }

  private static UsageFlush flush(UsageJournal journal) {
    return new UsageFlush(
        journal,
        "instructions",
        new RouterTransactions(router, "Instructions.addUp", new Counters()),
        () -> Deadline.after(Duration.ofSeconds(20), () -> 0L));
  }

  private static List<String> places() throws SQLException {
    return stack.rows("SELECT added_up FROM usage_journal");
  }

  private static long used() throws SQLException {
    return Long.parseLong(stack.rows("SELECT used FROM usage_counter").getFirst());
  }
}
