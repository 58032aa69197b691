package io.matapalo.testkit.relay;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Chooses the command at which a fault strikes; never one that has no answer. Immutable. */
public final class CommandMatcher {
  private final Predicate<ClientCommand> matches;
  private final String words;

  private CommandMatcher(Predicate<ClientCommand> matches, String words) {
    this.matches = matches;
    this.words = words;
  }

  /** A query, or a statement to be prepared, in whose text the expression is found. */
  public static CommandMatcher query(String regularExpression) {
    Pattern pattern = Pattern.compile(regularExpression);
    return new CommandMatcher(
        command ->
            (command.code() == ClientCommand.QUERY || command.code() == ClientCommand.PREPARE)
                && pattern.matcher(command.text()).find(),
        "query " + regularExpression);
  }

  /** {@code COMMIT}, in whatever case and whatever comment a driver puts before it. */
  public static CommandMatcher commit() {
    return query("(?is)^\\s*(/\\*.*?\\*/\\s*)?commit\\b");
  }

  /** Any command of that code, as {@link ClientCommand#EXECUTE}. */
  public static CommandMatcher code(int code) {
    return new CommandMatcher(command -> command.code() == code, "command " + code);
  }

  /** Any command that the server answers. */
  public static CommandMatcher any() {
    return new CommandMatcher(command -> true, "any command");
  }

  /**
   * Any command that a test chooses, which may also note those it passes over.
   *
   * @param condition called by the threads of all connections, once for each command that the
   *     server answers, until the fault is claimed
   * @param words what is chosen, for messages
   */
  public static CommandMatcher where(Predicate<ClientCommand> condition, String words) {
    return new CommandMatcher(condition, words);
  }

  /** The same, on one connection of the relay only. */
  public CommandMatcher onConnection(int number) {
    return new CommandMatcher(
        command -> command.connection() == number && matches.test(command),
        words + " on connection " + number);
  }

  boolean matches(ClientCommand command) {
    return command.isAnswered() && matches.test(command);
  }

  @Override
  public String toString() {
    return words;
  }
}
