package io.matapalo.perf.clients;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An interpreter with its SOAP stack. Immutable.
 *
 * @param origin name, version and source, for reports
 * @param command the interpreter and its options, before the script
 * @param environment variables that it needs
 */
public record SoapRuntime(String origin, List<String> command, Map<String, String> environment) {
  public SoapRuntime {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Starts a script that answers each line it reads with one line. */
  public ScriptConversation start(Path script, Path errors) {
    List<String> words = new ArrayList<>(command);
    words.add(script.toString());
    return ScriptConversation.start(words, environment, errors);
  }
}
