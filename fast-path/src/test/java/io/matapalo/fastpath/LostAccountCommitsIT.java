package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The link to the database breaks at the commit of a change of an account: the client is told what
 * became of it, and it is done once.
 */
final class LostAccountCommitsIT extends StartedTurnstile {

  private static final String CHANGE =
      "<version>0</version><amount>2</amount><frequency>WEEKLY</frequency><status>PAUSED</status>";

  @ParameterizedTest
  @CsvSource({"CUT_BEFORE, 61", "LOSE_ANSWER, 62", "CUT_IN_FLIGHT, 63"})
  void aContactIsChangedOnceAndTold(Fault fault, long customer) throws Exception {
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port());
        FastPathServer server = FastPathServer.start(behind(relay))) {
      PlannedFault cut = relay(relay, fault);
      SoapClient.Answer contact =
          new SoapClient(server.url())
              .ask(
                  "customers",
                  "updateContact",
                  "<customerId>%d</customerId><email>cut@example.org</email><version>0</version>"
                      .formatted(customer));

      assertThat(contact.text("version")).as(contact.body()).isEqualTo("1");
      assertThat(version("customer WHERE id = " + customer)).isEqualTo("1");
      assertThat(cut.hasStruck()).isTrue();
      assertThat(server.counters().valueOf(EventCounter.COMMIT_RESOLVED)).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CUT_BEFORE", "LOSE_ANSWER", "CUT_IN_FLIGHT"})
  void anInstructionIsMadeChangedAndDeletedOnceAndTold(Fault fault) throws Exception {
    long before = used();
    String requestId = "it-lost-" + fault.name().replace('_', '-');
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port());
        FastPathServer server = FastPathServer.start(behind(relay))) {
      SoapClient cut = new SoapClient(server.url());
      relay(relay, fault);
      SoapClient.Answer made = cut.ask("instructions", "create", creation(requestId));
      String reference = "<reference>" + made.text("reference") + "</reference>";
      relay(relay, fault);
      SoapClient.Answer changed = cut.ask("instructions", "update", reference + CHANGE);
      String row = "instruction WHERE request_id = '" + requestId + "'";

      assertThat(made.text("version")).as(made.body()).isEqualTo("0");
      assertThat(changed.text("version")).as(changed.body()).isEqualTo("1");
      assertThat(version(row)).isEqualTo("1");
      relay(relay, fault);
      SoapClient.Answer deleted = cut.ask("instructions", "delete", reference);
      assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
      assertThat(stack.rows("SELECT id FROM " + row)).isEmpty();
      assertThat(server.counters().valueOf(EventCounter.COMMIT_RESOLVED)).isEqualTo(3);
    }
    // Creation and change count twice each, deletion once; the server's end has added them up.
    assertThat(used() - before).isEqualTo(5);
  }

  private static PlannedFault relay(FaultRelay relay, Fault fault) {
    return relay.onNext(CommandMatcher.commit(), fault);
  }

  /** It adds up uses at its end only, so that no other commit meets the fault. */
  private static FastPathConfig behind(FaultRelay relay) {
    FastPathConfig usual = stack.configAtPort(relay.port());
    return new FastPathConfig(
        usual.listener(),
        usual.database(),
        usual.vendors(),
        usual.notification(),
        usual.cache(),
        usual.timing(),
        new FastPathConfig.Usage(Optional.of(stack.newJournal()), Duration.ofHours(1)));
  }

  private static String creation(String requestId) {
    return """
    <requestId>%s</requestId><customerId>59</customerId><paymentToken>pay_1</paymentToken>
    <cardLastFour>1111</cardLastFour><amount>1</amount><currency>EUR</currency>
    <frequency>MONTHLY</frequency>
    """
        .formatted(requestId);
  }

  private static long used() throws SQLException {
    return Long.parseLong(stack.rows("SELECT used FROM usage_counter").getFirst());
  }

  private static String version(String row) throws SQLException {
    return stack.rows("SELECT version FROM " + row).getFirst();
  }
}
