package io.matapalo.router.transaction.work;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** The transaction of one attempt. Confined to the calling thread. */
public final class RunningTransaction implements Transaction {

  private static final int MOST_HOOKS = 1_000;

  private final WorkConnection connection;
  private final int attempt;
  private final List<Runnable> hooks = new ArrayList<>();
  private boolean over;

  public RunningTransaction(Connection connection, int attempt) {
    this.connection = WorkConnection.around(connection);
    this.attempt = attempt;
  }

  @Override
  public Connection connection() {
    refuseIfOver();
    return connection.connection();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void afterCommit(Runnable hook) {
    refuseIfOver();
    if (hooks.size() == MOST_HOOKS) {
      throw new IllegalStateException(
          "a unit of work takes at most " + MOST_HOOKS + " hooks; put several into one");
    }
    hooks.add(hook);
  }

  public List<Runnable> end() {
    over = true;
    connection.end();
    return List.copyOf(hooks);
  }

  private void refuseIfOver() {
    if (over) {
      throw new IllegalStateException(
          "this unit of work has ended; keep nothing of its transaction");
    }
  }
}
