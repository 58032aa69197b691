package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that say of each value which type it is, such as Perl's SOAP::Lite, and clients that send
 * nil: on every field of every operation the fast path reads what the monolith reads, and it
 * declines the types of elements that hold elements.
 */
@ExtendWith(ChainExtension.class)
class TypedFieldsIT {
  private static final long SEED = 20_261_130L;
  private static final int MISDIRECTED_REQUEST = 421;
  private static final int FEW = 7;
  private static final String DECLARATIONS =
      "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\""
          + " xmlns:d=\"http://www.w3.org/2001/XMLSchema\"";
  private static final List<String> TYPES =
      List.of(
          "string",
          "boolean",
          "decimal",
          "float",
          "double",
          "dateTime",
          "date",
          "gYear",
          "integer",
          "long",
          "int",
          "short",
          "token",
          "normalizedString",
          "anyURI",
          "anyType",
          "anySimpleType");
  private static final List<String> NILS = List.of("true", "false", "1", "0");

  private final Chain chain;

  TypedFieldsIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void someTypedFieldsAreReadAlike() throws Exception {
    compareEach(FEW);
  }

  @Test
  @Tag("deep")
  void allTypedFieldsAreReadAlike() throws Exception {
    compareEach(1);
  }

  /** Each element of each operation by each {@code step}-th attribute, others at the next one. */
  private void compareEach(int step) throws Exception {
    List<String> attributes = new ArrayList<>();
    TYPES.forEach(type -> attributes.add("i:type=\"d:" + type + "\""));
    NILS.forEach(nil -> attributes.add("i:nil=\"" + nil + "\""));
    attributes.add("i:nil=\"true\" i:type=\"d:int\"");
    List<String> findings = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (GoodRequests requests : all()) {
      try (Connection database = chain.database();
          WrittenRows rows = rows(requests.service(), database)) {
        for (int place = 0; place < operation(requests).all().size(); place++) {
          for (int i = place % step; i < attributes.size(); i += step) {
            findings.addAll(compare(requests, place, attributes.get(i), rows, outcomes));
          }
        }
      }
    }
    System.out.println(outcomes);
    assertThat(findings).isEmpty();
    assertThat(outcomes.get("field served")).isGreaterThan(500 / step);
    assertThat(outcomes).doesNotContainKeys("field declined", "structure served");
  }

  private List<GoodRequests> all() throws Exception {
    String sold = chain.postToLegacy(aPurchase().envelope()).orderReference();
    List<GoodRequests> all = new ArrayList<>();
    all.add(new CheckoutRequests(List.of(sold)));
    for (String operation : List.of("listEvents", "getEvent", "searchEvents")) {
      all.add(new EventsRequests(List.of(operation)));
    }
    for (String operation :
        List.of("getTransaction", "listTransactions", "getBalance", "getStatement")) {
      all.add(new PaymentsRequests(List.of(operation), List.of(sold), Instant.now()));
    }
    for (String operation : List.of("login", "keepAlive", "logout")) {
      all.add(new SessionsRequests(List.of(operation)));
    }
    for (String operation : List.of("getProfile", "updateContact")) {
      all.add(new CustomersRequests(List.of(operation)));
    }
    List<InstructionsRequests.Known> known = List.of(instruction());
    for (String operation : List.of("create", "update", "get", "delete")) {
      all.add(new InstructionsRequests(List.of(operation), known));
    }
    return all;
  }

  private InstructionsRequests.Known instruction() throws Exception {
    String id = UUID.randomUUID().toString();
    GeneratedMessage creation =
        MessageGenerator.message("instructions", InstructionsRequests.make(id));
    Answer made = Answer.of(chain.sendToLegacy(creation, id));
    return new InstructionsRequests.Known(id, made.text("reference").orElseThrow());
  }

  private static WrittenRows rows(String service, Connection database) throws SQLException {
    return switch (service) {
      case "customers" -> new ChangedRows(database, List.of("customer"));
      case "instructions" -> new ChangedRows(database, List.of("instruction"));
      default -> new SessionTableRows(database);
    };
  }

  /** The same for each attribute, so that only the attribute changes. */
  private static XmlElement operation(GoodRequests requests) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    return requests
        .next(random)
        .with("xmlns=\"http://turnstile.example/" + requests.service() + "/v3\"");
  }

  private List<String> compare(
      GoodRequests requests,
      int place,
      String attribute,
      WrittenRows rows,
      Map<String, Integer> outcomes)
      throws Exception {
    XmlElement operation = operation(requests);
    XmlElement typed = operation.all().get(place);
    typed.with(attribute);
    String kind = typed.isLeaf() ? "field " : "structure ";
    GeneratedMessage message = message(requests, operation, place % 2 == 0);
    String fastId = UUID.randomUUID().toString();
    rows.prepare(fastId);
    HttpResponse<String> response = chain.sendToFastPath(message, fastId);
    if (response.statusCode() == MISDIRECTED_REQUEST) {
      outcomes.merge(kind + "declined", 1, Integer::sum);
      return List.of();
    }
    outcomes.merge(kind + "served", 1, Integer::sum);
    Answer fast = Answer.of(response);
    List<String> fastRows = rows.after(fastId, fast);
    rows.undo();
    chain.emptyTheHostsCache();
    String legacyId = UUID.randomUUID().toString();
    rows.prepare(legacyId);
    Answer legacy = Answer.of(chain.sendToLegacy(message, legacyId));
    boolean same =
        fast.status() == legacy.status()
            && !fast.differencesFrom(legacy).hasDifferences()
            && fastRows.equals(rows.after(legacyId, legacy));
    rows.undo();
    return same
        ? List.of()
        : List.of("%s%n  legacy %s%n  fast %s".formatted(message.body(), legacy, fast));
  }

  /** The prefixes are bound at the envelope, as most stacks do, or at the operation. */
  private static GeneratedMessage message(
      GoodRequests requests, XmlElement operation, boolean atEnvelope) {
    XmlElement envelope =
        XmlElement.of("s:Envelope", XmlElement.of("s:Body", operation))
            .with("xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    (atEnvelope ? envelope : operation).with(DECLARATIONS);
    return new GeneratedMessage(
        List.of(),
        "/turnstile/v3/" + requests.service(),
        List.of("Content-Type: text/xml; charset=utf-8", "SOAPAction: \"\""),
        new String(
            envelope.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }
}
