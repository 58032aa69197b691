package io.matapalo.perf.chain;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes messages of a service: a good one, changed up to three times anywhere. The same seed makes
 * the same messages. Confined to one thread.
 */
final class MessageGenerator {
  private static final String SOAP = "xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"";
  private static final List<String> FIELDS =
      List.of("Content-Type: text/xml; charset=utf-8", "SOAPAction: \"\"");
  private static final int MOST_CHANGES = 3;

  private final RandomGenerator random;
  private final GoodRequests requests;

  MessageGenerator(long seed, GoodRequests requests) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.requests = requests;
  }

  /** A message that is good, of this operation. */
  static GeneratedMessage message(String service, XmlElement operation) {
    operation.with("xmlns=\"http://turnstile.example/" + service + "/v3\"");
    XmlElement envelope =
        XmlElement.of("s:Envelope", XmlElement.of("s:Body", operation)).with(SOAP);
    return new GeneratedMessage(
        List.of(),
        "/turnstile/v3/" + service,
        FIELDS,
        inBytes(envelope.toString(), StandardCharsets.UTF_8));
  }

  GeneratedMessage next() {
    Draft draft = new Draft();
    int count = random.nextInt(MOST_CHANGES + 1);
    for (int i = 0; i < count; i++) {
      draft.changes.add(change(draft));
    }
    String text = draft.prolog + draft.envelope + draft.epilog;
    String body = inBytes(text, draft.encoding);
    for (int i = 0; i < draft.byteChanges; i++) {
      body = changeOneByte(body);
    }
    return new GeneratedMessage(draft.changes, draft.path, draft.fields, body);
  }

  /** A message as it stands. Confined to the generator's thread. */
  private final class Draft {
    private final List<String> changes = new ArrayList<>();
    private final XmlElement operation = requests.next(random).with(namespace());
    private final XmlElement body = XmlElement.of("s:Body", operation);
    private final XmlElement envelope = XmlElement.of("s:Envelope", body).with(SOAP);
    private final List<String> fields = new ArrayList<>(FIELDS);
    private String prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private String epilog = "";
    private String path = path();
    private Charset encoding = StandardCharsets.UTF_8;
    private int byteChanges;
  }

  /** One character a byte. */
  private static String inBytes(String text, Charset encoding) {
    return new String(text.getBytes(encoding), StandardCharsets.ISO_8859_1);
  }

  private String namespace() {
    return "xmlns=\"http://turnstile.example/" + requests.service() + "/v3\"";
  }

  private String path() {
    return "/turnstile/v3/" + requests.service();
  }

  private String change(Draft draft) {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4 -> changeText(draft, "value", OddPieces.values());
      case 5, 6, 7 -> changeText(draft, "spelling", OddPieces.spellings());
      case 8, 9, 10, 11 -> insert(one(draft.operation.all()), "content", OddPieces.content());
      case 12, 13 -> changeAttributes(draft);
      case 14, 15 -> changeOrder(one(draft.operation.all()));
      case 16, 17 -> changeHeader(draft);
      case 18 -> insert(draft.envelope, "beside the body", OddPieces.epilogs());
      case 19 -> changeEnds(draft);
      case 20 -> changeEncoding(draft);
      case 21, 22 -> changeHead(draft);
      default -> {
        draft.byteChanges++;
        yield "one byte";
      }
    };
  }

  private String changeText(Draft draft, String kind, List<String> texts) {
    List<XmlElement> leaves = draft.operation.all().stream().filter(XmlElement::isLeaf).toList();
    if (leaves.isEmpty()) {
      return kind + " of nothing";
    }
    List<Object> content = one(leaves).content();
    String text = (String) content.getFirst();
    content.set(0, one(texts).replace("%s", text));
    return kind + " " + content.getFirst();
  }

  private String insert(XmlElement parent, String kind, List<String> pieces) {
    String piece = one(pieces);
    parent.content().add(random.nextInt(parent.content().size() + 1), piece);
    return kind + " " + piece;
  }

  private String changeAttributes(Draft draft) {
    String attribute = one(OddPieces.attributes());
    one(draft.envelope.all()).with(attribute);
    return "attribute " + attribute;
  }

  private String changeOrder(XmlElement parent) {
    List<Object> content = parent.content();
    if (content.isEmpty()) {
      return "order of nothing";
    }
    int place = random.nextInt(content.size());
    switch (random.nextInt(3)) {
      case 0 -> Collections.shuffle(content, random);
      case 1 -> content.add(random.nextInt(content.size() + 1), content.get(place));
      default -> content.remove(place);
    }
    return "order, repetition or lack";
  }

  private String changeHeader(Draft draft) {
    XmlElement header = XmlElement.of("s:Header");
    for (int i = random.nextInt(3); i > 0; i--) {
      header.content().add(one(OddPieces.blocks()));
    }
    draft.envelope.content().add(0, header);
    return "header " + header;
  }

  private String changeEnds(Draft draft) {
    if (random.nextBoolean()) {
      draft.prolog = one(OddPieces.prologs());
      return "prolog " + draft.prolog;
    }
    draft.epilog = one(OddPieces.epilogs());
    return "epilog " + draft.epilog;
  }

  private String changeEncoding(Draft draft) {
    draft.encoding =
        one(List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16, StandardCharsets.UTF_8));
    if (random.nextBoolean()) {
      draft.fields.set(0, "Content-Type: text/xml; charset=" + draft.encoding.name());
    }
    if (random.nextBoolean()) {
      draft.prolog = "<?xml version=\"1.0\" encoding=\"" + draft.encoding.name() + "\"?>";
    }
    return "encoding " + draft.encoding;
  }

  private String changeHead(Draft draft) {
    switch (random.nextInt(4)) {
      case 0 -> draft.path = path() + one(OddPieces.pathEnds());
      case 1 -> draft.fields.set(0, "Content-Type: " + one(OddPieces.mediaTypes()));
      default -> draft.fields.add(one(OddPieces.fields()));
    }
    return "head " + draft.path + " " + draft.fields;
  }

  private String changeOneByte(String body) {
    int place = random.nextInt(body.length());
    String odd = String.valueOf((char) random.nextInt(256));
    return switch (random.nextInt(3)) {
      case 0 -> body.substring(0, place) + body.substring(place + 1);
      case 1 -> body.substring(0, place) + odd + body.substring(place);
      default -> body.substring(0, place) + odd + body.substring(place + 1);
    };
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
