package io.matapalo.fastpath.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class VersionedWritesTest {

  private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(1), () -> 0L);

  private final Counters counters = new Counters();

  @Test
  void anAnswerThatCameIsBelieved() throws SQLException {
    assertThat(change(true, List.of(() -> true))).isTrue();
    assertThat(change(true, List.of(() -> false))).as("another writer was first").isFalse();
    assertThat(counters.valueOf(EventCounter.COMMIT_RESOLVED)).isZero();
  }

  @Test
  void aCommitThatWasLostBeforeItWasDoneIsDoneByAnotherRun() throws SQLException {
    assertThat(change(false, List.of(VersionedWritesTest::lost, () -> true))).isTrue();
    assertThat(counters.valueOf(EventCounter.COMMIT_RESOLVED)).isOne();
  }

  @Test
  void aCommitThatWasDoneIsFoundByWhatItWanted() throws SQLException {
    assertThat(change(true, List.of(VersionedWritesTest::lost, () -> false))).isTrue();
    assertThat(change(false, List.of(VersionedWritesTest::lost, () -> false))).isFalse();
  }

  @Test
  void twoLostAnswersStayUnknown() {
    assertThatThrownBy(
            () -> change(true, List.of(VersionedWritesTest::lost, VersionedWritesTest::lost)))
        .isInstanceOf(CommitUnknown.class);
  }

  private static boolean lost() {
    throw new CommitUnknown(new SQLException("cut"));
  }

  private boolean change(boolean isThere, List<Supplier<Boolean>> runs) throws SQLException {
    return new VersionedWrites(new Scripted(new ArrayDeque<>(runs)), counters)
        .change(_ -> true, () -> isThere, DEADLINE);
  }

  /** Answers as told, whatever the work would. */
  private record Scripted(Deque<Supplier<Boolean>> runs) implements Transactions {

    @Override
    // All work of this test answers a Boolean.
    @SuppressWarnings("unchecked")
    public <T> T run(Deadline deadline, Work<T> work) {
      return (T) runs.removeFirst().get();
    }
  }
}
