package io.matapalo.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Shop;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.counting.UnitOfWork;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each test uses operation names of its own: totals live as long as the JVM. */
final class UnitOfWorkTest {

  @Test
  void countsRepeatsWithinARequestOnly() throws Exception {
    SqlRecorder.record("Unit.repeats", run(() -> Shop.loadCars(1, 1, 1)));
    SqlRecorder.record("Unit.repeats", run(() -> Shop.loadCars(1)));
    assertThat(cell("Unit.repeats", OperationCounts.DUPLICATES)).isEqualTo(2);
    assertThat(cell("Unit.repeats", OperationCounts.N_PLUS_ONE)).isZero();
  }

  @Test
  void countsAllExecutionsOfAnNPlusOneGroup() throws Exception {
    SqlRecorder.record("Unit.group", run(() -> Shop.loadCars(1, 1, 2, 3)));
    assertThat(cell("Unit.group", OperationCounts.N_PLUS_ONE)).isEqualTo(4);
    assertThat(cell("Unit.group", OperationCounts.DUPLICATES)).isEqualTo(1);
    assertThat(SqlRecorder.snapshotJson())
        .contains(
            "\"sql\":\"select name from car where id = ?\",\"executions\":4,\"duplicates\":1,"
                + "\"nPlusOne\":4,\"rows\":0,\"nanos\":4000,\"sites\":[{\"site\":\"Shop.select:42 <"
                + " Shop.loadCars:15");
  }

  @Test
  void looksAtCallSitesOfTheFirstRequestAndThenOfEveryTenth() throws Exception {
    for (int i = 0; i < 11; i++) {
      SqlRecorder.record("Unit.sampled", run(() -> Shop.loadCars(1, 2)));
    }
    assertThat(cell("Unit.sampled", OperationCounts.WITH_SITES)).isEqualTo(2);
    assertThat(cell("Unit.sampled", OperationCounts.N_PLUS_ONE)).isEqualTo(4);
  }

  @Test
  void namesTheMethodThatALambdaStandsIn() throws Exception {
    SqlRecorder.record("Unit.lambda", run(() -> Shop.loadInLambda(1)));
    assertThat(SqlRecorder.statementsJson("Unit.lambda"))
        .containsPattern("Shop.select:\\d+ < Shop.loadInLambda:\\d+ < Shop.loadInLambda:\\d+");
  }

  @Test
  void countsStatementsOfThreadsThatTheRequestStarts() throws Exception {
    SqlRecorder.record(
        "Unit.threads",
        run(() -> {
          Thread thread = new Thread(() -> Shop.loadCars(1, 2), "helper-1");
          thread.start();
          join(thread);
        }));
    assertThat(cell("Unit.threads", OperationCounts.FIRST_VERB)).isEqualTo(2);
    assertThat(cell("Unit.threads", OperationCounts.N_PLUS_ONE)).isEqualTo(2);
    assertThat(SqlRecorder.statementsJson("Unit.threads")).contains("\"thread\":\"helper-1\"");
  }

  /** A request may answer while its thread's thread still works. */
  @Test
  void countsThemForAWhileAfterTheRequestEnded() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    SqlRecorder.Scope scope = SqlRecorder.open("Unit.late");
    Thread thread =
        new Thread(() -> {
          await(ended);
          Shop.loadCars(1);
        });
    thread.start();
    scope.close();
    ended.countDown();
    join(thread);
    assertThat(cell("Unit.late", OperationCounts.FIRST_VERB)).isEqualTo(1);
    assertThat(scope.headerValue()).startsWith("select=1;");
  }

  /** Pools start their threads in some request and keep them. */
  @Test
  void doesNotCountThemLongAfterTheRequestEnded() {
    long limit = RecorderSettings.ofThisJvm().inherited().toNanos();
    SqlRecorder.Scope scope = SqlRecorder.open("Unit.long-ago");
    UnitOfWork unit = Labels.current(NanoTime.now());
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      pool.submit(() -> {}).get(60, TimeUnit.SECONDS);
      scope.close();
      long ended = unit.endedAt();
      assertThat(inPool(pool, ended + limit)).isEqualTo("Unit.long-ago");
      assertThat(inPool(pool, ended + limit + 1)).isEqualTo(SqlRecorder.UNLABELLED);
      assertThat(inPool(pool, ended)).isEqualTo(SqlRecorder.UNLABELLED);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hopsWithTheSameRequestIdCountForOneRequest() throws Exception {
    SqlRecorder.Scope outer = SqlRecorder.open("Unit.outer", "unit-test-1");
    ThreadFree.run(() -> {
      SqlRecorder.Scope inner = SqlRecorder.openInner("Unit.other", "unit-test-1");
      Shop.loadCars(1, 2);
      inner.close();
    });
    Shop.loadCars(1);
    outer.close();

    assertThat(outer.headerValue()).startsWith("select=3;insert=0;update=0;delete=0;other=0;ms=0");
    assertThat(cell("Unit.outer", OperationCounts.REQUESTS)).isEqualTo(1);
    assertThat(cell("Unit.outer", OperationCounts.DUPLICATES)).isEqualTo(1);
    assertThat(OperationTotals.all()).doesNotContainKey("Unit.other");
  }

  @Test
  void aHopWhoseRequestIsOverCountsForItsOwnOperation() throws Exception {
    SqlRecorder.open("Unit.over", "unit-test-2").close();
    ThreadFree.run(() -> {
      SqlRecorder.Scope inner = SqlRecorder.openInner("Unit.hop", "unit-test-2");
      Shop.loadCars(1);
      inner.close();
    });
    assertThat(cell("Unit.hop", OperationCounts.FIRST_VERB)).isEqualTo(1);
    assertThat(cell("Unit.hop", OperationCounts.REQUESTS)).isZero();
    assertThat(cell("Unit.over", OperationCounts.FIRST_VERB)).isZero();
  }

  @Test
  void aSecondRequestWithTheSameIdIsARequestOfItsOwn() {
    SqlRecorder.Scope first = SqlRecorder.open("Unit.first", "unit-test-3");
    SqlRecorder.Scope second = SqlRecorder.open("Unit.second", "unit-test-3");
    Shop.loadCars(1);
    second.close();
    Shop.loadCars(1);
    first.close();
    assertThat(cell("Unit.first", OperationCounts.FIRST_VERB)).isEqualTo(1);
    assertThat(cell("Unit.second", OperationCounts.FIRST_VERB)).isEqualTo(1);
  }

  @Test
  void outsideRequestsATransactionIsTheUnit() throws Exception {
    ThreadFree.run(() -> {
      long before = none(OperationCounts.DUPLICATES);
      Shop.loadCars(901, 901);
      SqlRecorder.countCommit();
      Shop.loadCars(901);
      SqlRecorder.countRollback();
      Shop.loadCars(901);
      assertThat(none(OperationCounts.DUPLICATES) - before).isEqualTo(1);
    });
  }

  @Test
  void outsideRequestsAUnitIsBounded() throws Exception {
    ThreadFree.run(() -> {
      long before = none(OperationCounts.DUPLICATES);
      for (int i = 0; i < 2 * Labels.MAX_LOOSE; i++) {
        Shop.loadCars(902);
      }
      assertThat(none(OperationCounts.DUPLICATES) - before).isEqualTo(2L * Labels.MAX_LOOSE - 2);
    });
  }

  @Test
  void countsPastTheLimitsWithoutComparingOrListing() throws Exception {
    int many = UnitOfWork.MAX_COMPARED + 10;
    SqlRecorder.record(
        "Unit.many",
        run(() -> {
          for (int i = 0; i < many; i++) {
            Shop.loadCars(i);
          }
        }));
    assertThat(cell("Unit.many", OperationCounts.FIRST_VERB)).isEqualTo(many);
    assertThat(cell("Unit.many", OperationCounts.NOT_COMPARED)).isEqualTo(10);
    assertThat(SqlRecorder.statementsJson("Unit.many"))
        .endsWith("],\"notListed\":" + (many - UnitOfWork.MAX_LOGGED) + "}");
  }

  @Test
  void keepsTheLatestRequestsStatementsOnly() throws Exception {
    SqlRecorder.record("Unit.latest", run(() -> Shop.loadCars(1)));
    SqlRecorder.record("Unit.latest", run(Shop::loadWheelsFromTwoPlaces));
    assertThat(SqlRecorder.statementsJson("Unit.latest"))
        .startsWith("{\"operation\":\"Unit.latest\",\"statements\":[{\"offsetNanos\":")
        .contains("\"verb\":\"select\",\"digest\":\"", "\"values\":\"0000000000000001\"")
        .contains("\"rows\":0,\"nanos\":1000,\"site\":")
        .doesNotContain("car where id");
    assertThat(SqlRecorder.statementsJson("Unit.never"))
        .isEqualTo("{\"operation\":\"Unit.never\",\"statements\":[],\"notListed\":0}");
  }

  private static Callable<String> run(Runnable work) {
    return () -> {
      work.run();
      return "";
    };
  }

  private static String inPool(ExecutorService pool, long now) throws Exception {
    return pool.submit(() -> Labels.current(now).totals().name()).get(60, TimeUnit.SECONDS);
  }

  private static long cell(String operation, int cell) {
    OperationTotals totals = OperationTotals.all().get(operation);
    return Objects.requireNonNull(totals, operation).counts().get(cell);
  }

  private static long none(int cell) {
    return OperationTotals.of(SqlRecorder.UNLABELLED).counts().get(cell);
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
