package io.matapalo.recorder.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.Shop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlTraceTest {

  @TempDir Path folder;

  @Test
  void expectationsThatAreMetSayNothing() throws Exception {
    SqlTrace.of(() -> Shop.loadCars(1))
        .expectStatements(1)
        .expectSelects(1)
        .expectInserts(0)
        .expectUpdates(0)
        .expectDeletes(0)
        .noRepeatedSelects()
        .noNPlusOne();
  }

  @Test
  void aMissedCountShowsWhatRan() throws Exception {
    SqlTrace trace = SqlTrace.of(() -> Shop.loadCars(1, 2));
    assertThatThrownBy(() -> trace.expectSelects(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 1 selects, there were 2")
        .hasMessageContaining("at Shop.select:42 < Shop.loadCars:")
        .hasMessageContaining(": select name from car where id = ?");
  }

  @Test
  void namesAnNPlusOneWithItsCallSite() throws Exception {
    SqlTrace trace = SqlTrace.of(() -> Shop.loadCars(1, 2, 3)).noRepeatedSelects();
    assertThatThrownBy(trace::noNPlusOne)
        .hasMessageContaining("expected no N+1 groups, there were 1")
        .hasMessageContaining("N+1: 3 executions, 3 different values")
        .hasMessageContaining("at Shop.select:42 < Shop.loadCars:");
  }

  @Test
  void differentCallSitesAreNoNPlusOne() throws Exception {
    SqlTrace.of(Shop::loadWheelsFromTwoPlaces).expectSelects(2).noNPlusOne();
  }

  @Test
  void sameValuesAreARepeatAndNoNPlusOne() throws Exception {
    SqlTrace trace = SqlTrace.of(() -> Shop.loadCars(7, 7)).noNPlusOne();
    assertThatThrownBy(trace::noRepeatedSelects)
        .hasMessageContaining("expected no selects run again with the same values, there were 1");
  }

  @Test
  void aBatchIsNoNPlusOne() throws Exception {
    SqlTrace.of(() -> Shop.paint(1, 2, 3)).expectUpdates(3).noNPlusOne();
  }

  @Test
  void explainsABlockAndSavesItsStatements() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    String answer =
        SqlTrace.explain(
            "cars",
            () -> {
              Shop.loadCars(1, 2);
              return "done";
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    assertThat(answer).isEqualTo("done");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith("cars: 2 statements (select 2, insert 0, update 0, delete 0, other 0)\n  time ")
        .contains("in the database 0.002 ms")
        .contains("1 distinct digests, 0 duplicates, 2 executions in N+1 groups\n")
        .contains("    select name from car where id = ?\n    at Shop.select:42 < Shop.loadCars:");

    Path file = folder.resolve("statements.txt");
    SqlTrace.of(() -> Shop.loadCars(1, 2)).save(file);
    assertThat(Files.readString(file).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).endsWith(": select name from car where id = ?"));
  }

  @Test
  void explainsWhatFailedToo() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    assertThatThrownBy(() ->
            SqlTrace.explain(
                "fails",
                () -> {
                  Shop.loadCars(1);
                  throw new IllegalStateException("as planned");
                },
                new PrintStream(printed, true, StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("fails: 1 statements");
  }
}
