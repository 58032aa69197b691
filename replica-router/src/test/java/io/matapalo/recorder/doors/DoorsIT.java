package io.matapalo.recorder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.doors.Door.Served;
import io.matapalo.recorder.trace.SqlTrace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What leaves the driver is counted, by whichever door and verb, and nothing else is: the server's
 * own counters are the measure.
 */
final class DoorsIT {

  private static final List<String> VENDORS = List.of("mysql", "mariadb");

  private static final String TEXTS =
      """
      select 1
      (select 1) union (select 2)
      select 1 into @v
      /*!50000 select */ 1
      /*M! select */ 1
      /*M!100100 select 1 */
      set statement max_statement_time = 10 for select 1
      set statement max_statement_time = 10 for update book set name = 's' where id = 1
      values (1), (2)
      with a as (select 1) select * from a
      analyze select * from book
      analyze format = json update book set name = 'an' where id = 1
      analyze table book
      analyze delete from book where id = 99
      desc book
      show tables
      do 1
      set @a = 1
      select nextval(numbers)
      insert into book (name) select name from book where id = 1
      insert into book (name) values ('r') returning id
      replace into book values (1, 'r')
      replace into book select 2, 'r2'
      update book a, book b set a.name = 'm' where a.id = b.id
      delete a from book a where a.id = 99
      delete from book where id = 98 returning id
      truncate book
      start transaction
      commit
      savepoint a
      handler book open
      create temporary table other as select 1
      lock tables book write
      unlock tables
      select 1;
      select * from book for update
      """;

  @TempDir static Path folder;
  private static DoorServer server;

  @BeforeAll
  static void start() throws Exception {
    server = DoorServer.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static Stream<Arguments> doors() {
    return VENDORS.stream()
        .flatMap(vendor -> Doors.all().stream().map(door -> Arguments.of(vendor, door)));
  }

  @ParameterizedTest
  @MethodSource("doors")
  void whatTheServerRanIsCounted(String vendor, Door door) throws Exception {
    server.fill();
    Map<String, Long> told;
    Map<String, Long> ran;
    try (Connection connection = connect(vendor, door.settings())) {
      server.counts().begin();
      told = told(SqlTrace.of(() -> door.work().on(connection)).report());
      ran = Told.ofServer(server.counts().grown());
    }
    Map<String, Long> expected = door.served() == Served.AS_SENT ? ran : door.told();
    assertThat(told).isEqualTo(expected);
    switch (door.served()) {
      case ALIKE, AS_SENT -> assertThat(ran).isEqualTo(expected);
      case FEWER -> assertThat(Told.all(ran)).isBetween(1L, Told.all(expected));
      case MORE ->
          assertThat(expected)
              .allSatisfy((verb, count) ->
                  assertThat(ran.getOrDefault(verb, 0L)).isGreaterThanOrEqualTo(count));
    }
  }

  static Stream<Arguments> texts() {
    return VENDORS.stream()
        .flatMap(vendor -> TEXTS.lines().map(text -> Arguments.of(vendor, text)));
  }

  /** A verb is told as the server counts it, whatever stands around it. */
  @ParameterizedTest
  @MethodSource("texts")
  void aVerbIsFoundInAnyForm(String vendor, String text) throws Exception {
    server.fill();
    try (Connection connection = connect(vendor, "")) {
      server.counts().begin();
      UnitReport report = SqlTrace.of(() -> Doors.execute(connection, text)).report();
      assertThat(told(report)).isEqualTo(Told.ofText(server.counts().grown()));
      if (text.startsWith("select")) {
        assertThat(report.totals().rowsWritten()).isZero();
      }
    }
  }

  /** The server counts what is explained, and what runs within it; neither leaves the driver. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain select * from book",
        "explain update book set name = 'q'",
        "call two()",
        "begin not atomic select 1; select 2; end",
        "if 1 then select 1; select 2; end if",
        "execute immediate 'select 1'"
      })
  void whatRunsWithinAStatementIsNoneOfItsOwn(String text) throws Exception {
    server.fill();
    for (String vendor : VENDORS) {
      try (Connection connection = connect(vendor, "&allowMultiQueries=true")) {
        UnitReport report = SqlTrace.of(() -> Doors.execute(connection, text)).report();
        assertThat(told(report)).isEqualTo(Map.of("other", 1L));
      }
    }
  }

  /** Rows of all statements of a text count, as the application goes through its results. */
  @Test
  void rowsOfSeveralStatementsInATextAreCounted() throws Exception {
    for (String vendor : VENDORS) {
      server.fill();
      try (Connection connection = connect(vendor, "&allowMultiQueries=true")) {
        String text = "update book set name = 'z' where id < 3; select 1 into @v; delete from book";
        UnitReport report = SqlTrace.of(() -> Doors.execute(connection, text)).report();
        assertThat(report.totals().rowsWritten()).as(vendor).isEqualTo(5);
        assertThat(report.statements()).extracting(one -> one.rows()).containsExactly(2L, 0L, 3L);
      }
    }
  }

  private static Connection connect(String vendor, String settings) throws Exception {
    return DriverManager.getConnection(
        "jdbc:matapalo:" + server.url(vendor, settings), server.user(), server.password());
  }

  private static Map<String, Long> told(UnitReport report) {
    Map<String, Long> told = new TreeMap<>();
    report
        .counts()
        .forEach((verb, count) -> {
          if (count > 0) {
            told.put(verb.key(), count);
          }
        });
    return told;
  }
}
