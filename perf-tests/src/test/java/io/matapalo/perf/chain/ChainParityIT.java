package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static io.matapalo.perf.chain.Purchase.card;
import static io.matapalo.perf.chain.Purchase.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same request to legacy and to the fast path: equal answers, equal rows, one charge. */
@ExtendWith(ChainExtension.class)
class ChainParityIT {
  private final Chain chain;

  ChainParityIT(Chain chain) {
    this.chain = chain;
  }

  static Stream<Arguments> sales() {
    Purchase good = aPurchase();
    return Stream.of(
        Arguments.of("three lines", good),
        Arguments.of("one line", good.withLines(line("SEATED", "10"))),
        Arguments.of("other region", good.withEventCode("EV-0043")),
        Arguments.of("event name with an ampersand", good.withEventCode("EV-0001")));
  }

  static Stream<Arguments> refusals() {
    Purchase good = aPurchase();
    String declined = card(Purchase.DECLINED_CARD_NUMBER, "1", "2030", "A. Holder");
    return Stream.of(
        Arguments.of("declined card", good.withCard(declined)),
        Arguments.of("unknown event", good.withEventCode("EV-9999")),
        Arguments.of("event code in another case", good.withEventCode("ev-0042")),
        Arguments.of("event code with blanks round it", good.withEventCode(" EV-0042 ")),
        Arguments.of("unknown customer", good.withCustomerId("999999")),
        Arguments.of("unknown ticket type", good.withLines(line("NOWHERE", "1"))),
        Arguments.of("ticket type in another case", good.withLines(line("vip", "1"))),
        Arguments.of("sold-out event", good.withEventCode("EV-0200")));
  }

  static Stream<Arguments> invalidHeads() {
    Purchase good = aPurchase();
    return Stream.of(
        Arguments.of("request id too short", good.withRequestId("abc")),
        Arguments.of("request id with a blank", good.withRequestId("abc defgh ijk")),
        Arguments.of("customer id 0", good.withCustomerId("0")),
        Arguments.of("customer id negative", good.withCustomerId("-5")),
        Arguments.of("customer id not a number", good.withCustomerId("seventeen")),
        Arguments.of("blank event code", good.withEventCode(" ")));
  }

  static Stream<Arguments> invalidLinesAndCards() {
    Purchase good = aPurchase();
    String number = Purchase.GOOD_CARD_NUMBER;
    String noQuantity = "<line><ticketTypeCode>VIP</ticketTypeCode></line>";
    return Stream.of(
        Arguments.of("no line", good.withLines()),
        Arguments.of("21 lines", good.withManyLines(21)),
        Arguments.of("blank ticket type", good.withLines(line("", "1"))),
        Arguments.of("ticket type twice", good.withLines(line("VIP", "1"), line("VIP", "1"))),
        Arguments.of("quantity 0", good.withLines(line("VIP", "0"))),
        Arguments.of("quantity 11", good.withLines(line("VIP", "11"))),
        Arguments.of("quantity not a number", good.withLines(line("VIP", "two"))),
        Arguments.of("quantity out of range", good.withLines(line("VIP", "99999999999"))),
        Arguments.of("quantity missing", good.withLines(noQuantity)),
        Arguments.of("card missing", good.withCard("")),
        Arguments.of("card number short", good.withCard(card("4111", "1", "2030", "A"))),
        Arguments.of("card number odd", good.withCard(card("4111x1111111", "1", "2030", "A"))),
        Arguments.of("card month 13", good.withCard(card(number, "13", "2030", "A"))),
        Arguments.of("card year 1999", good.withCard(card(number, "1", "1999", "A"))),
        Arguments.of("card holder blank", good.withCard(card(number, "1", "2030", ""))));
  }

  static Stream<Arguments> oddSpellings() {
    Purchase good = aPurchase();
    String foreign = "<x:y xmlns:x='urn:x'><x:z/></x:y>";
    return Stream.of(
        Arguments.of("customer id with white space", good.withCustomerId("\n 17 ")),
        Arguments.of("customer id with a plus", good.withCustomerId("+17")),
        Arguments.of("element of another name", good.withExtra("<gift>yes</gift>")),
        Arguments.of("element of another namespace", good.withExtra(foreign)),
        Arguments.of("comment between", good.withExtra("<!-- a comment -->")),
        Arguments.of("CDATA", good.withEventCode("<![CDATA[EV-0042]]>")),
        Arguments.of("character reference", good.withEventCode("EV-00&#52;2")),
        Arguments.of("comment inside a text", good.withEventCode("EV-<!-- c -->0042")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"sales", "refusals", "invalidHeads", "invalidLinesAndCards", "oddSpellings"})
  void aPurchaseHasTheSameAnswerAndRowsOnBothSides(String name, Purchase purchase)
      throws Exception {
    boolean keepsItsId = !purchase.requestId().matches("[0-9a-f-]{36}");
    String legacyId = keepsItsId ? purchase.requestId() : UUID.randomUUID().toString();
    String fastId = keepsItsId ? purchase.requestId() : UUID.randomUUID().toString();

    List<List<String>> stock = new ArrayList<>();
    try (Connection database = chain.database()) {
      stock.add(OrderRows.stock(database, "EV-0042"));
      Answer legacy = chain.askLegacy(purchase.withRequestId(legacyId).envelope());
      stock.add(OrderRows.stock(database, "EV-0042"));
      Answer fast = chain.askFastPath(purchase.withRequestId(fastId).envelope());
      stock.add(OrderRows.stock(database, "EV-0042"));

      assertSameAnswer(legacy, fast);
      if (!keepsItsId) {
        assertThat(OrderRows.of(database, fastId))
            .as("rows of the fast path, %s", name)
            .isEqualTo(OrderRows.of(database, legacyId));
        assertThat(OrderRows.of(database, fastId).get("orders"))
            .hasSize(fast.status() == 200 ? 1 : 0);
      }
    }
    assertThat(StockChange.between(stock.get(1), stock.get(2)))
        .as("stock taken by the fast path")
        .isEqualTo(StockChange.between(stock.get(0), stock.get(1)));
  }

  static Stream<Arguments> envelopes() {
    String good = aPurchase().envelope();
    return Stream.of(
        Arguments.of("not well-formed after the operation", good.replace("</customerId>", "")),
        Arguments.of("cut off", good.substring(0, good.length() - 40)),
        Arguments.of("no XML", "hello"),
        Arguments.of("empty", ""),
        Arguments.of("not SOAP", "<a><b/></a>"),
        Arguments.of("empty body", Purchase.envelope("")),
        Arguments.of("unknown operation", Purchase.envelope("<unknown xmlns='urn:x'/>")),
        Arguments.of("unknown namespace", good.replace("checkout/v3", "checkout/v9")),
        Arguments.of(
            "a header that must be understood",
            good.replace(
                "<soapenv:Body>",
                "<soapenv:Header><h:x xmlns:h='urn:h' soapenv:mustUnderstand='1'/></soapenv:Header>"
                    + "<soapenv:Body>")),
        Arguments.of(
            "a header that may be ignored",
            Purchase.getOrder("T-0000000000000000")
                .replace(
                    "<soapenv:Body>",
                    "<soapenv:Header><h:x xmlns:h='urn:h'/></soapenv:Header><soapenv:Body>")),
        Arguments.of(
            "SOAP 1.2 to a SOAP 1.1 service",
            good.replace(
                "http://schemas.xmlsoap.org/soap/envelope/",
                "http://www.w3.org/2003/05/soap-envelope")),
        Arguments.of("unknown order", Purchase.getOrder("T-0000000000000000")),
        Arguments.of("order reference with markup", Purchase.getOrder("a&lt;b&gt;&amp;\"c'")),
        Arguments.of("blank order reference", Purchase.getOrder(" ")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("envelopes")
  void aMessageHasTheSameAnswerOnBothSides(String name, String message) throws Exception {
    Answer legacy = chain.askLegacy(message);
    Answer fast = chain.askThroughFastPath(message);

    assertThat(fast.status()).as(name).isEqualTo(legacy.status());
    if (legacy.body().isEmpty()) {
      assertThat(fast.body()).isEmpty();
    } else {
      assertSameAnswer(legacy, fast);
    }
  }

  @Test
  void anOrderBoughtOnOneSideIsReadOnTheOther() throws Exception {
    Answer boughtOnLegacy = chain.askLegacy(aPurchase().envelope());
    Answer boughtOnFast = chain.askFastPath(aPurchase().envelope());

    for (Answer bought : List.of(boughtOnLegacy, boughtOnFast)) {
      String question = Purchase.getOrder(bought.orderReference());
      Answer legacy = chain.askLegacy(question);
      Answer fast = chain.askFastPath(question);

      assertThat(fast.anyDifferencesFrom(legacy).hasDifferences())
          .as("%s", fast.anyDifferencesFrom(legacy))
          .isFalse();
      assertThat(fast.text("createdAt")).isEqualTo(bought.text("createdAt"));
      assertThat(fast.text("authorisationCode")).isEqualTo(bought.text("authorisationCode"));
      assertThat(fast.text("status")).contains("PAID");
    }
  }

  /** The last two purchases are the fence: what the repeats sent would be there before theirs. */
  @Test
  void bothSidesSendTheSameMessageOnceForEachOrder() throws Exception {
    Purchase onLegacy = aPurchase();
    Purchase onFast = aPurchase();
    long sentAgainBefore = chain.messagesSentAgain();

    String legacy = chain.askLegacy(onLegacy.envelope()).orderReference();
    Answer boughtOnFast = chain.askFastPath(onFast.envelope());
    String fast = boughtOnFast.orderReference();
    chain.messagesAbout(legacy, fast);
    for (Purchase repeat : List.of(onLegacy, onFast)) {
      chain.askFastPath(repeat.envelope());
      chain.askLegacy(repeat.envelope());
    }
    String fence = chain.askLegacy(aPurchase().envelope()).orderReference();
    String otherFence = chain.askFastPath(aPurchase().envelope()).orderReference();
    List<SentMessage> sent = chain.messagesAbout(legacy, fast, fence, otherFence);

    SentMessage expected =
        new SentMessage(
            "purchase-T-…",
            "customer17@example.org",
            "PURCHASE_CONFIRMATION",
            "T-…",
            "Dear Customer 17, your order T-… for %s: 2 x STANDING, 1 x VIP, 3 x BALCONY; total %s EUR."
                .formatted(
                    boughtOnFast.text("eventName").orElseThrow().replace("&amp;", "&"),
                    boughtOnFast.text("total").orElseThrow()));
    assertThat(sent)
        .extracting(SentMessage::reference)
        .containsExactlyInAnyOrder(legacy, fast, fence, otherFence);
    assertThat(sent).extracting(SentMessage::withoutReference).containsOnly(expected);
    assertThat(chain.messagesSentAgain()).isEqualTo(sentAgainBefore);
  }

  @Test
  void aRefundIsLegacysAndBothSidesReadItAfterwards() throws Exception {
    Purchase purchase = aPurchase();
    Answer bought = chain.askFastPath(purchase.envelope());

    Answer refunded = chain.askThroughFastPath(Purchase.refund(bought.orderReference()));

    assertThat(refunded.status()).isEqualTo(200);
    assertThat(refunded.side()).isEqualTo("legacy");
    assertThat(refunded.text("status")).contains("REFUNDED");
    String question = Purchase.getOrder(bought.orderReference());
    Answer fast = chain.askFastPath(question);
    assertThat(fast.text("status")).contains("REFUNDED");
    assertThat(fast.anyDifferencesFrom(chain.askLegacy(question)).hasDifferences()).isFalse();
    assertThat(chain.askFastPath(purchase.envelope()).text("status")).contains("REFUNDED");
    assertThat(rowsOf(purchase).get("ledger_entry")).hasSize(8);
  }

  @Test
  void theSameRequestIdSentToBothSidesChargesOnce() throws Exception {
    Purchase purchase = aPurchase();
    long chargedBefore = chain.captures();

    Answer fast = chain.askFastPath(purchase.envelope());
    Answer legacy = chain.askLegacy(purchase.envelope());
    Answer again = chain.askFastPath(purchase.envelope());

    assertThat(legacy.orderReference()).isEqualTo(fast.orderReference());
    assertThat(again.orderReference()).isEqualTo(fast.orderReference());
    assertThat(again.anyDifferencesFrom(legacy).hasDifferences()).isFalse();
    assertThat(chain.captures() - chargedBefore).isEqualTo(1);
    assertThat(rowsOf(purchase).get("orders")).hasSize(1);
    assertThat(rowsOf(purchase).get("audit_record")).hasSize(1);
  }

  @Test
  void theSameRequestIdForAnotherPurchaseIsRefusedOnBothSides() throws Exception {
    Purchase purchase = aPurchase();
    chain.askFastPath(purchase.envelope());
    Purchase other = purchase.withLines(line("SEATED", "1"));

    Answer fast = chain.askFastPath(other.envelope());
    Answer legacy = chain.askLegacy(other.envelope());

    assertThat(fast.text("code")).contains("REQUEST_ID_CONFLICT");
    assertSameAnswer(legacy, fast);
  }

  @Test
  void theSameRequestIdSentToBothSidesAtOnceChargesOnce() throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        Purchase purchase = aPurchase().withEventCode("EV-00" + (50 + round));
        long chargedBefore = chain.captures();

        Future<Answer> legacy = clients.submit(() -> chain.postToLegacy(purchase.envelope()));
        Future<Answer> fast = clients.submit(() -> chain.postToFastPath(purchase.envelope()));

        assertThat(fast.get().orderReference()).isEqualTo(legacy.get().orderReference());
        assertThat(chain.captures() - chargedBefore).isEqualTo(1);
        Map<String, List<String>> rows = rowsOf(purchase);
        assertThat(rows.get("orders")).hasSize(1);
        assertThat(rows.get("ticket")).hasSize(6);
        assertThat(rows.get("ledger_entry")).hasSize(4);
      }
    }
  }

  private Map<String, List<String>> rowsOf(Purchase purchase) throws Exception {
    try (Connection database = chain.database()) {
      return OrderRows.of(database, purchase.requestId());
    }
  }

  private static void assertSameAnswer(Answer legacy, Answer fast) {
    assertThat(fast.status()).isEqualTo(legacy.status());
    assertThat(fast.mediaType()).isEqualTo(legacy.mediaType());
    assertThat(fast.differencesFrom(legacy).hasDifferences())
        .as("%s%nlegacy: %s%nfast:   %s", fast.differencesFrom(legacy), legacy.body(), fast.body())
        .isFalse();
  }
}
