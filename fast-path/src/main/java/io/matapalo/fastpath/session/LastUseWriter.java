package io.matapalo.fastpath.session;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the last uses that were put off, in batches. {@link #flush} is called by one background
 * thread at a fixed rate, and once at the end. Blocks.
 */
public final class LastUseWriter {

  private static final Logger LOG = LoggerFactory.getLogger(LastUseWriter.class);
  private static final int AT_ONCE = 200;

  private final LastUses uses;
  private final SessionTable table;
  private final SessionTimes times;
  private final InstantSource clock;
  private final Supplier<Deadline> batches;

  /**
   * A writer.
   *
   * @param batches the deadline of one batch that starts when asked
   */
  public LastUseWriter(
      LastUses uses,
      SessionTable table,
      SessionTimes times,
      InstantSource clock,
      Supplier<Deadline> batches) {
    this.uses = uses;
    this.table = table;
    this.times = times;
    this.clock = clock;
    this.batches = batches;
  }

  /** Writes all that there are; after a failure the rest waits for the next call. */
  public void flush() {
    List<LastUse> all = uses.take();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<LastUse> batch = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      try {
        table.prolongAll(batch, times.life(), clock.instant(), batches.get());
      } catch (SQLException e) {
        putBack(all.subList(from, all.size()), e);
        return;
      }
    }
  }

  /** What finds no room is lost, within the lag that sessions are promised anyway. */
  private void putBack(List<LastUse> rest, SQLException reason) {
    long kept = rest.stream().filter(uses::note).count();
    LOG.warn(
        "last uses of sessions are left for the next time sessions={} lost={} reason={}",
        kept,
        rest.size() - kept,
        reason.getMessage());
  }
}
