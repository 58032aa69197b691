package io.matapalo.router.retry;

import static io.matapalo.router.retry.FailureRule.Effect.DOOMS;
import static io.matapalo.router.retry.FailureRule.Effect.EVICTS;
import static io.matapalo.router.retry.FailureRule.Effect.SUSPECT;
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

  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "wsrep_max_ws_(?:size|rows)|Maximum writeset size exceeded", Pattern.CASE_INSENSITIVE);

  /** The first rule that matches a failure decides. */
  static final List<FailureRule> TABLE =
      List.of(
          FailureRule.of(
              "conflict: the server has rolled the whole transaction back",
              FailureMatch.codes(149, 1402, 1613, 1614, 3101),
              Cause.CONFLICT,
              Reaction.always(RETRY),
              DOOMS),
          FailureRule.of(
              "deadlock: rolled back by the server, but for one of `GET_LOCK`, which leaves it open",
              FailureMatch.codes(1213, 3058),
              Cause.CONFLICT,
              Reaction.always(RETRY),
              DOOMS),
          FailureRule.of(
              "the transaction is larger than its cluster takes: refused and rolled back",
              FailureMatch.codes(1105, 1180)
                  .where("with Galera's limit in its message", Classification::isTooLarge),
              Cause.OTHER,
              Reaction.always(FAIL),
              DOOMS),
          FailureRule.of(
              "conflict found at certification: rolled back",
              FailureMatch.codes(1180)
                  .where("with 149 or 35 in its message", Classification::isConflict),
              Cause.CONFLICT,
              Reaction.always(RETRY),
              DOOMS),
          FailureRule.of(
              "the node could not commit within its cluster",
              FailureMatch.codes(1180, 3100),
              Cause.NODE_NOT_READY,
              Reaction.butUnknownAtCommit(FAIL).withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "waited too long for a lock, a read under autocommit for its node to catch up",
              FailureMatch.codes(1205, 3572),
              Cause.LOCK_WAIT,
              Reaction.always(RETRY).withAutocommitRead(RETRY_ELSEWHERE),
              DOOMS),
          FailureRule.of(
              "row or table definition changed since the snapshot",
              FailureMatch.codes(1020, 1412),
              Cause.SNAPSHOT,
              Reaction.always(RETRY),
              DOOMS),
          FailureRule.of(
              "the node takes no part in its cluster: nothing ran",
              FailureMatch.codes(1047, 3796, 3797, 3798),
              Cause.NODE_NOT_READY,
              Reaction.butUnknownAtCommit(RETRY_ELSEWHERE),
              DOOMS,
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "the node is read-only",
              FailureMatch.codes(1290, 1836)
                  .where("(1290 only if its message names read-only)", Classification::isReadOnly),
              Cause.READ_ONLY_NODE,
              Reaction.always(RETRY_ELSEWHERE),
              DOOMS,
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "a write in a transaction that is declared, or by the session's default, read-only",
              FailureMatch.codes(1792),
              Cause.READ_ONLY_NODE,
              Reaction.butUnknownAtCommit(FAIL),
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "too many connections",
              FailureMatch.codes(1040, 1203),
              Cause.OVERLOAD,
              Reaction.butUnknownAtCommit(RETRY)),
          FailureRule.of(
              "the server shuts down, or is switched off for users",
              FailureMatch.codes(1053, 3032, 3168),
              Cause.OVERLOAD,
              Reaction.butUnknownAtCommit(RETRY_ELSEWHERE).withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "interrupted; on Galera it may be an abort of the whole transaction",
              FailureMatch.codes(1317),
              Cause.OTHER,
              Reaction.butUnknownAtCommit(FAIL),
              DOOMS),
          FailureRule.of(
              "the statement's own time limit",
              FailureMatch.codes(1969, 3024),
              Cause.OTHER,
              Reaction.butUnknownAtCommit(FAIL)),
          FailureRule.of(
              "too many locks (rolled back), or too large a packet (disconnected)",
              FailureMatch.codes(1153, 1206),
              Cause.OTHER,
              Reaction.butUnknownAtCommit(FAIL),
              DOOMS,
              EVICTS),
          FailureRule.of(
              "the server had closed an idle connection: nothing ran, the transaction is rolled back",
              FailureMatch.codes(4031),
              Cause.LINK_LOST,
              Reaction.always(RETRY_ELSEWHERE),
              DOOMS,
              EVICTS),
          FailureRule.of(
              "the connection broke or was killed: what was not committed is rolled back",
              FailureMatch.codes(1152, 1158, 1159, 1160, 1161, 1184, 1927, 3169)
                  .or("the driver lost the server", Failure::linkLost),
              Cause.LINK_LOST,
              Reaction.butUnknownAtCommit(RETRY)
                  .withConnect(RETRY_ELSEWHERE)
                  .withAutocommitWrite(OUTCOME_UNKNOWN),
              DOOMS,
              EVICTS,
              SUSPECT),
          FailureRule.of(
              "the statement's own error",
              FailureMatch.others(),
              Cause.OTHER,
              Reaction.butUnknownAtCommit(FAIL)));

  private Classification() {}

  /** What {@code failure} means. */
  public static Verdict of(Failure failure) {
    for (FailureRule rule : TABLE) {
      if (rule.match().holds(failure)) {
        return rule.in(failure.phase());
      }
    }
    throw new AssertionError("the last rule is about every failure");
  }

  private static boolean isConflict(Failure failure) {
    Matcher number = NUMBER_INSIDE.matcher(failure.message());
    return number.find() && CERTIFICATION.contains(number.group(1));
  }

  private static boolean isTooLarge(Failure failure) {
    return TOO_LARGE.matcher(failure.message()).find();
  }

  private static boolean isReadOnly(Failure failure) {
    return failure.vendorCode() != 1290 || READ_ONLY.matcher(failure.message()).find();
  }
}
