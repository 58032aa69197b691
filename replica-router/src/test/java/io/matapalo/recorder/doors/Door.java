package io.matapalo.recorder.doors;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * One way by which statements leave a driver. Immutable.
 *
 * @param title as a page shows it
 * @param settings of the URL, for both drivers; each begins with {@code &}
 * @param told what the recorder is to tell, by verb: the statements that the application sends
 * @param served why the server may count differently
 * @param work uses the door once; the table {@code book} has the rows 1 to 3
 */
record Door(String title, String settings, Map<String, Long> told, Served served, Work work) {

  /** How the server's counters relate to the statements that the application sends. */
  enum Served {
    /** One for one. */
    ALIKE("–"),
    /** The driver makes one statement of a batch's entries, or the first that fails ends them. */
    FEWER("the entries of a batch go as fewer statements"),
    /** The driver asks for more by itself. */
    MORE("the driver asks for more by itself"),
    /** Drivers differ: one refuses what the other sends. */
    AS_SENT("one driver refuses what the other sends");

    private final String why;

    Served(String why) {
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** What an application does. */
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  Door {
    told = Map.copyOf(told);
  }

  /** {@code told} as {@code select=1 insert=2}. */
  static Door of(String title, String told, Work work) {
    return new Door(title, "", Told.parse(told), Served.ALIKE, work);
  }

  Door with(String more) {
    return new Door(title, settings + more, told, served, work);
  }

  Door served(Served how) {
    return new Door(title, settings, told, how, work);
  }

  @Override
  public String toString() {
    return title;
  }
}
