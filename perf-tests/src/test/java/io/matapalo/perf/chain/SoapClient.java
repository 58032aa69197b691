package io.matapalo.perf.chain;

import io.matapalo.perf.clients.ScriptConversation;
import io.matapalo.perf.clients.SoapRuntime;
import java.nio.file.Path;

/** A SOAP client that knows nothing but the address of a WSDL. Confined to one thread. */
interface SoapClient extends AutoCloseable {
  /** Name and version, for the report of a test. */
  String origin();

  /** Calls an operation; {@code server} is scheme, host and port before the path. */
  SoapReply call(String server, SoapCall call);

  @Override
  void close();

  /** A client of another language, on a script of {@code src/test/resources/clients}. */
  static SoapClient script(SoapRuntime runtime, String script, Path errors) {
    Path file = Path.of("src/test/resources/clients", script).toAbsolutePath();
    ScriptConversation conversation = runtime.start(file, errors);
    return new SoapClient() {
      @Override
      public String origin() {
        return runtime.origin();
      }

      @Override
      public SoapReply call(String server, SoapCall call) {
        return SoapReply.of(conversation.ask(call.question(server)));
      }

      @Override
      public void close() {
        conversation.close();
      }
    };
  }
}
