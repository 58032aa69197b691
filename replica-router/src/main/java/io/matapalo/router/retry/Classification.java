package io.matapalo.router.retry;

import static io.matapalo.router.retry.Kind.Effect.DOOMS;
import static io.matapalo.router.retry.Kind.Effect.EVICTS;
import static io.matapalo.router.retry.Kind.Effect.SUSPECT;
import static io.matapalo.router.retry.Verdict.Action.FAIL;
import static io.matapalo.router.retry.Verdict.Action.OUTCOME_UNKNOWN;
import static io.matapalo.router.retry.Verdict.Action.RETRY;
import static io.matapalo.router.retry.Verdict.Action.RETRY_ELSEWHERE;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of what each failure means, by vendor code, driver and phase. An SQLState never decides
 * alone: Connector/J gives 40001 to a lock wait, after which the transaction is still open. Pure.
 */
public final class Classification {

  // "Got error 149 "Lock deadlock; Retry transaction" during COMMIT"
  private static final Pattern NUMBER_INSIDE = Pattern.compile("Got error (\\d{1,6})\\b");
  private static final Set<String> CERTIFICATION = Set.of("149", "35");
  // "--read-only", "--super-read-only"; 1290 is also what other options answer.
  private static final Pattern READ_ONLY =
      Pattern.compile("read[-_]only", Pattern.CASE_INSENSITIVE);

  /** The first row that is about a failure decides. */
  static final List<Kind> TABLE =
      List.of(
          Kind.of(
              "conflict: the server has rolled the whole transaction back",
              Match.codes(149, 1213, 1402, 1613, 1614, 3058, 3101),
              Cause.CONFLICT,
              Answers.always(RETRY),
              DOOMS),
          Kind.of(
              "conflict found at certification: rolled back",
              Match.codes(1180).where("with 149 or 35 in its message", Classification::isConflict),
              Cause.CONFLICT,
              Answers.always(RETRY),
              DOOMS),
          Kind.of(
              "the node could not commit within its cluster",
              Match.codes(1180, 3100),
              Cause.NODE_NOT_READY,
              Answers.butUnknownAtCommit(FAIL).withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          Kind.of(
              "waited too long for a lock, a read under autocommit for its node to catch up",
              Match.codes(1205, 3572),
              Cause.LOCK_WAIT,
              Answers.always(RETRY).withAutocommitRead(RETRY_ELSEWHERE),
              DOOMS),
          Kind.of(
              "row or table definition changed since the snapshot",
              Match.codes(1020, 1412),
              Cause.SNAPSHOT,
              Answers.always(RETRY),
              DOOMS),
          Kind.of(
              "the node takes no part in its cluster: nothing ran",
              Match.codes(1047, 3796, 3797, 3798),
              Cause.NODE_NOT_READY,
              Answers.butUnknownAtCommit(RETRY_ELSEWHERE),
              DOOMS,
              EVICTS,
              SUSPECT),
          Kind.of(
              "the node is read-only",
              Match.codes(1290, 1836)
                  .where("(1290 only if its message names read-only)", Classification::isReadOnly),
              Cause.READ_ONLY_NODE,
              Answers.always(RETRY_ELSEWHERE),
              DOOMS,
              EVICTS,
              SUSPECT),
          Kind.of(
              "a write in a transaction that is declared, or by the session's default, read-only",
              Match.codes(1792),
              Cause.READ_ONLY_NODE,
              Answers.butUnknownAtCommit(FAIL),
              EVICTS,
              SUSPECT),
          Kind.of(
              "too many connections",
              Match.codes(1040, 1203),
              Cause.OVERLOAD,
              Answers.butUnknownAtCommit(RETRY)),
          Kind.of(
              "the server shuts down, or is switched off for users",
              Match.codes(1053, 3032, 3168),
              Cause.OVERLOAD,
              Answers.butUnknownAtCommit(RETRY_ELSEWHERE).withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          Kind.of(
              "interrupted; on Galera it may be an abort of the whole transaction",
              Match.codes(1317),
              Cause.OTHER,
              Answers.butUnknownAtCommit(FAIL),
              DOOMS),
          Kind.of(
              "the statement's own time limit",
              Match.codes(1969, 3024),
              Cause.OTHER,
              Answers.butUnknownAtCommit(FAIL)),
          Kind.of(
              "too many locks (rolled back), or too large a packet (disconnected)",
              Match.codes(1153, 1206),
              Cause.OTHER,
              Answers.butUnknownAtCommit(FAIL),
              DOOMS,
              EVICTS),
          Kind.of(
              "the connection broke or was killed: what was not committed is rolled back",
              Match.codes(1152, 1158, 1159, 1160, 1161, 1184, 1927, 3169, 4031)
                  .or("the driver lost the server", Failure::linkLost),
              Cause.LINK_LOST,
              Answers.butUnknownAtCommit(RETRY)
                  .withConnect(RETRY_ELSEWHERE)
                  .withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          Kind.of(
              "the statement's own error",
              Match.others(),
              Cause.OTHER,
              Answers.butUnknownAtCommit(FAIL)));

  private Classification() {}

  /** What {@code failure} means. */
  public static Verdict of(Failure failure) {
    for (Kind kind : TABLE) {
      if (kind.means().holds(failure)) {
        return kind.in(failure.phase());
      }
    }
    throw new AssertionError("the last row is about every failure");
  }

  private static boolean isConflict(Failure failure) {
    Matcher number = NUMBER_INSIDE.matcher(failure.message());
    return number.find() && CERTIFICATION.contains(number.group(1));
  }

  private static boolean isReadOnly(Failure failure) {
    return failure.vendorCode() != 1290 || READ_ONLY.matcher(failure.message()).find();
  }
}
