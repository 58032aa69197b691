package io.matapalo.perf.chain;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Node;
import org.xmlunit.builder.DiffBuilder;
import org.xmlunit.diff.Diff;

/** One HTTP answer of the chain, with the side that gave it. */
record Answer(int status, String contentType, String side, String body) {
  /** Identities and times: what may differ between two answers to the same request. */
  private static final Set<String> MAY_DIFFER =
      Set.of(
          "orderReference",
          "reservationId",
          "requestId",
          "ticketNumber",
          "createdAt",
          "authorisationCode",
          "reference",
          "token",
          "lastUsedAt",
          "expiresAt",
          "seconds");

  static Answer of(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.headers().firstValue("X-Matapalo-Side").orElse(""),
        response.body());
  }

  Optional<String> text(String element) {
    Matcher matcher = Pattern.compile("<(?:\\w+:)?" + element + ">([^<]*)<").matcher(body);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** {@code 200}, or else the code of the refusal, or the text of a fault without one. */
  String outcome() {
    return status == 200
        ? "200"
        : text("code").orElseGet(() -> text("faultstring").orElse("status " + status));
  }

  String orderReference() {
    return text("orderReference").orElseThrow(() -> new AssertionError("no order in " + body));
  }

  /** Media type and character set in one spelling. */
  String mediaType() {
    return contentType.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "");
  }

  /**
   * Differences in structure, names and text, prefixes and the values of identities and times
   * aside.
   */
  Diff differencesFrom(Answer control) {
    return DiffBuilder.compare(control.body)
        .withTest(body)
        .checkForSimilar()
        .ignoreComments()
        .withNodeFilter(node -> !isValueThatMayDiffer(node))
        .build();
  }

  /** Differences in anything but prefixes. */
  Diff anyDifferencesFrom(Answer control) {
    return DiffBuilder.compare(control.body).withTest(body).checkForSimilar().build();
  }

  private static boolean isValueThatMayDiffer(Node node) {
    Node parent = node.getParentNode();
    return node.getNodeType() == Node.TEXT_NODE
        && parent != null
        && parent.getLocalName() != null
        && MAY_DIFFER.contains(parent.getLocalName());
  }
}
