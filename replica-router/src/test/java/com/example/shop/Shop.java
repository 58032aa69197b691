package com.example.shop;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.Execution;
import java.util.Arrays;

/** Application code that runs statements, as a driver would tell of them. Stateless. */
public final class Shop {

  private Shop() {}

  /** Loads one car a call, all from one line. */
  public static void loadCars(long... ids) {
    for (long id : ids) {
      select("select name from car where id = ?", id);
    }
  }

  /** Loads wheels from two lines. */
  public static void loadWheelsFromTwoPlaces() {
    select("select size from wheel where car = ?", 1);
    select("select size from wheel where car = ?", 2);
  }

  /** Calls through a lambda. */
  public static void loadInLambda(long id) {
    Runnable load = () -> select("select name from car where id = ?", id);
    load.run();
  }

  /** One batch. */
  public static void paint(long... ids) {
    SqlRecorder.executedBatch(
        Arrays.stream(ids)
            .mapToObj(id ->
                new Execution(
                    "update car set red = 1 where id = ?", id, Execution.Kind.IN_BATCH, 1, 10))
            .toList());
  }

  private static void select(String sql, long values) {
    SqlRecorder.executed(sql, values, Execution.Kind.ALONE, 0, 1_000);
  }
}
