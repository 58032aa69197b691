package io.matapalo.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.affinity.Instance;
import io.matapalo.proxy.config.HealthConfig;
import io.matapalo.proxy.config.HealthConfig.Check;
import io.matapalo.proxy.config.HealthConfig.Outliers;
import io.matapalo.proxy.config.HealthConfig.Probe;
import io.matapalo.proxy.config.HealthConfig.Rate;
import io.matapalo.proxy.health.DueProbe.Result;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which instances are used, on a manual clock. */
class MembersTest {

  private static final Instance ONE = new Instance("one", "127.0.0.1", 1, 1);
  private static final Instance TWO = new Instance("two", "127.0.0.1", 2, 1);
  private static final Instance THREE = new Instance("three", "127.0.0.1", 3, 1);
  private static final List<Instance> ALL = List.of(ONE, TWO, THREE);
  private final IOException refused = new ConnectException("Connection refused");
  private static final Outliers OUTLIERS =
      new Outliers(
          3,
          new Rate(50, 10, Duration.ofSeconds(10)),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          80);
  private static final Check CHECK =
      new Check(new Probe.Tcp(), Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 2);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Members members =
      members(new HealthConfig(Optional.empty(), OUTLIERS, Duration.ZERO));

  private Members members(HealthConfig settings) {
    return new Members("cluster", ALL, settings, now::get);
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private static void answers(Members members, Instance instance, Outcome... outcomes) {
    for (Outcome outcome : outcomes) {
      members.answered(instance, outcome);
    }
  }

  private static void ejectByAnswers(Members members, Instance instance) {
    answers(members, instance, Outcome.BAD_ANSWER, Outcome.NO_ANSWER, Outcome.BAD_ANSWER);
  }

  /** Lets the ejection time pass and answers the probe that is due then. */
  private DueProbe probeAfter(Duration ejection, Result result) {
    pass(ejection.minusMillis(1));
    assertThat(members.tick()).isEmpty();
    pass(Duration.ofMillis(1));
    DueProbe due = members.tick().getFirst();
    members.probed(due, result);
    return due;
  }

  private static Optional<String> stateOf(Members members, Instance instance) {
    return members.states().stream()
        .filter(state -> state.instance().name().equals(instance.name()))
        .map(Members.State::state)
        .findFirst();
  }

  @Test
  void instanceThatCannotBeConnectedToIsPassedOverUntilAProbeConnects() {
    members.connectFailed(ONE, refused);
    members.connectFailed(ONE, refused);
    assertThat(members.usable()).containsExactly(TWO, THREE);
    DueProbe due = probeAfter(Duration.ofSeconds(2), Result.PASSED);
    assertThat(due.probe()).isEqualTo(new Probe.Tcp());
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void connectionThatIsOpenedEndsTheEjectionForWantOfOne() {
    members.connectFailed(ONE, refused);
    members.connected(ONE);
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void ejectionTimeDoublesUpToItsMaximumAndIsForgottenOnReturn() {
    members.connectFailed(ONE, refused);
    for (long seconds : new long[] {2, 4, 8, 10, 10}) {
      probeAfter(Duration.ofSeconds(seconds), Result.NO_ANSWER);
      assertThat(members.usable()).containsExactly(TWO, THREE);
    }
    probeAfter(Duration.ofSeconds(10), Result.PASSED);
    members.connectFailed(ONE, refused);
    probeAfter(Duration.ofSeconds(2), Result.PASSED);
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void shortageOfThisMachineEjectsNobody() {
    for (int i = 0; i < 10; i++) {
      members.connectFailed(ONE, new SocketException("Too many open files"));
      members.connectFailed(TWO, new BindException("Cannot assign requested address"));
    }
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void failuresInARowEjectAndAGoodAnswerBetweenThemDoesNot() {
    answers(members, ONE, Outcome.BAD_ANSWER, Outcome.BAD_ANSWER, Outcome.GOOD);
    answers(members, ONE, Outcome.NO_ANSWER, Outcome.NO_ANSWER);
    assertThat(members.usable()).isEqualTo(ALL);
    answers(members, ONE, Outcome.BAD_ANSWER);
    assertThat(members.usable()).containsExactly(TWO, THREE);
    assertThat(stateOf(members, ONE)).contains("ejected");
  }

  @Test
  void rateOfFailuresEjectsOnceThereAreEnoughAnswers() {
    for (int i = 0; i < 4; i++) {
      answers(members, ONE, Outcome.GOOD, Outcome.BAD_ANSWER);
    }
    answers(members, ONE, Outcome.GOOD);
    assertThat(members.usable()).isEqualTo(ALL);
    answers(members, ONE, Outcome.BAD_ANSWER);
    assertThat(members.usable()).containsExactly(TWO, THREE);
  }

  @Test
  void rateIsThatOfOneInterval() {
    for (int i = 0; i < 4; i++) {
      answers(members, ONE, Outcome.GOOD, Outcome.BAD_ANSWER);
    }
    members.beginInterval();
    answers(members, ONE, Outcome.GOOD, Outcome.BAD_ANSWER);
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void requestsThatStallEjectAnInstanceThatAnswersNobody() {
    long before = members.heard(ONE);
    assertThat(members.stalls(ONE, before)).isTrue();
    assertThat(members.stalls(ONE, before)).isTrue();
    assertThat(members.usable()).isEqualTo(ALL);
    assertThat(members.stalls(ONE, before)).isTrue();
    assertThat(members.usable()).containsExactly(TWO, THREE);
  }

  /** Else an instance would be ejected for operations that take long. */
  @Test
  void requestThatStallsIsNoFailureOfAnInstanceThatAnswersOthers() {
    long before = members.heard(ONE);
    answers(members, ONE, Outcome.BAD_ANSWER, Outcome.GOOD);
    for (int i = 0; i < 10; i++) {
      assertThat(members.stalls(ONE, before)).isFalse();
    }
    long after = members.heard(ONE);
    answers(members, ONE, Outcome.NO_ANSWER);
    assertThat(members.stalls(ONE, after)).as("silence is no answer").isTrue();
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void soapFaultIsNoFailure() {
    assertThat(Outcome.of(500, "text/xml; charset=utf-8")).isEqualTo(Outcome.GOOD);
    assertThat(Outcome.of(500, "Application/SOAP+XML")).isEqualTo(Outcome.GOOD);
    assertThat(Outcome.of(500, "multipart/related; type=\"text/xml\"")).isEqualTo(Outcome.GOOD);
    assertThat(Outcome.of(404, "text/html")).isEqualTo(Outcome.GOOD);
    assertThat(Outcome.of(501, "text/html")).isEqualTo(Outcome.GOOD);
    assertThat(Outcome.of(500, "text/html")).isEqualTo(Outcome.BAD_ANSWER);
    assertThat(Outcome.of(500, "")).isEqualTo(Outcome.BAD_ANSWER);
    assertThat(Outcome.of(503, "text/xml")).isEqualTo(Outcome.BAD_ANSWER);
    assertThat(Outcome.of(502, "text/html")).isEqualTo(Outcome.BAD_ANSWER);
  }

  /** Each look at the clock is later than the one before, as between two milliseconds. */
  @Test
  void instanceHealsWhileTheClockMovesOn() {
    Members ticking =
        new Members(
            "cluster",
            ALL,
            new HealthConfig(Optional.empty(), OUTLIERS, Duration.ZERO),
            () -> now.updateAndGet(before -> before.plusMillis(1)));
    ticking.connectFailed(ONE, refused);
    ticking.connected(ONE);
    assertThat(ticking.usable()).isEqualTo(ALL);
  }

  @Test
  void probeThatAnswersBadlyKeepsTheInstanceOut() {
    ejectByAnswers(members, ONE);
    DueProbe due = probeAfter(Duration.ofSeconds(2), Result.ANSWERED_BADLY);
    assertThat(due.probe()).isEqualTo(new Probe.Http("/", ""));
    probeAfter(Duration.ofSeconds(4), Result.NO_ANSWER);
    assertThat(members.usable()).containsExactly(TWO, THREE);
  }

  @Test
  void halfOpenInstanceGetsOneClientAtATimeUntilThreeWentWell() {
    ejectByAnswers(members, ONE);
    probeAfter(Duration.ofSeconds(2), Result.PASSED);
    assertThat(stateOf(members, ONE)).contains("half-open");
    for (int i = 0; i < 3; i++) {
      assertThat(members.admit(ALL)).containsExactly(ONE, TWO, THREE);
      assertThat(members.admit(ALL)).containsExactly(TWO, THREE, ONE);
      answers(members, ONE, Outcome.GOOD);
      pass(Duration.ofMillis(100));
    }
    assertThat(stateOf(members, ONE)).contains("serving");
    assertThat(members.admit(ALL)).isEqualTo(ALL);
  }

  @Test
  void oneFailureOfAHalfOpenInstanceEjectsItForTwiceTheTime() {
    ejectByAnswers(members, ONE);
    probeAfter(Duration.ofSeconds(2), Result.PASSED);
    answers(members, ONE, Outcome.BAD_ANSWER);
    assertThat(members.usable()).containsExactly(TWO, THREE);
    probeAfter(Duration.ofSeconds(4), Result.PASSED);
    assertThat(stateOf(members, ONE)).contains("half-open");
  }

  /** The page at {@code /} may be broken for years on a monolith that serves its operations. */
  @Test
  void unconfiguredProbeThatOnlyAnswersBadlyDoesNotKeepAnInstanceOutForEver() {
    ejectByAnswers(members, ONE);
    for (long seconds : new long[] {2, 4, 8}) {
      probeAfter(Duration.ofSeconds(seconds), Result.ANSWERED_BADLY);
      assertThat(members.usable()).containsExactly(TWO, THREE);
    }
    probeAfter(Duration.ofSeconds(10), Result.ANSWERED_BADLY);
    assertThat(stateOf(members, ONE)).contains("half-open");
  }

  @Test
  void probeThatThisMachineCouldNotMakeSaysNothing() {
    ejectByAnswers(members, ONE);
    probeAfter(Duration.ofSeconds(2), Result.NOT_MADE);
    probeAfter(Duration.ofSeconds(2), Result.PASSED);
    answers(members, ONE, Outcome.BAD_ANSWER);
    probeAfter(Duration.ofSeconds(4), Result.PASSED);
    assertThat(stateOf(members, ONE)).contains("half-open");
  }

  @Test
  void twoOfThreeMayBeOutAndAllAreUsedAboveThePanicThreshold() {
    ejectByAnswers(members, ONE);
    members.connectFailed(TWO, refused);
    assertThat(members.usable()).containsExactly(THREE);
    members.connectFailed(THREE, refused);
    assertThat(members.usable()).isEqualTo(ALL);
  }

  @Test
  void drainedInstanceAndWeightZeroKeepTheirSessionsAndTakeNoNewClientEvenInPanic() {
    assertThat(members.drain("one", true)).isTrue();
    assertThat(members.weigh("two", 0)).isTrue();
    List<Instance> draining = List.of(ONE.weighing(0), TWO.weighing(0), THREE);
    assertThat(members.usable()).isEqualTo(draining);
    members.connectFailed(THREE, refused);
    assertThat(members.usable()).isEqualTo(draining);
    members.drain("one", false);
    members.weigh("two", 5);
    assertThat(members.usable()).containsExactly(ONE, TWO.weighing(5));
    assertThat(members.drain("nobody", true)).isFalse();
    assertThat(members.weigh("nobody", 1)).isFalse();
  }

  @Test
  void activeCheckTakesOutAndBringsBackAfterSoManyInARow() {
    Members checked = members(new HealthConfig(Optional.of(CHECK), OUTLIERS, Duration.ZERO));
    for (Result result : List.of(Result.NO_ANSWER, Result.PASSED, Result.NO_ANSWER)) {
      checkOne(checked, result);
    }
    assertThat(checked.usable()).isEqualTo(ALL);
    checkOne(checked, Result.ANSWERED_BADLY);
    assertThat(checked.usable()).containsExactly(TWO, THREE);
    assertThat(stateOf(checked, ONE)).contains("unhealthy");
    checkOne(checked, Result.NOT_MADE);
    checkOne(checked, Result.PASSED);
    assertThat(checked.usable()).containsExactly(TWO, THREE);
    checkOne(checked, Result.PASSED);
    assertThat(checked.usable()).isEqualTo(ALL);
  }

  private void checkOne(Members checked, Result result) {
    List<DueProbe> due = checked.tick();
    assertThat(due).hasSize(3);
    assertThat(checked.tick()).isEmpty();
    due.forEach(
        probe -> checked.probed(probe, probe.instance().equals(ONE) ? result : Result.PASSED));
    pass(CHECK.interval());
  }

  @Test
  void healedAndAddedInstancesStartSlowlyAndTheFirstOnesDoNot() {
    HealthConfig slow = new HealthConfig(Optional.empty(), OUTLIERS, Duration.ofSeconds(10));
    Members ramping = members(slow);
    assertThat(ramping.usable()).isEqualTo(ALL);
    Instance four = new Instance("four", "127.0.0.1", 4, 1);
    ramping.become(List.of(ONE, four), slow);
    double before = 0;
    for (int i = 0; i < 10; i++) {
      ramping.tick();
      assertThat(ramping.usable().getFirst()).isEqualTo(ONE);
      double ramp = ramping.usable().getLast().ramp();
      assertThat(ramp).isBetween(Math.max(0.1, before), Math.max(0.1, i / 10.0));
      before = ramp;
      pass(Duration.ofSeconds(1));
    }
    ramping.tick();
    assertThat(ramping.usable()).containsExactly(ONE, four);
  }

  @Test
  void reloadKeepsWhatIsKnownUnlessTheAddressIsAnother() {
    HealthConfig settings = new HealthConfig(Optional.empty(), OUTLIERS, Duration.ZERO);
    ejectByAnswers(members, ONE);
    ejectByAnswers(members, TWO);
    members.drain("three", true);
    members.become(
        List.of(ONE.weighing(7), new Instance("two", "127.0.0.1", 9, 1), THREE), settings);
    assertThat(stateOf(members, ONE)).contains("ejected");
    assertThat(stateOf(members, TWO)).contains("serving");
    assertThat(members.states().getLast().isDrained()).isTrue();
    members.become(List.of(TWO), settings);
    members.answered(ONE, Outcome.GOOD);
    members.connectFailed(ONE, refused);
    members.connected(ONE);
    assertThat(members.usable()).containsExactly(TWO);
  }
}
