package io.matapalo.fastpath;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends messages of the Checkout service; for tests. */
final class SoapClient {

  static final String CARD = "4111111111111111";
  static final String DECLINED_CARD = "4000000000000002";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  SoapClient(URI base) {
    this.base = base;
  }

  /** What came back. */
  record Answer(int status, String body, String decline) {

    String text(String element) {
      List<String> all = texts(element);
      return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> texts(String element) {
      Matcher matcher = Pattern.compile("<(?:\\w+:)?" + element + ">([^<]*)</").matcher(body);
      List<String> texts = new ArrayList<>();
      while (matcher.find()) {
        texts.add(matcher.group(1));
      }
      return texts;
    }

    /** The order element, which purchase and getOrder must give alike. */
    String order() {
      int from = body.indexOf("<ns2:order>");
      return from < 0 ? "" : body.substring(from, body.indexOf("</ns2:order>"));
    }
  }

  Answer purchase(String requestId, String eventCode, String... codesAndQuantities) {
    return purchase(requestId, 7, eventCode, CARD, codesAndQuantities);
  }

  Answer purchase(
      String requestId, long customerId, String eventCode, String card, String... lines) {
    return post(envelope(purchaseBody(requestId, customerId, eventCode, card, lines)));
  }

  static String purchaseBody(
      String requestId, long customerId, String eventCode, String card, String... lines) {
    StringBuilder xml = new StringBuilder("<t:purchase>");
    xml.append("<t:requestId>").append(requestId).append("</t:requestId>");
    xml.append("<t:customerId>").append(customerId).append("</t:customerId>");
    xml.append("<t:eventCode>").append(eventCode).append("</t:eventCode>");
    xml.append(prefixedLines("t:", lines));
    xml.append("<t:card><t:number>").append(card).append("</t:number>");
    xml.append("<t:expiryMonth>12</t:expiryMonth><t:expiryYear>2030</t:expiryYear>");
    return xml.append("<t:holder>A Holder</t:holder></t:card></t:purchase>").toString();
  }

  private static String prefixedLines(String prefix, String... codesAndQuantities) {
    StringBuilder xml = new StringBuilder();
    for (int i = 0; i < codesAndQuantities.length; i += 2) {
      xml.append(
          "<%1$sline><%1$sticketTypeCode>%2$s</%1$sticketTypeCode>"
              .formatted(prefix, codesAndQuantities[i]));
      xml.append(
          "<%1$squantity>%2$s</%1$squantity></%1$sline>"
              .formatted(prefix, codesAndQuantities[i + 1]));
    }
    return xml.toString();
  }

  /** Lines of a reservation. */
  static String lines(String... codesAndQuantities) {
    return prefixedLines("", codesAndQuantities);
  }

  Answer reserve(String requestId, String customerId, String eventCode, String lines) {
    return ask(
        "inventory",
        "reserve",
        "<requestId>%s</requestId><customerId>%s</customerId><eventCode>%s</eventCode>%s"
            .formatted(requestId, customerId, eventCode, lines));
  }

  Answer getOrder(String reference) {
    return post(
        envelope(
            "<t:getOrder><t:orderReference>" + reference + "</t:orderReference></t:getOrder>"));
  }

  static String envelope(String body) {
    return "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'"
        + " xmlns:t='http://turnstile.example/checkout/v3'><e:Body>"
        + body
        + "</e:Body></e:Envelope>";
  }

  Answer post(String message) {
    return post("checkout", message);
  }

  /** One operation of another service, its fields as they are. */
  Answer ask(String service, String operation, String fields) {
    return ask(service, "", operation, fields);
  }

  /** The same with a header. */
  Answer ask(String service, String header, String operation, String fields) {
    return post(
        service,
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>"
            + header
            + "<e:Body><"
            + operation
            + " xmlns='http://turnstile.example/"
            + service
            + "/v3'>"
            + fields
            + "</"
            + operation
            + "></e:Body></e:Envelope>");
  }

  Answer post(String service, String message) {
    return send(
        HttpRequest.newBuilder(base.resolve("/turnstile/v3/" + service))
            .header("Content-Type", "text/xml;charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(message)));
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)).GET());
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(),
          answer.body(),
          answer.headers().firstValue("X-Matapalo-Decline").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
