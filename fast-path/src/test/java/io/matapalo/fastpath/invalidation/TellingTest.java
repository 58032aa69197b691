package io.matapalo.fastpath.invalidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.invalidation.binlog.LogTransaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TellingTest {

  private final Ear ear = new Ear();
  private final Telling telling = new Telling(TestPositions.MARIADB, List.of(ear));

  private static Position at(String text) {
    return TestPositions.MARIADB.parse(text);
  }

  private static LogTransaction transaction(String gtid) {
    return new LogTransaction(gtid, List.of(Ear.entry("c", gtid)), Optional.empty());
  }

  @Test
  void thePositionIsAllThatWasTold() {
    telling.begin(at("0-1-5"));
    telling.tell(transaction("0-1-6"));
    telling.tell(transaction("7-2-1"));

    assertThat(ear.invalidations())
        .extracting(one -> one.upTo().text())
        .containsExactly("0-1-5", "0-1-6", "0-1-6,7-2-1");
    assertThat(ear.invalidations().getLast().transactions().text()).isEqualTo("7-2-1");
    assertThat(telling.told().orElseThrow().text()).isEqualTo("0-1-6,7-2-1");
    assertThat(telling.transactions()).isEqualTo(2);
  }

  @Test
  void aNumberThatComesLateIsAGap() {
    telling.begin(at("0-1-5"));
    telling.tell(transaction("0-9-4"));

    assertThat(ear.drops()).singleElement().asString().contains("0-9-4", "gtid_strict_mode=ON");
    assertThat(telling.told().orElseThrow().text()).isEqualTo("0-1-5");
    assertThat(telling.alarms()).isEqualTo(1);
  }

  @Test
  void aLossIsAGapUpToItsTransaction() {
    telling.begin(at("0-1-5"));
    telling.tell(new LogTransaction("0-1-6", List.of(), Optional.of("incident")));
    telling.tell(new LogTransaction("", List.of(), Optional.of("no GTID")));

    assertThat(ear.drops()).containsExactly("incident", "no GTID");
    assertThat(telling.told().orElseThrow().text()).isEqualTo("0-1-6");
    assertThat(ear.invalidations()).extracting(Invalidation::stale).containsExactly(List.of());
  }

  @Test
  void theStartIsTheLowestOfThePositionsThatTargetsWereTold() {
    Telling some =
        new Telling(
            TestPositions.MARIADB,
            List.of(
                new Ear(Optional.of(at("0-1-9,3-3-3"))), ear, new Ear(Optional.of(at("0-1-7")))));

    assertThat(some.start())
        .isInstanceOfSatisfying(
            Telling.Start.After.class,
            after -> assertThat(after.position().text()).isEqualTo("0-1-7"));
    assertThat(telling.start()).isEqualTo(new Telling.Start.Anywhere());
  }

  @Test
  void thereIsNoStartWhereNonePositionIsPartOfTheOthers() {
    Telling some =
        new Telling(
            TestPositions.MARIADB,
            List.of(new Ear(Optional.of(at("0-1-9"))), new Ear(Optional.of(at("3-3-3")))));

    assertThat(some.start()).isEqualTo(new Telling.Start.Nowhere());
  }

  @Test
  void settingsThatWillNotDoAreNamed() {
    assertThat(
            LogChecks.problems(
                Map.of(
                    "log_bin", "ON",
                    "binlog_format", "MIXED",
                    "binlog_row_image", "MINIMAL",
                    "log_bin_compress", "ON",
                    "gtid_binlog_pos", "",
                    "wsrep_on", "ON",
                    "wsrep_gtid_mode", "OFF",
                    "log_slave_updates", "ON")))
        .hasSize(4)
        .anyMatch(problem -> problem.startsWith("binlog_format must be ROW, is MIXED"))
        .anyMatch(problem -> problem.startsWith("binlog_row_image is MINIMAL"))
        .anyMatch(problem -> problem.startsWith("log_bin_compress is ON"))
        .anyMatch(problem -> problem.startsWith("wsrep_gtid_mode must be ON"));
    assertThat(LogChecks.problems(Map.of("log_bin", "ON", "gtid_mode", "OFF_PERMISSIVE")))
        .singleElement()
        .asString()
        .startsWith("gtid_mode must be ON, is OFF_PERMISSIVE");
  }
}
