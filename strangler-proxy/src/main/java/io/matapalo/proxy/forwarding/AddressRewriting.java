package io.matapalo.proxy.forwarding;

import io.matapalo.proxy.affinity.TrustedProxies;
import io.matapalo.proxy.answer.AnswerAddresses;
import io.matapalo.proxy.answer.AnswerBody;
import io.matapalo.proxy.answer.AnswerHead;
import io.matapalo.proxy.config.ClusterConfig;
import io.matapalo.proxy.exchange.OpenRequest;
import io.matapalo.proxy.exchange.Received;
import io.matapalo.proxy.exchange.Routed;
import io.matapalo.proxy.reading.RequestTarget;
import io.matapalo.proxy.reading.Target;
import io.matapalo.proxy.resilience.LogBudget;
import io.matapalo.proxy.rewriting.AddressMap;
import io.matapalo.proxy.rewriting.ServiceDescription;
import io.matapalo.proxy.soap.ContentType;
import io.matapalo.proxy.telemetry.AddressCounts;
import io.matapalo.proxy.telemetry.AddressCounts.Unchanged;
import io.matapalo.proxy.upstream.UpstreamConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioIoThread;

/**
 * Replaces addresses of instances in answers by those that clients see, where a cluster has a
 * public URL: in fields, and in WSDL and schema documents. All other answers stay byte for byte.
 * Thread-safe.
 */
final class AddressRewriting {

  private static final Logger LOG = LoggerFactory.getLogger(AddressRewriting.class);
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final TrustedProxies trustedProxies;
  private final AddressCounts counts;
  private final LogBudget warnings;

  AddressRewriting(TrustedProxies trustedProxies, AddressCounts counts, LogBudget warnings) {
    this.trustedProxies = trustedProxies;
    this.counts = counts;
    this.warnings = warnings;
  }

  /** Whether the request asks for a document whose addresses clients must not see. */
  static boolean concerns(Routed routed) {
    if (published(routed).isEmpty()) {
      return false;
    }
    Target target = RequestTarget.of(routed.request().exchange());
    return ServiceDescription.isAskedFor(
        routed.identified().received().method(), target.path(), target.query());
  }

  private static Optional<ClusterConfig.Published> published(Routed routed) {
    return routed.cluster().config().published();
  }

  /**
   * How many bytes of the body are wanted as a whole, before any goes to the client; 0 for none.
   */
  int wanted(Routed routed, AnswerHead head, AnswerBody body) {
    boolean hasBody = head.status() == OK && !isOfHead(routed) && body.knownLength() != 0;
    if (!hasBody || !isDocument(routed, head.fields())) {
      return 0;
    }
    int most = published(routed).map(ClusterConfig.Published::maxWsdlBytes).orElse(0);
    if (isEncoded(head.fields())) {
      stays(routed, Unchanged.ENCODED);
      return 0;
    }
    if (body.knownLength() > most) {
      stays(routed, Unchanged.TOO_LARGE);
      return 0;
    }
    return most;
  }

  /** Some servers name the coding that is none (RFC 9110 §8.4). */
  private static boolean isEncoded(HeaderMap fields) {
    HeaderValues codings = fields.get(Headers.CONTENT_ENCODING);
    return codings != null && !codings.stream().allMatch("identity"::equalsIgnoreCase);
  }

  private static boolean isOfHead(Routed routed) {
    return routed.identified().received().method().equals("HEAD");
  }

  private static boolean isDocument(Routed routed, HeaderMap fields) {
    return concerns(routed) && ServiceDescription.isXml(typeOf(fields).mediaType());
  }

  private static ContentType typeOf(HeaderMap fields) {
    String type = fields.getFirst(Headers.CONTENT_TYPE);
    return type == null ? ContentType.none() : ContentType.parse(type);
  }

  /** A document goes on as it came. */
  void stays(Routed routed, Unchanged reason) {
    counts.unchanged(reason);
    OptionalLong withheld = warnings.take();
    if (withheld.isPresent()) {
      LOG.warn(
          "Addresses in a document stay as they are. cluster={} path={} reason={} withheld={}",
          routed.cluster().config().name(),
          routed.identified().received().path(),
          reason.label(),
          withheld.getAsLong());
    }
  }

  /**
   * A document that is here as a whole.
   *
   * @param head whose fields may be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, and compared by nobody.
  record Document(Attempt attempt, AnswerHead head, byte[] content) {}

  /**
   * Rewrites a document on a worker, because an I/O thread serves other clients meanwhile. Nothing
   * follows if the request ends before.
   *
   * @param next gets the body that goes to the client, on the I/O thread
   */
  void document(Routed routed, Document document, Consumer<AnswerBody> next) {
    OpenRequest request = routed.request();
    XnioIoThread thread = request.thread();
    AddressMap map = mapFor(routed, document.attempt().connection()).orElseThrow();
    Executor worker = request.exchange().getConnection().getWorker();
    worker.execute(() -> {
      ServiceDescription.Outcome outcome =
          ServiceDescription.rewrite(
              document.content(), typeOf(document.head().fields()).charset(), map::map);
      try {
        thread.execute(() ->
            request.guarded(() -> {
              if (!document.attempt().isClosed()) {
                next.accept(bodyOf(routed, document, outcome));
              }
            }));
      } catch (RejectedExecutionException e) {
        LOG.debug("Document is dropped, the I/O threads end. reason={}", e.toString());
      }
    });
  }

  private AnswerBody bodyOf(Routed routed, Document document, ServiceDescription.Outcome outcome) {
    return switch (outcome) {
      case ServiceDescription.Rewritten rewritten -> {
        if (rewritten.addresses() > 0) {
          counts.document();
          AnswerAddresses.contentDiffers(document.head().fields());
        }
        yield document.attempt().replaceBody(rewritten.bytes());
      }
      case ServiceDescription.Unreadable unreadable -> {
        LOG.debug("Document cannot be read. reason={}", unreadable.reason());
        stays(routed, Unchanged.UNREADABLE);
        yield document.attempt().replaceBody(document.content());
      }
    };
  }

  /**
   * The answer with its fields rewritten, before it goes to the client. A document that is not
   * changed, or not sent, has the validators of one that would be.
   */
  Answered rewritten(Answered answered) {
    Routed routed = answered.routed();
    if (published(routed).isEmpty()) {
      return answered;
    }
    UpstreamConnection connection = answered.attempt().connection();
    AnswerHead head = answered.head().copy();
    HeaderMap fields = head.fields();
    if (AnswerAddresses.areIn(fields)) {
      counts.fields(AnswerAddresses.rewrite(fields, mapFor(routed, connection).orElseThrow()));
    }
    boolean isBodiless =
        (head.status() == OK && isOfHead(routed) && isDocument(routed, fields))
            || (head.status() == NOT_MODIFIED && concerns(routed));
    if (isBodiless) {
      AnswerAddresses.contentDiffers(fields);
    }
    return new Answered(routed, answered.attempt(), head, answered.body());
  }

  /** The map for an answer that comes on this connection. */
  private Optional<AddressMap> mapFor(Routed routed, UpstreamConnection connection) {
    Received received = routed.identified().received();
    ClusterConfig config = routed.cluster().config();
    return config
        .published()
        .map(published ->
            new AddressMap(
                published.url(),
                config.instances(),
                connection.instance(),
                connection.peer(),
                knownHosts(received, published)));
  }

  private List<String> knownHosts(Received received, ClusterConfig.Published published) {
    List<String> hosts = new ArrayList<>(published.aliases());
    hosts.addAll(
        RequestHead.hosts(
            received.exchange(), RequestHead.Trust.of(trustedProxies, received.peer())));
    return hosts;
  }
}
