package io.matapalo.fastpath.operation;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.soap.Declined;
import io.matapalo.fastpath.soap.HeaderBlock;
import io.matapalo.fastpath.soap.SoapReader;
import io.matapalo.fastpath.soap.SoapWriter;
import io.matapalo.fastpath.telemetry.Meters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.xml.namespace.QName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service of the contract, SOAP bytes in and out. Blocks. Thread-safe. */
public final class SoapService {

  private static final Logger LOG = LoggerFactory.getLogger(SoapService.class);
  private static final String OK = "ok";
  private static final String NOT_ADMITTED = "not-admitted";
  private static final String OVERLOADED = "overloaded";
  private static final String INTERNAL_ERROR = "internal-error";

  private final String name;
  private final String lowerName;
  private final Map<String, Operation<?, ?>> operations;
  private final StatementLabels labels;
  private final Meters meters;
  private final HeaderCheck headers;
  private final Supplier<Deadline> deadlines;

  /**
   * A service.
   *
   * @param name such as {@code Checkout}; address, namespace and fault follow from it
   * @param deadlines the deadline of a request that starts when asked
   */
  public SoapService(
      String name,
      List<Operation<?, ?>> operations,
      StatementLabels labels,
      Meters meters,
      HeaderCheck headers,
      Supplier<Deadline> deadlines) {
    this.name = name;
    this.lowerName = name.toLowerCase(Locale.ROOT);
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    this.labels = labels;
    this.meters = meters;
    this.headers = headers;
    this.deadlines = deadlines;
  }

  /** Where clients find it, such as {@code /turnstile/v3/checkout}. */
  public String path() {
    return "/turnstile/v3/" + lowerName;
  }

  /**
   * Answers one message.
   *
   * @throws Declined before any side effect, when it is left to legacy
   * @throws Overloaded before the operation's work begins
   */
  public SoapAnswer answer(byte[] message) {
    Deadline deadline = deadlines.get();
    SoapReader soap = SoapReader.open(message, headers.understood());
    return answer(operation(soap.name()), soap, deadline);
  }

  /** The operation of this name, or a decline: the monolith may know more of them. */
  private Operation<?, ?> operation(QName element) {
    Operation<?, ?> found =
        element.getNamespaceURI().equals(namespace())
            ? operations.get(element.getLocalPart())
            : null;
    if (found == null) {
      throw new Declined("unknown-operation");
    }
    return found;
  }

  private <Q, A> SoapAnswer answer(Operation<Q, A> operation, SoapReader soap, Deadline deadline) {
    Q request = operation.reader().read(soap);
    soap.finish();
    List<HeaderBlock> header = soap.header();
    return labels.during(
        name + "." + operation.name(), () -> measured(operation, header, request, deadline));
  }

  private <Q, A> SoapAnswer measured(
      Operation<Q, A> operation, List<HeaderBlock> header, Q request, Deadline deadline) {
    Meters.Running running = meters.request(name + "." + operation.name());
    String outcome = INTERNAL_ERROR;
    try {
      headers.check(header, deadline);
      SoapAnswer answer = response(operation, operation.handler().answer(request, deadline));
      outcome = OK;
      return answer;
    } catch (Refused refused) {
      outcome = refused.code().name();
      return fault(refused);
    } catch (NotAdmitted refused) {
      outcome = NOT_ADMITTED;
      return SoapAnswer.fault(SoapWriter.fault(SoapWriter.FaultSide.CLIENT, refused.words()));
    } catch (Overloaded shed) {
      outcome = OVERLOADED;
      throw shed;
    } catch (SQLException | RuntimeException e) {
      LOG.error("an operation failed operation={}.{}", name, operation.name(), e);
      return SoapAnswer.internalError();
    } finally {
      running.end(outcome);
    }
  }

  private <A> SoapAnswer response(Operation<?, A> operation, A answer) {
    String root = operation.name() + "Response";
    SoapWriter xml = SoapWriter.of(namespace()).openRoot(root);
    operation.writer().write(answer, xml);
    return SoapAnswer.response(xml.close(root).bytes());
  }

  private SoapAnswer fault(Refused refused) {
    String detail = lowerName + "Fault";
    SoapWriter xml = SoapWriter.of(namespace());
    xml.openFaultWithDetail(SoapWriter.FaultSide.SERVER, refused.words());
    xml.openRoot(detail);
    xml.leaf("code", refused.code().name());
    xml.leaf("message", refused.words());
    return SoapAnswer.fault(xml.close(detail).closeFault().bytes());
  }

  private String namespace() {
    return "http://turnstile.example/" + lowerName + "/v3";
  }
}
