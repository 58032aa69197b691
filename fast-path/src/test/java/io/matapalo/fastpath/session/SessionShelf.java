package io.matapalo.fastpath.session;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link SessionTable} in memory that counts, and fails on demand; for tests. */
final class SessionShelf implements SessionTable {

  private final Map<String, StoredSession> rows = new LinkedHashMap<>();
  final List<Integer> batches = new ArrayList<>();
  int reads;
  int writes;
  boolean broken;

  StoredSession put(String token, long id, Instant usedAt, Duration life) {
    StoredSession.Owner owner = new StoredSession.Owner(7, "Customer 7");
    StoredSession session = new StoredSession(id, owner, usedAt, usedAt, usedAt.plus(life));
    rows.put(SessionToken.of(token).digest(), session);
    return session;
  }

  StoredSession row(String token) {
    return Optional.ofNullable(rows.get(SessionToken.of(token).digest())).orElseThrow();
  }

  @Override
  public Optional<StoredSession> find(String digest) throws SQLException {
    reads++;
    return Optional.ofNullable(rows.get(digest));
  }

  @Override
  public boolean prolong(StoredSession used, Instant now, Deadline deadline) throws SQLException {
    writes++;
    failIfBroken();
    return replace(used.id(), now, used.lastUsedAt(), used.expiresAt());
  }

  @Override
  public void prolongAll(List<LastUse> uses, Duration life, Instant now, Deadline deadline)
      throws SQLException {
    failIfBroken();
    batches.add(uses.size());
    uses.forEach(use -> replace(use.sessionId(), now, use.at(), use.at().plus(life)));
  }

  @Override
  public boolean delete(long id, Deadline deadline) {
    writes++;
    return rows.values().removeIf(session -> session.id() == id);
  }

  @Override
  public int deleteExpired(Instant bound, int most, Deadline deadline) throws SQLException {
    failIfBroken();
    List<Long> due =
        rows.values().stream()
            .filter(session -> session.expiresAt().isBefore(bound))
            .map(StoredSession::id)
            .limit(most)
            .toList();
    rows.values().removeIf(session -> due.contains(session.id()));
    batches.add(due.size());
    return due.size();
  }

  private boolean replace(long id, Instant now, Instant usedAt, Instant expiresAt) {
    boolean[] found = new boolean[1];
    rows.replaceAll((digest, session) -> {
      if (session.id() != id || !session.isOpenAt(now)) {
        return session;
      }
      found[0] = true;
      return new StoredSession(id, session.owner(), session.createdAt(), usedAt, expiresAt);
    });
    return found[0];
  }

  private void failIfBroken() throws SQLException {
    if (broken) {
      throw new SQLException("the database is away");
    }
  }
}
