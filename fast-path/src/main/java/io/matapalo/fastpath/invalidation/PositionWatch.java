package io.matapalo.fastpath.invalidation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database for its position again and again, until it is stopped. */
record PositionWatch(
    LoggedDatabase database,
    StalenessWatch bound,
    Duration every,
    LongSupplier nanoTicker,
    CountDownLatch stopped)
    implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PositionWatch.class);
  private static final int TIMEOUT_SECONDS = 5;

  @Override
  public void run() {
    PositionQuestion question = new PositionQuestion(database.positions(), TIMEOUT_SECONDS);
    boolean answers = true;
    try {
      long pauseNanos = 0;
      while (!stopped.await(pauseNanos, TimeUnit.NANOSECONDS)) {
        long begun = nanoTicker.getAsLong();
        boolean answered = ask(question, answers);
        if (answered && !answers) {
          LOG.info("the database tells its position again");
        }
        answers = answered;
        pauseNanos = Math.max(0, every.toNanos() - (nanoTicker.getAsLong() - begun));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ask(PositionQuestion question, boolean answeredBefore) {
    try (Connection connection = database.primary().getConnection()) {
      // A moment before the question: the answer has all that was committed by then.
      long asked = nanoTicker.getAsLong();
      bound.asked(asked, question.ask(connection));
      return true;
    } catch (SQLException | IllegalArgumentException e) {
      if (answeredBefore) {
        LOG.warn(
            "the database does not tell its position; after the bound nothing is served from caches"
                + " reason={}",
            e.toString());
      }
      return false;
    }
  }
}
