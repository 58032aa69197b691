package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.customers.Customers;
import com.turnstile.ws.v3.gen.customers.CustomersFaultMessage;
import com.turnstile.ws.v3.gen.customers.FaultCode;
import com.turnstile.ws.v3.gen.customers.GetProfile;
import com.turnstile.ws.v3.gen.customers.Profile;
import com.turnstile.ws.v3.gen.customers.UpdateContact;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts of customers as a client sees them. */
class CustomersIT extends ClientOfTurnstile {

  // Account, addresses, preferences; account and addresses together, and preferences, to merge;
  // then
  // the whole profile, for the answer.
  private static final int UPDATE_SELECTS = 3 + 2 + 9;

  @ArquillianResource private URL application;
  private ServicePort<Customers> customers;

  @BeforeEach
  void connect() throws IOException, URISyntaxException {
    customers = new ServicePort<>(application.toURI(), Customers.class);
  }

  @AfterEach
  void disconnect() {
    customers.close();
  }

  @Test
  @Slowness({"SLOW-40", "SLOW-41"})
  void profileIsReadPieceByPieceAndCountsTheWholeHistory() throws Exception {
    SessionRows.addOrders(41, 12);
    RecordedSql start = RecordedSql.of(application.toURI(), "Customers.getProfile");

    Profile profile = profile(41);

    assertThat(profile.getName()).isEqualTo("Customer 41");
    assertThat(profile.getEmail()).isEqualTo("customer41@example.org");
    assertThat(profile.getStatus()).isEqualTo("ACTIVE");
    assertThat(profile.getVersion()).isZero();
    assertThat(profile.getAddress()).extracting("kind").containsExactly("BILLING", "DELIVERY");
    assertThat(profile.getPreference())
        .extracting("name")
        .containsExactly("language", "newsletter", "seating");
    assertThat(profile.getOrderCount()).isEqualTo(12);
    assertThat(profile.getLastOrderReference()).isEqualTo(SessionRows.lastReference(41));
    // Account; ids and two addresses; ids and three preferences; orders and the lines of each.
    RecordedSql first = RecordedSql.of(application.toURI(), "Customers.getProfile");
    assertThat(first.since(start)).isEqualTo(new RecordedSql(1 + 1 + 2 + 1 + 3 + 1 + 12, 0, 0, 0));
    assertThat(profile(41)).usingRecursiveComparison().isEqualTo(profile);
    assertThat(RecordedSql.of(application.toURI(), "Customers.getProfile"))
        .as("the second comes from the host's cache")
        .isEqualTo(first);
  }

  @Test
  @Slowness("SLOW-42")
  void contactIsChangedByReadingEverythingTwice() throws Exception {
    RecordedSql start = RecordedSql.of(application.toURI(), "Customers.updateContact");

    Profile profile = update(42, "New Name", "new@example.org", 0);

    assertThat(profile.getName()).isEqualTo("New Name");
    assertThat(profile.getVersion()).isEqualTo(1);
    assertThat(query("select name, email, version from customer where id = 42"))
        .containsExactly("New Name|new@example.org|1");
    assertThat(profile(42)).usingRecursiveComparison().isEqualTo(profile);
    RecordedSql one = RecordedSql.of(application.toURI(), "Customers.updateContact").since(start);
    assertThat(one).isEqualTo(new RecordedSql(UPDATE_SELECTS, 0, 1, 0));
  }

  @Test
  void nameThatIsMissingStaysAsItIs() throws Exception {
    assertThat(update(43, null, "other@example.org", 0).getName()).isEqualTo("Customer 43");
  }

  @Test
  void staleVersionIsRefusedWithThePresentOne() throws Exception {
    update(44, null, "a@example.org", 0);

    CustomersFaultMessage fault = updateFault(44, null, "b@example.org", 0);

    assertThat(fault).hasMessage("customer 44 is at version 1, not 0: read it again");
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.VERSION_CONFLICT);
    assertThat(query("select email from customer where id = 44")).containsExactly("a@example.org");
  }

  @Test
  void refusedVersionIsNotToldAgainByTheCache() throws Exception {
    assertThat(profile(48).getVersion()).isZero();
    TurnstileRows.update("update customer set version = 1 where id = 48");
    assertThat(profile(48).getVersion()).as("from the cache").isZero();

    updateFault(48, null, "b@example.org", 0);

    assertThat(profile(48).getVersion()).isEqualTo(1);
  }

  @Test
  void ofTwoWritersThatMeetAtTheCommitOneIsRefused() throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> writers = new ArrayList<>();
      try (HeldRow held = HeldRow.of("customer", "id = 45")) {
        for (String email : List.of("first@example.org", "second@example.org")) {
          writers.add(threads.submit(() -> outcome(email)));
        }
        // Both have read version 0 by then.
        held.awaitWaiting(2, "update customer");
      }
      for (Future<String> writer : writers) {
        outcomes.add(writer.get());
      }
    }

    assertThat(outcomes)
        .containsExactlyInAnyOrder("1", "customer 45 is at version 1, not 0: read it again");
    assertThat(query("select version from customer where id = 45")).containsExactly("1");
  }

  @Test
  void badInputIsRefusedWithItsReason() {
    CustomersFaultMessage unknown =
        catchThrowableOfType(CustomersFaultMessage.class, () -> profile(99_999));
    assertThat(unknown).hasMessage("no active customer 99999");
    assertThat(unknown.getFaultInfo().getCode()).isEqualTo(FaultCode.UNKNOWN_CUSTOMER);
    assertThat(catchThrowableOfType(CustomersFaultMessage.class, () -> profile(0)))
        .hasMessage("customerId must be positive, was 0");
    assertThat(updateFault(46, " ", "a@b", 0))
        .hasMessage("name must be 1 to 120 characters and not blank, was 1");
    assertThat(updateFault(46, null, "nobody", 0))
        .hasMessage("email must be an address such as name@host, of at most 160 characters");
    assertThat(updateFault(46, null, "a@b", -1)).hasMessage("version must be 0 or more, was -1");
    assertThat(updateFault(99_999, null, "a@b", 0)).hasMessage("no active customer 99999");
  }

  private String outcome(String email) {
    try {
      return update(45, null, email, 0).getVersion().toString();
    } catch (CustomersFaultMessage fault) {
      return fault.getMessage();
    }
  }

  private Profile profile(long customerId) throws CustomersFaultMessage {
    GetProfile request = new GetProfile();
    request.setCustomerId(customerId);
    return customers.port().getProfile(request).getProfile();
  }

  private Profile update(long customerId, String name, String email, int version)
      throws CustomersFaultMessage {
    UpdateContact request = new UpdateContact();
    request.setCustomerId(customerId);
    request.setName(name);
    request.setEmail(email);
    request.setVersion(version);
    return customers.port().updateContact(request).getProfile();
  }

  private CustomersFaultMessage updateFault(
      long customerId, String name, String email, int version) {
    return catchThrowableOfType(
        CustomersFaultMessage.class, () -> update(customerId, name, email, version));
  }
}
