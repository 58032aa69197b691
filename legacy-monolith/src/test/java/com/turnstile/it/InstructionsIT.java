package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.turnstile.Slowness;
import com.turnstile.ws.v3.gen.instructions.Create;
import com.turnstile.ws.v3.gen.instructions.Delete;
import com.turnstile.ws.v3.gen.instructions.FaultCode;
import com.turnstile.ws.v3.gen.instructions.Get;
import com.turnstile.ws.v3.gen.instructions.Instruction;
import com.turnstile.ws.v3.gen.instructions.Instructions;
import com.turnstile.ws.v3.gen.instructions.InstructionsFaultMessage;
import com.turnstile.ws.v3.gen.instructions.Update;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Standing payment instructions as a client sees them. */
class InstructionsIT extends ClientOfTurnstile {

  private static int requests;

  @ArquillianResource private URL application;
  private ServicePort<Instructions> instructions;

  @BeforeEach
  void connect() throws IOException, URISyntaxException {
    instructions = new ServicePort<>(application.toURI(), Instructions.class);
  }

  @AfterEach
  void disconnect() {
    instructions.close();
  }

  @Test
  void iterationOfCreateUpdateGetDelete() throws Exception {
    Instruction created = create(request());
    assertThat(created.getReference()).matches("I-[0-9A-HJKMNP-TV-Z]{16}");
    assertThat(created.getStatus()).isEqualTo("ACTIVE");
    assertThat(created.getAmount()).isEqualTo("12.50");
    assertThat(created.getVersion()).isZero();

    Instruction updated = update(created.getReference(), 0, "20", "WEEKLY", "PAUSED");
    assertThat(updated.getVersion()).isEqualTo(1);
    assertThat(updated.getAmount()).isEqualTo("20.00");
    assertThat(updated.getFrequency()).isEqualTo("WEEKLY");
    assertThat(updated.getStatus()).isEqualTo("PAUSED");
    assertThat(get(created.getReference())).usingRecursiveComparison().isEqualTo(updated);

    assertThat(delete(created.getReference())).isEqualTo(created.getReference());
    assertThat(fault(() -> get(created.getReference())))
        .hasMessage("no instruction with reference " + created.getReference());
    assertThat(fault(() -> delete(created.getReference())).getFaultInfo().getCode())
        .isEqualTo(FaultCode.UNKNOWN_INSTRUCTION);
    assertThat(
            query(
                "select id from instruction where instruction_reference = ?",
                created.getReference()))
        .isEmpty();
  }

  @Test
  @Slowness({"SLOW-44", "SLOW-45"})
  void everyLookUpIsATransactionOfItsOwn() throws Exception {
    Instruction created = create(request());
    RecordedSql start = RecordedSql.of(application.toURI(), "Instructions.get");
    long commits = commits();

    get(created.getReference());

    assertThat(commits() - commits).as("the look-up's and the operation's").isEqualTo(2);
    // The instruction for the look-up, the instruction again, its customer.
    assertThat(RecordedSql.of(application.toURI(), "Instructions.get").since(start))
        .isEqualTo(new RecordedSql(3, 0, 1, 0));
    commits = commits();
    create(request());
    assertThat(commits() - commits)
        .as("request id, customer, reference; the insert; the answer")
        .isEqualTo(5);
    commits = commits();
    update(created.getReference(), 0, "1", "YEARLY", "ACTIVE");
    assertThat(commits() - commits).as("the look-up, the update, the answer").isEqualTo(3);
    commits = commits();
    delete(created.getReference());
    assertThat(commits() - commits).as("the look-up, the delete").isEqualTo(2);
  }

  @Test
  @Slowness("SLOW-43")
  void everyRequestWaitsForTheOneRowOfTheUsageCounter() throws Exception {
    Instruction one = create(request());
    Instruction other = create(request());
    long used = used();
    List<String> references = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Instruction>> requests = new ArrayList<>();
      try (HeldRow held = HeldRow.of("usage_counter", "name = 'instructions'")) {
        requests.add(threads.submit(() -> get(one.getReference())));
        requests.add(
            threads.submit(() -> update(other.getReference(), 0, "1", "YEARLY", "ACTIVE")));
        requests.add(threads.submit(() -> create(request())));
        held.awaitWaiting(3, "update usage_counter");
        assertThat(requests).noneMatch(Future::isDone);
      }
      for (Future<Instruction> request : requests) {
        references.add(request.get().getReference());
      }
    }

    assertThat(references).hasSize(3).startsWith(one.getReference(), other.getReference());
    assertThat(used() - used).as("answers of update and create count too").isEqualTo(5);
  }

  @Test
  void sameRequestAgainIsTheSameInstruction() throws Exception {
    Create request = request();
    Instruction first = create(request);

    assertThat(create(request)).usingRecursiveComparison().isEqualTo(first);

    request.setAmount(new BigDecimal("13"));
    InstructionsFaultMessage fault = fault(() -> create(request));
    assertThat(fault).hasMessage("requestId was used for another instruction");
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.REQUEST_ID_CONFLICT);
  }

  @Test
  void sameRequestSentAtOnceIsOneInstruction() throws Exception {
    Create request = request();
    List<String> references = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Instruction>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(() -> create(request));
      }
      List<Future<Instruction>> answers = new ArrayList<>();
      try (HeldRow held = HeldRow.of("usage_counter", "name = 'instructions'")) {
        calls.forEach(call -> answers.add(threads.submit(call)));
        // All have looked for an earlier instruction by then, and found none.
        held.awaitWaiting(4, "update usage_counter");
      }
      for (Future<Instruction> answer : answers) {
        references.add(answer.get().getReference());
      }
    }

    assertThat(references).hasSize(4).containsOnly(references.get(0));
    assertThat(
            query("select count(*) from instruction where request_id = ?", request.getRequestId()))
        .containsExactly("1");
  }

  @Test
  void staleVersionIsRefusedWithThePresentOne() throws Exception {
    String reference = create(request()).getReference();
    update(reference, 0, "2", "WEEKLY", "ACTIVE");

    InstructionsFaultMessage fault = fault(() -> update(reference, 0, "3", "WEEKLY", "ACTIVE"));

    assertThat(fault)
        .hasMessage("instruction " + reference + " is at version 1, not 0: read it again");
    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.VERSION_CONFLICT);
  }

  @Test
  void unknownCustomerIsRefused() {
    Create request = request();
    request.setCustomerId(99_999L);

    assertThat(fault(() -> create(request)).getFaultInfo().getCode())
        .isEqualTo(FaultCode.UNKNOWN_CUSTOMER);
  }

  @Test
  void cardNumberIsRefusedAndNotSaidAgain() {
    Create request = request();
    request.setPaymentToken(CheckoutClient.GOOD_CARD);

    InstructionsFaultMessage fault = fault(() -> create(request));

    assertThat(fault.getFaultInfo().getCode()).isEqualTo(FaultCode.INVALID_REQUEST);
    assertThat(fault.getMessage()).doesNotContain(CheckoutClient.GOOD_CARD);
  }

  @Test
  void referenceInAnotherCaseIsNotFound() throws Exception {
    String reference = create(request()).getReference();

    assertThat(fault(() -> get("i" + reference.substring(1))))
        .hasMessage("no instruction with reference i" + reference.substring(1));
  }

  static synchronized Create request() {
    Create request = new Create();
    request.setRequestId("instruction-" + ++requests);
    request.setCustomerId(51L);
    request.setPaymentToken("pay_1f2e3d");
    request.setCardLastFour("1111");
    request.setAmount(new BigDecimal("12.5"));
    request.setCurrency("EUR");
    request.setFrequency("MONTHLY");
    return request;
  }

  private Instruction create(Create request) throws InstructionsFaultMessage {
    return instructions.port().create(request).getInstruction();
  }

  private Instruction update(
      String reference, int version, String amount, String frequency, String status)
      throws InstructionsFaultMessage {
    Update request = new Update();
    request.setReference(reference);
    request.setVersion(version);
    request.setAmount(new BigDecimal(amount));
    request.setFrequency(frequency);
    request.setStatus(status);
    return instructions.port().update(request).getInstruction();
  }

  private Instruction get(String reference) throws InstructionsFaultMessage {
    Get request = new Get();
    request.setReference(reference);
    return instructions.port().get(request).getInstruction();
  }

  private String delete(String reference) throws InstructionsFaultMessage {
    Delete request = new Delete();
    request.setReference(reference);
    return instructions.port().delete(request).getReference();
  }

  private static InstructionsFaultMessage fault(Callable<?> call) {
    return catchThrowableOfType(InstructionsFaultMessage.class, call::call);
  }

  private static long used() throws Exception {
    return Long.parseLong(
        query("select used from usage_counter where name = 'instructions'").get(0));
  }

  private static long commits() throws Exception {
    String row = query("show global status like 'Com_commit'").get(0);
    return Long.parseLong(row.substring(row.indexOf('|') + 1));
  }
}
