package io.matapalo.perf.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * Uses of Instructions that both sides have counted.
 *
 * @param all in the counter
 * @param byFastPath those of them that the fast path added
 */
record UsageCounts(long all, long byFastPath) {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int ID_AT = 8;
  private static final int COUNTED_AT = 24;

  /** Once all is added up that stands in the fast path's journal. */
  static UsageCounts settled(Chain chain, Connection database) {
    Path journal = Path.of(chain.value("${run}/fast-path.usage"));
    return Awaitility.await()
        .atMost(SOON)
        .until(() -> of(journal, database), counts -> counts.byFastPath() == counted(journal));
  }

  long byMonolith() {
    return all - byFastPath;
  }

  UsageCounts minus(UsageCounts before) {
    return new UsageCounts(all - before.all, byFastPath - before.byFastPath);
  }

  private static UsageCounts of(Path journal, Connection database)
      throws IOException, SQLException {
    ByteBuffer content = content(journal);
    UUID id = new UUID(content.getLong(ID_AT), content.getLong(ID_AT + Long.BYTES));
    try (PreparedStatement select =
        database.prepareStatement(
            "SELECT used, COALESCE((SELECT added_up FROM usage_journal WHERE journal = ?), 0)"
                + " FROM usage_counter WHERE name = 'instructions'")) {
      select.setString(1, id.toString());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new UsageCounts(row.getLong(1), row.getLong(2));
      }
    }
  }

  private static long counted(Path journal) {
    try {
      return content(journal).getLong(COUNTED_AT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer content(Path journal) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(journal)).order(ByteOrder.nativeOrder());
  }
}
