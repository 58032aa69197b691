package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.session.MarkCounts;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Node;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who shares the answer to a question of the router's own; fakes and a manual clock. */
final class SharedQuestionsTest {

  private final FakeServer member = new FakeServer();
  private final AtomicLong clock = new AtomicLong(100);
  private final MarkCounts counts = new MarkCounts();
  private final SharedQuestions questions =
      new SharedQuestions(
          Map.of("a", Node.of("a", "jdbc:mysql://a/x")),
          node -> member.connect(),
          clock::get,
          counts);

  @BeforeEach
  void group() {
    member.member = true;
    member.ordered = "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9";
  }

  @AfterEach
  void close() {
    questions.close();
  }

  /** While a lost member is not expelled each barrier takes a quarter of a second. */
  @Test
  void sessionsThatNeedABarrierAtTheSameTimeShareIt() {
    for (int session = 0; session < 5; session++) {
      assertThat(questions.barrier("a", 100, 0)).isPresent();
    }
    assertThat(counts.of(Event.BARRIER)).isEqualTo(1);
    assertThat(counts.of(Event.BARRIER_SHARED)).isEqualTo(4);
  }

  @Test
  void whatWasShownLaterIsAskedForAgain() {
    assertThat(questions.barrier("a", 100, 0)).isPresent();
    clock.set(101);
    assertThat(questions.barrier("a", 101, 0)).isPresent();
    assertThat(counts.of(Event.BARRIER)).isEqualTo(2);
    assertThat(counts.of(Event.BARRIER_SHARED)).isZero();
  }
}
